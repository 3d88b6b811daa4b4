package io.drumbeat.campaigns.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.CapturedLog;
import io.drumbeat.campaigns.TakesLong;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.postgresql.ds.PGSimpleDataSource;

/** A disk that was full kept every send from being begun, and nothing told of it. */
@Isolated("reads what all classes of this process log")
@TakesLong
class PulseTest {

    @AutoClose
    private final CapturedLog log = new CapturedLog(Pulse.class);

    @Test
    void shouldSayThatTheDiskIsFullForAsLongAsItIs() {
        try (TestDatabase test = TestDatabase.fresh();
                Pulse pulse = Pulse.start(test.address())) {
            assertThat(pulse.trouble()).isEmpty();

            execute(test, """
                    create function full_disk() returns trigger language plpgsql as
                        $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$;
                    create trigger full_disk before update on pulse for each row execute function full_disk()""");
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> pulse.trouble()
                            .filter("PostgreSQL's disk is full"::equals)
                            .isPresent());

            execute(test, "drop trigger full_disk on pulse");
            await().atMost(Duration.ofMinutes(1)).until(() -> pulse.trouble().isEmpty());
            await().until(() -> log.lines().size() > 1);
        }
        assertThat(log.lines())
                .containsExactly(
                        "WARN PostgreSQL's disk is full: nothing can be sent until that is over",
                        "INFO PostgreSQL takes writes again");
    }

    /** Something else than an SQLException ended the beats without a word: what was said last stayed true for ever. */
    @Test
    void shouldGoOnBeatingAfterAFault() {
        try (TestDatabase test = TestDatabase.fresh()) {
            Breakable connections = new Breakable(test.address());
            try (Pulse pulse = Pulse.start(connections)) {
                assertThat(pulse.trouble()).isEmpty();

                connections.broken = true;
                execute(
                        test,
                        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'breakable'");
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> pulse.trouble().isPresent() && connections.faults > 1);
                connections.broken = false;

                await().atMost(Duration.ofMinutes(1))
                        .until(() -> pulse.trouble().isEmpty());
            }
        }
    }

    private static final class Breakable extends PGSimpleDataSource {
        private static final long serialVersionUID = 1L;

        private volatile boolean broken;
        private volatile int faults;

        Breakable(DatabaseAddress address) {
            setUrl(address.url());
            setUser(address.user());
            setPassword(address.password());
            setApplicationName("breakable");
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // by the one thread that beats
        public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
            if (broken) {
                faults++;
                throw new IllegalStateException("a fault");
            }
            return super.getConnection(user, password);
        }
    }

    /** The pool's connections are all taken, by others who wait. */
    @Test
    void shouldNeedNoneOfThePoolsConnections() {
        try (TestDatabase test = TestDatabase.fresh();
                Database small = Database.connect(test.address(), 1)) {
            small.jdbi().useHandle(only -> {
                try (Pulse pulse = Pulse.start(test.address())) {
                    assertThat(pulse.trouble()).isEmpty();
                }
            });
        }
    }

    /** Where a table has no new room, the row of the pulse may still have. */
    @Test
    void shouldTakeRoomOnTheDiskAndGiveItBack() {
        try (TestDatabase test = TestDatabase.fresh();
                Pulse pulse = Pulse.start(test.address())) {
            assertThat(pulse.trouble()).isEmpty();

            await().atMost(Duration.ofMinutes(1)).until(() -> one(test, """
                    select temp_bytes > 1000000 from pg_stat_database where datname = current_database()"""));
        }
    }

    private static boolean one(TestDatabase test, String sql) {
        return test.database()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(Boolean.class).one());
    }

    private static void execute(TestDatabase test, String sql) {
        test.database().jdbi().useHandle(handle -> handle.execute(sql));
    }
}
