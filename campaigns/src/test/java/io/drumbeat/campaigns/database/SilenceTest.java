package io.drumbeat.campaigns.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
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

    /** Has what whoever waits waits for. */
    private Connection holder;

    private Database ours;
    private Silence silence;
    private List<String> others = List.of();
    private List<String> frozen = List.of();

    @BeforeEach
    void open() throws Exception {
        test = TestDatabase.fresh();
        holder = DriverManager.getConnection(
                test.address().url(), test.address().user(), test.address().password());
        try (Statement lock = holder.createStatement()) {
            lock.execute("select pg_advisory_lock(1)");
        }
        others = sessions(test.database(), "true");
        ours = Database.connect(test.address(), 2);
        silence = Silence.listenFor(test.address(), ours);
        ours.jdbi().useHandle(handle -> handle.execute("select 1"));
    }

    @AfterEach
    void close() throws Exception {
        thaw();
        holder.close();
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

    /** Somebody who waits for {@code holder}, however long that takes. */
    private Future<?> waiting(Duration answer) {
        TimeLimits limits = new TimeLimits(LONG, LONG.multipliedBy(10), LONG.multipliedBy(10), answer);
        Future<?> waiting = threads.submit(() -> ours.transact(limits, handle -> {
            handle.execute("select pg_advisory_xact_lock(1)");
            return null;
        }));
        await().until(() ->
                !sessions(test.database(), "wait_event_type = 'Lock'").isEmpty());
        return waiting;
    }

    @Test
    void shouldTellWhoeverWaitsAndWhoeverComesWhenPostgresqlIsFrozen() throws Exception {
        Future<?> waiting = waiting(Duration.ZERO); // no limit of the driver's ends its wait
        freeze();
        await().until(ours::isSilent);

        await("who waited").until(waiting::isDone);
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(DatabaseUnavailable.class);
        assertThatThrownBy(() -> ours.transact(handle -> handle.execute("select 1")))
                .isInstanceOfSatisfying(
                        DatabaseUnavailable.class,
                        away -> assertThat(away.nothingDone()).isTrue());

        thaw();
        await().until(() -> !ours.isSilent());
        ours.jdbi().useHandle(handle -> handle.execute("select 1"));
    }

    /** An import of an hour must not begin anew because PostgreSQL paused for three seconds. */
    @Test
    void shouldLetWhatMayTakeLongerGoOnAfterASilence() throws Exception {
        Future<?> waiting = waiting(TimeLimits.IMPORT.answer());
        freeze();
        await().until(ours::isSilent);
        assertThat(waiting).isNotDone();

        thaw();
        holder.close();

        assertThat(waiting.get()).isNull();
    }
}
