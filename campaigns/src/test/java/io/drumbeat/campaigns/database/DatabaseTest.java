package io.drumbeat.campaigns.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.campaigns.TakesLong;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.generic.GenericType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.jdbc.PgConnection;

@TakesLong
class DatabaseTest {

    private TestDatabase test;
    private Database database;

    @BeforeEach
    void open() {
        test = TestDatabase.fresh();
        database = test.database();
    }

    @AfterEach
    void close() {
        test.close();
    }

    /** A role with repeatable read for its default let sends begin after a pause had answered. */
    @ParameterizedTest
    @CsvSource({
        "default_transaction_isolation, repeatable read, read committed",
        "default_transaction_isolation, serializable, read committed",
        "default_transaction_read_only, on, off",
        "default_transaction_deferrable, on, off",
        "synchronous_commit, off, on",
        "synchronous_commit, local, on",
        "timezone, Asia/Kathmandu, UTC",
        "standard_conforming_strings, off, on",
        "array_nulls, off, on",
        "idle_session_timeout, 1min, 0",
        "idle_in_transaction_session_timeout, 0, 2s",
        "lock_timeout, 0, 4s",
        "lock_timeout, 1ms, 4s",
        "statement_timeout, 0, 5s",
        "statement_timeout, 1min, 5s",
        "jit, on, off",
        "tcp_keepalives_idle, 7200, 10",
        "tcp_user_timeout, 0, 25000"
    })
    void shouldSetWhatTheProtocolNeedsWhateverTheDatabaseHasForADefault(String setting, String hostile, String needed) {
        byDefault(setting, hostile);

        try (Database other = Database.connect(test.address(), 1)) {
            assertThat(one(other, "show " + setting, String.class)).isEqualTo(needed);
        }
    }

    @Test
    void shouldMakeTablesWhenTheDatabaseIsReadOnlyByDefaultOrHasNoSchemaInItsPath() {
        database.jdbi().useHandle(handle -> handle.execute("drop schema public cascade; create schema public"));
        byDefault("default_transaction_read_only", "on");
        byDefault("search_path", "");

        try (Database other = Database.connect(test.address(), 1)) {
            assertThat(one(other, "select count(*) from public.campaign", Integer.class))
                    .isZero();
        }
    }

    @Test
    void shouldKeepTheSchemaThatTheUserChose() {
        database.jdbi().useHandle(handle -> handle.execute("create schema chosen"));
        byDefault("search_path", "chosen");

        try (Database other = Database.connect(test.address(), 1)) {
            assertThat(one(other, "select count(*) from chosen.campaign", Integer.class))
                    .isZero();
        }
    }

    @Test
    void shouldLetOthersGoOnWhenATransactionStandsStill() {
        try (Database ours = Database.connect(test.address(), 2);
                Handle frozen = ours.jdbi().open()) {
            frozen.begin();
            frozen.execute("select pg_advisory_xact_lock(1)");

            assertThatCode(() -> ours.transact(handle -> handle.execute("select pg_advisory_xact_lock(1)")))
                    .doesNotThrowAnyException();

            assertThatThrownBy(() -> frozen.execute("select 1")).hasMessageContaining("idle-in-transaction");
        }
    }

    @Test
    void shouldSayThatNothingWasDoneWhenALockIsNotToBeHad() {
        database.jdbi().useHandle(handle -> handle.execute("create table pair (id int); insert into pair values (1)"));
        try (Database ours = Database.connect(test.address(), 1);
                Handle holder = database.jdbi().open()) {
            holder.begin();
            holder.execute("select from pair for update");

            assertThatThrownBy(() -> ours.transact(handle -> handle.execute("update pair set id = 2")))
                    .isInstanceOfSatisfying(
                            DatabaseUnavailable.class,
                            e -> assertThat(e.nothingDone()).isTrue())
                    .hasMessage("Another transaction in PostgreSQL holds this up");
            holder.commit();
        }
        assertThat(one(database, "select id from pair", Integer.class)).isEqualTo(1);
    }

    @Test
    void shouldEndAStatementThatTakesTooLongUnlessItMay() {
        try (Database ours = Database.connect(test.address(), 1)) {
            assertThatThrownBy(() -> ours.transact(handle -> handle.execute("select pg_sleep(60)")))
                    .isInstanceOf(DatabaseUnavailable.class)
                    .hasMessage("PostgreSQL took too long");
            assertThat(ours.<String, RuntimeException>transact(
                            TimeLimits.IMPORT,
                            handle -> handle.createQuery("show statement_timeout")
                                    .mapTo(String.class)
                                    .one()))
                    .isEqualTo("30min");
            assertThat(one(ours, "show statement_timeout", String.class)).isEqualTo("5s");
        }
    }

