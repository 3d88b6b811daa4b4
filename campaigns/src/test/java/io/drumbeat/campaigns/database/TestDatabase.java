package io.drumbeat.campaigns.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/**
 * A freshly migrated database of a test's own, in a few hundredths of a second. All of a JVM's are on one PostgreSQL, which
 * starts with the first and ends with the JVM; it survives no crash of the machine, unless the system property
 * {@code drumbeat.test.durable} says true: then it is set as the product's own is, which is what benchmarks measure.
 */
public final class TestDatabase implements AutoCloseable {

    private static final int POOL_SIZE = 32;

    /** No verdict may hang on how busy the machine is: a test of the limits connects with the product's. */
    private static final TimeLimits PATIENT =
            new TimeLimits(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(2));

    private final DatabaseAddress address;
    private final Database database;
    private final String name;

    private TestDatabase(String name) {
        this.name = name;
        this.address = Server.named(name);
        this.database = another(POOL_SIZE);
    }

    /** A new one, with nothing in its tables. */
    public static TestDatabase fresh() {
        String name = "test_" + Server.COUNT.incrementAndGet();
        Server.execute("create database " + name + " template " + Server.TEMPLATE);
        return new TestDatabase(name);
    }

    /**
     * Creates {@code dataFolder} with PostgreSQL's programs in it, unpacked once for all tests of a module: a first start
     * there is as fast as a second.
     */
    public static Path dataFolder(Path dataFolder) throws IOException {
        Path shared = programs().bin().getParent();
        Files.createSymbolicLink(Files.createDirectory(dataFolder).resolve("postgresql-programs"), shared);
        return dataFolder;
    }

    /** The pool on it. */
    public Database database() {
        return database;
    }

    /** Another pool on it, of a session's own. */
    public Database another(int poolSize) {
        return open(address, poolSize);
    }

    private static Database open(DatabaseAddress address, int poolSize) {
        return Database.open(address, new Database.Pool(poolSize, 0, PATIENT.answer()), PATIENT);
    }

    /** Where it is, for a process or a pool of the test's own. */
    public DatabaseAddress address() {
        return address;
    }

    /** What a call throws while PostgreSQL is away. */
    public static DatabaseUnavailable away() {
        return new DatabaseUnavailable(new SQLException("connection refused", "08001"));
    }

    /** Makes the database's clock (V1, clock_now) run {@code ahead} of the machine's from now on. */
    public void shiftClock(Duration ahead) {
        database.jdbi()
                .useHandle(handle -> handle.execute("create or replace function clock_now() returns timestamptz"
                        + " language sql volatile as $$ select clock_timestamp() + interval '" + ahead.toMillis()
                        + " milliseconds' $$"));
    }

    /** Stops the clock of the dispatch protocol, {@code after} the first day of 2026. */
    public void freezeClock(Duration after) {
        database.jdbi()
                .useHandle(handle -> handle.execute("create or replace function clock_now() returns timestamptz"
                        + " language sql volatile as $$ select timestamptz '2026-01-01' + interval '" + after.toMillis()
                        + " milliseconds' $$"));
    }

    /** Makes its tables anew, as they were in {@code version}: {@link Database#connect} brings them up to date. */
    void backTo(String version) {
        database.jdbi().useHandle(handle -> handle.execute("drop schema public cascade; create schema public"));
        Flyway.configure()
                .dataSource(address.url(), address.user(), address.password())
                .locations("classpath:io/drumbeat/campaigns/database/migrations")
                .javaMigrations(new OneKeyAPerson())
                .target(version)
                .load()
                .migrate();
    }

    /** Drops it. */
    @Override
    public void close() {
        database.close();
        Server.execute("drop database " + name + " with (force)");
    }

    private static synchronized PostgresPrograms programs() throws IOException {
        return PostgresPrograms.unpackedIn(
                Path.of("target", "postgresql-programs").toAbsolutePath());
    }

    private static void stop(PostgresServer server, Path folder) {
        try {
            server.stop("immediate");
            Folders.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one PostgreSQL of this JVM. */
    private static final class Server {

        private static final String TEMPLATE = "migrated";
        private static final AtomicInteger COUNT = new AtomicInteger();
        private static final DatabaseAddress ADDRESS = start();
        private static final Database ADMINISTRATION = open(ADDRESS, 4);

        static DatabaseAddress named(String name) {
            return new DatabaseAddress(
                    ADDRESS.url().replaceFirst("/postgres$", "/" + name), ADDRESS.user(), ADDRESS.password());
        }

        static void execute(String sql) {
            ADMINISTRATION.jdbi().useHandle(handle -> handle.execute(sql));
        }

        private static DatabaseAddress start() {
            try {
                Path folder = Files.createTempDirectory("drumbeat-test");
                PostgresServer server = new PostgresServer(folder.resolve("postgresql"), programs());
                boolean durable = Boolean.getBoolean("drumbeat.test.durable");
                server.create(
                        durable
                                ? EmbeddedDatabase.TUNING
                                : Map.of("max_connections", "300", "jit", "off", "deadlock_timeout", "100ms"));
                DatabaseAddress address = server.start(
                        durable ? EmbeddedDatabase.DURABLE : Map.of("fsync", "off", "full_page_writes", "off"));
                Runtime.getRuntime().addShutdownHook(new Thread(() -> TestDatabase.stop(server, folder)));
                try (Database administration = open(address, 1)) {
                    administration.jdbi().useHandle(handle -> {
                        // A connection then costs half: each of the usual 4,096 is a hash on both sides.
                        handle.execute("set scram_iterations = 1");
                        handle.execute("alter role current_user password '" + address.password() + "'");
                        handle.execute("create database " + TEMPLATE);
                    });
                }
                DatabaseAddress template = new DatabaseAddress(
                        address.url().replaceFirst("/postgres$", "/" + TEMPLATE), address.user(), address.password());
                Database.connect(template, 1).close();
                return address;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
