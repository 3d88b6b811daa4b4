package io.drumbeat.campaigns.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.drumbeat.campaigns.StartFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The connection pool to a migrated database, as JDBI. Every connection commits durably
 * ({@code synchronous_commit = on}). Safe to use from many threads.
 *
 * <p>Calls through {@link #jdbi()} and {@link #transact} throw {@link DatabaseUnavailable} while PostgreSQL is away.
 */
public final class Database implements AutoCloseable {

    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(3);

    /** A machine that is starting up, or busy, gets more time for the first connection. */
    private static final Duration WAIT_FOR_FIRST = Duration.ofSeconds(8);

    private static final Duration PING = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 10;
    private static final int KEPT_OPEN = 4;

    /** Deadlock victim, serialization failure: rolled back by PostgreSQL, to be done again. */
    private static final Set<String> WORTH_REPEATING = Set.of("40P01", "40001");

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = JdbiSetup.over(this::borrow);
    }

    /**
     * Connects to {@code address} and brings its tables up to date; several processes may do so at once.
     *
     * @param poolSize the most connections held at a time
     * @throws StartFailure where the database cannot be reached, refuses the user or cannot be migrated
     */
    public static Database connect(DatabaseAddress address, int poolSize) {
        HikariDataSource pool = openPool(address, poolSize);
        try {
            migrate(address);
            return new Database(pool);
        } catch (FlywayException e) {
            pool.close();
            throw new StartFailure("The tables of the database " + address + " cannot be brought up to date.", e);
        }
    }

    /** JDBI on this pool; it knows {@link JdbiSetup the types} that the tables use. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /**
     * Runs {@code work} in a transaction, again from its start where PostgreSQL chose it as a deadlock's victim: keep it
     * short, and free of effects outside the database.
     *
     * @throws DatabaseUnavailable where PostgreSQL is away
     */
    public <T, X extends Exception> T transact(HandleCallback<T, X> work) throws X {
        for (int attempt = 1; ; attempt++) {
            try {
                return jdbi.inTransaction(work);
            } catch (JdbiException e) {
                boolean repeat = DatabaseUnavailable.sqlState(e)
                        .filter(WORTH_REPEATING::contains)
                        .isPresent();
                if (!repeat || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Whether PostgreSQL answers now; waits a few seconds at most. */
    public boolean answers() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid((int) PING.toSeconds());
        } catch (SQLException away) {
            return false;
        }
    }

    /** Closes every connection. */
    @Override
    public void close() {
        pool.close();
    }

    private Connection borrow() throws SQLException {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw new DatabaseUnavailable(e);
        }
    }

    private static HikariDataSource openPool(DatabaseAddress address, int poolSize) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setDataSource(dataSource(address));
        config.setMaximumPoolSize(poolSize);
        config.setMinimumIdle(Math.min(poolSize, KEPT_OPEN));
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.setInitializationFailTimeout(WAIT_FOR_FIRST.toMillis());
        config.setValidationTimeout(PING.toMillis());
        config.setConnectionInitSql("set synchronous_commit = on");
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw new StartFailure(whyNoConnection(address, e), e);
        }
    }

    private static String whyNoConnection(DatabaseAddress address, Throwable failure) {
        return switch (DatabaseUnavailable.sqlState(failure).orElse("")) {
            case "28P01", "28000" -> "PostgreSQL at " + address + " refuses this user or password.";
            case "3D000" -> "PostgreSQL answers, but has no database " + address + ".";
            default -> "PostgreSQL at " + address + " cannot be reached.";
        };
    }

    /** On connections of its own: a long migration must not meet the pool's time-outs. */
    private static void migrate(DatabaseAddress address) {
        PGSimpleDataSource patient = dataSource(address);
        patient.setSocketTimeout(0);
        Flyway.configure()
                .dataSource(patient)
                .locations("classpath:io/drumbeat/campaigns/database/migrations")
                .javaMigrations(new OneKeyAPerson())
                .load()
                .migrate();
    }

    /** The URL's own parameters win over the ones set here. Times are in seconds. */
    private static PGSimpleDataSource dataSource(DatabaseAddress address) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setConnectTimeout(3);
        dataSource.setSocketTimeout(60);
        dataSource.setTcpKeepAlive(true);
        dataSource.setApplicationName("drumbeat");
        // A row's detail can hold a phone number, and an exception's text reaches logs.
        dataSource.setLogServerErrorDetail(false);
        dataSource.setUrl(address.url());
        if (address.user() != null) {
            dataSource.setUser(address.user());
        }
        if (address.password() != null) {
            dataSource.setPassword(address.password());
        }
        return dataSource;
    }
}