    /** Pauses and callbacks waited for a minute while PostgreSQL was frozen. */
    @Test
    void shouldSayUnavailableWhenPostgresqlIsFrozen() throws Exception {
        try (Database ours = Database.connect(test.address(), 1)) {
            String pid = one(ours, "select pg_backend_pid()", String.class);
            signal("STOP", pid);
            try {
                assertThatThrownBy(() -> ours.transact(handle -> handle.execute("select 1")))
                        .isInstanceOf(DatabaseUnavailable.class);
            } finally {
                signal("CONT", pid);
            }
        }
    }

    @Test
    void shouldNotSayThatNothingWasDoneWhenTheAnswerToACommitIsLost() {
        database.jdbi().useHandle(handle -> handle.execute("""
                create table doomed (id int);
                create function end_session() returns trigger language plpgsql as
                    $$ begin perform pg_terminate_backend(pg_backend_pid()); return null; end $$;
                create constraint trigger at_commit after insert on doomed deferrable initially deferred
                    for each row execute function end_session()"""));

        assertThatThrownBy(() -> database.transact(handle -> handle.execute("insert into doomed values (1)")))
                .isInstanceOfSatisfying(
                        DatabaseUnavailable.class,
                        e -> assertThat(e.nothingDone()).isFalse());
        assertThatThrownBy(() ->
                        database.transact(handle -> handle.execute("select pg_terminate_backend(pg_backend_pid())")))
                .isInstanceOfSatisfying(
                        DatabaseUnavailable.class,
                        e -> assertThat(e.nothingDone()).isTrue());
    }

    @Test
    void shouldKeepAnInstantWhenItIsBoundAndRead() {
        Instant instant = Instant.parse("2026-11-21T10:15:30.123456Z");

        assertThat(echo("cast(:x as timestamptz)", instant, Instant.class)).isEqualTo(instant);
        assertThat(echo("cast(:x as timestamptz)", null, Instant.class)).isNull();
    }

    @Test
    void shouldReadInfinityAsTheFirstAndLastInstant() {
        assertThat(one(database, "select timestamptz '-infinity'", Instant.class))
                .isEqualTo(Instant.MIN);
        assertThat(one(database, "select timestamptz 'infinity'", Instant.class))
                .isEqualTo(Instant.MAX);
        assertThat(echo("cast(cast(:x as timestamptz) as text)", Instant.MIN, String.class))
                .isEqualTo("-infinity");
        assertThat(echo("cast(cast(:x as timestamptz) as text)", Instant.MAX, String.class))
                .isEqualTo("infinity");
    }

    @Test
    void shouldKeepListsAndArraysWhenTheyAreBoundAndRead() {
        List<String> texts = List.of("a", "", "with \"quotes\", {braces} and \\");
        UUID id = UUID.randomUUID();
        Instant noon = Instant.parse("2026-11-21T12:00:00Z");

        List<String> list = database.jdbi()
                .withHandle(handle -> handle.createQuery("select cast(:x as text[])")
                        .bindByType("x", texts, new GenericType<List<String>>() {})
                        .mapTo(new GenericType<List<String>>() {})
                        .one());
        List<Instant> unnested = database.jdbi()
                .withHandle(handle -> handle.createQuery("select at from unnest(:ids, :ats) as t (id, at)")
                        .bindArray("ids", UUID.class, List.of(id, id, id))
                        .bindArray("ats", Instant.class, List.of(noon, Instant.MIN, Instant.MAX))
                        .mapTo(Instant.class)
                        .list());

        assertThat(list).isEqualTo(texts);
        assertThat(echo("cast(:x as text[])", texts.toArray(String[]::new), String[].class))
                .containsExactly(texts.toArray(String[]::new));
        assertThat(unnested).containsExactly(noon, Instant.MIN, Instant.MAX);
        assertThat(echo("cast(:x as uuid)", id, UUID.class)).isEqualTo(id);
    }

