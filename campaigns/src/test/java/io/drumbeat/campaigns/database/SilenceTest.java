package io.drumbeat.campaigns.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callbacks and the page waited six seconds, twice and more, for a PostgreSQL that was frozen. */
class SilenceTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestDatabase test;
    private Database ours;
    private Silence silence;
    private List<String> others = List.of();
    private List<String> frozen = List.of();

    @BeforeEach
    void open() {
        test = TestDatabase.fresh();
        others = sessions(test.database(), "true");
        ours = Database.connect(test.address(), 2);
        silence = Silence.listenFor(test.address(), ours);
        ours.jdbi().useHandle(handle -> handle.execute("select 1"));
    }

    @AfterEach
    void close() throws Exception {
        thaw();
        threads.shutdownNow();
        silence.close();
        ours.close();
        test.close();
    }

    private static List<String> sessions(Database asking, String which) {
        return asking.jdbi()
                .withHandle(handle -> handle.createQuery("select pid::text from pg_stat_activity"
                                + " where datname = current_database() and pid <> pg_backend_pid() and " + which)
                        .mapTo(String.class)
                        .list());
    }

    /** All sessions of ours, as if PostgreSQL were frozen. */
    private void freeze() throws Exception {
        frozen = sessions(test.database(), "true").stream()
                .filter(pid -> !others.contains(pid))
                .toList();
        signal("STOP");
    }

    private void thaw() throws Exception {
        signal("CONT");
        frozen = List.of();
    }

    private void signal(String signal) throws Exception {
        for (String pid : frozen) {
            DatabaseTest.signal(signal, pid);
        }
    }

    private Future<?> waiting(TimeLimits limits) {
        Future<?> waiting = threads.submit(() -> ours.transact(limits, handle -> {
            handle.execute("select pg_sleep(0.5)");
            return null;
        }));
        await().atMost(LONG)
                .until(() ->
                        !sessions(test.database(), "wait_event = 'PgSleep'").isEmpty());
        return waiting;
    }

    @Test
    void shouldTellWhoeverWaitsAndWhoeverComesWhenPostgresqlIsFrozen() throws Exception {
        Future<?> waiting = waiting(TimeLimits.BRIEF);
        freeze();
        await().atMost(LONG).until(ours::isSilent);

        await("who waited").atMost(Duration.ofSeconds(2)).until(waiting::isDone);
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(DatabaseUnavailable.class);
        assertThatThrownBy(() -> ours.transact(handle -> handle.execute("select 1")))
                .isInstanceOfSatisfying(
                        DatabaseUnavailable.class,
                        away -> assertThat(away.nothingDone()).isTrue());

        thaw();
        await().atMost(LONG).until(() -> !ours.isSilent());
        ours.jdbi().useHandle(handle -> handle.execute("select 1"));
    }

    /** An import of an hour must not begin anew because PostgreSQL paused for three seconds. */
    @Test
    void shouldLetWhatMayTakeLongerGoOnAfterASilence() throws Exception {
        Future<?> waiting = waiting(TimeLimits.IMPORT);
        freeze();
        await().atMost(LONG).until(ours::isSilent);
        assertThat(waiting).isNotDone();

        thaw();

        assertThat(waiting.get()).isNull();
    }
}