    @Test
    void shouldTellAPhoneNumberToNobodyWhenAStatementFails() {
        database.jdbi().useHandle(handle -> handle.execute("create table phones (phone text primary key)"));

        assertThatThrownBy(() -> database.jdbi().useHandle(handle -> {
                    for (int i = 0; i < 2; i++) {
                        handle.createUpdate("insert into phones values (:phone)")
                                .bind("phone", "+919812345678")
                                .execute();
                    }
                }))
                .isInstanceOf(JdbiException.class)
                .satisfies(e -> {
                    for (Throwable at = e; at != null; at = at.getCause()) {
                        assertThat(at.toString()).doesNotContain("98123");
                    }
                });
    }

    @Test
    void shouldRepeatATransactionWhenItWasADeadlocksVictim() throws Exception {
        database.jdbi()
                .useHandle(handle -> handle.execute(
                        "create table pair (id int primary key, n int); insert into pair values (1, 0), (2, 0)"));
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            List<Future<Integer>> transactions = new ArrayList<>();
            for (int first : List.of(1, 2)) {
                transactions.add(threads.submit(() -> database.transact(handle -> {
                    int changed = handle.execute("update pair set n = n + 1 where id = ?", first);
                    if (runs.incrementAndGet() <= 2) {
                        bothHoldOne.await(10, TimeUnit.SECONDS);
                    }
                    return changed + handle.execute("update pair set n = n + 1 where id = ?", 3 - first);
                })));
            }
            for (Future<Integer> transaction : transactions) {
                assertThat(transaction.get(20, TimeUnit.SECONDS)).isEqualTo(2);
            }
        } finally {
            threads.shutdown();
        }

        assertThat(runs.get()).isGreaterThanOrEqualTo(3);
        assertThat(one(database, "select sum(n) from pair", Integer.class)).isEqualTo(4);
    }

    @Test
    void shouldSayUnavailableWhenASessionIsEndedByAnAdministrator() {
        assertThatThrownBy(() -> database.jdbi()
                        .useHandle(handle -> handle.execute("select pg_terminate_backend(pg_backend_pid())")))
                .isInstanceOf(DatabaseUnavailable.class);

        assertThat(one(database, "select 1", Integer.class)).isEqualTo(1);
    }

    @Test
    void shouldShiftTheDatabasesClock() {
        test.shiftClock(Duration.ofHours(3));

        assertThat(one(database, "select clock_now() > clock_timestamp() + interval '179 minutes'", Boolean.class))
                .isTrue();
    }

    @Test
    void shouldMigrateOnceWhenSeveralStartAtOnce() throws Exception {
        database.jdbi().useHandle(handle -> handle.execute("drop schema public cascade; create schema public"));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<?>> starts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                starts.add(
                        threads.submit(() -> Database.connect(test.address(), 2).close()));
            }
            for (Future<?> start : starts) {
                start.get(30, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdown();
        }

        assertThat(one(database, "select count(*) from campaign", Integer.class))
                .isZero();
    }

    @Test
    void shouldSayWhatIsWrongWhenItCannotConnect() {
        DatabaseAddress right = test.address();
        String url = right.url();

        assertThatThrownBy(() -> Database.connect(new DatabaseAddress(url, right.user(), "wrong"), 1))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("refuses this user or password");
        assertThatThrownBy(() ->
                        Database.connect(new DatabaseAddress(url + "_that_is_not", right.user(), right.password()), 1))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("has no database");
        assertThatThrownBy(() -> Database.connect(
                        new DatabaseAddress("jdbc:postgresql://127.0.0.1:1/x?password=secret", null, null), 1))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageNotContaining("secret");
    }

    /** A pause that was written was answered with an error: its last question's connection broke behind the answer. */
    @Test
    void shouldGiveTheAnswerWhenItsConnectionBreaksBehindIt() throws SQLException {
        int answer = database.jdbi().withHandle(handle -> {
            int read = handle.createQuery("select 7").mapTo(Integer.class).one();
            handle.getConnection().unwrap(PgConnection.class).close();
            return read;
        });

        assertThat(answer).isEqualTo(7);
    }

    /** For whoever connects from now on. */
    private void byDefault(String setting, String value) {
        database.jdbi()
                .useHandle(handle -> handle.execute("alter database "
                        + one(database, "select current_database()", String.class) + " set " + setting + " = '" + value
                        + "'"));
    }

    static void signal(String name, String pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor())
                .isZero();
    }

    private <T> T echo(String expression, @Nullable Object value, Class<T> type) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery("select " + expression)
                        .bind("x", value)
                        .mapTo(type)
                        .one());
    }

    private static <T> T one(Database database, String sql, Class<T> type) {
        return database.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(type).one());
    }
}
