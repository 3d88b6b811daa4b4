package io.drumbeat.campaigns.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.drumbeat.campaigns.StartFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * The connection pool to a migrated database, as JDBI. Its {@link Connections} are set to what the protocol
 * needs and held to {@link TimeLimits}. Safe to use from many threads.
 *
 * <p>Calls through {@link #jdbi()} and {@link #transact} throw {@link DatabaseUnavailable} while PostgreSQL is away.
 */
public final class Database implements AutoCloseable {

    /** Whoever is called meanwhile answers within three seconds. */
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofMillis(2_500);

    /** A machine that is starting up, or busy, gets more time for the first connection. */
    private static final Duration WAIT_FOR_FIRST = Duration.ofSeconds(8);

    private static final Duration PING = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 10;
    private static final int KEPT_OPEN = 4;

    private static final String CONNECTION_FAILURE = "08006";

    /** Deadlock victim, serialization failure: rolled back by PostgreSQL, to be done again. */
    private static final Set<String> WORTH_REPEATING = Set.of("40P01", "40001");

    /**
     * How many connections it holds.
     *
     * @param size at most
     * @param keptOpen so many more than are in use, for whoever comes next
     * @param patience how long whoever comes while all are in use waits for one
     */
    record Pool(int size, int keptOpen, Duration patience) {}

    private final Connections connections;
    private final TimeLimits limits;
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private volatile boolean silent;

    private Database(Connections connections, TimeLimits limits, HikariDataSource pool) {
        this.connections = connections;
        this.limits = limits;
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
        Database database = open(address, new Pool(poolSize, KEPT_OPEN, WAIT_FOR_CONNECTION), TimeLimits.BRIEF);
        try {
            OwnSession.require(database.connections);
            migrate(address);
            return database;
        } catch (FlywayException e) {
            database.close();
            throw new StartFailure("The tables of the database " + address + " cannot be brought up to date.", e);
        } catch (StartFailure e) {
            database.close();
            throw e;
        }
    }

    /** Connects to what is known to be up to date. */
    static Database open(DatabaseAddress address, Pool pool, TimeLimits limits) {
        Connections connections = new Connections(address, limits);
        return new Database(connections, limits, openPool(address, pool, connections));
    }

    /** JDBI on this pool; it knows {@link JdbiSetup the types} that the tables use. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /**
     * Runs {@code work} in a transaction, again from its start where PostgreSQL chose it as a deadlock's victim: keep it
     * short, and free of effects outside the database.
     *
     * @throws DatabaseUnavailable where PostgreSQL is away; it knows whether the transaction may have been committed
     */
    public <T, X extends Exception> T transact(HandleCallback<T, X> work) throws X {
        for (int attempt = 1; ; attempt++) {
            AtomicBoolean committing = new AtomicBoolean();
            try {
                return jdbi.inTransaction(handle -> {
                    T result = work.withHandle(handle);
                    committing.set(true);
                    return result;
                });
            } catch (DatabaseUnavailable e) {
                throw committing.get() ? e : e.withNothingDone();
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

    /**
     * As {@link #transact(HandleCallback)}, for work that takes its time.
     *
     * @param limits instead of {@link TimeLimits#BRIEF}
     */
    public <T, X extends Exception> T transact(TimeLimits limits, HandleCallback<T, X> work) throws X {
        return transact(handle -> {
            limits.apply(handle);
            return work.withHandle(handle);
        });
    }

    /** How many connections are in use, how many idle, and how many threads wait for one, each to be asked again and again. */
    public Map<String, Supplier<Number>> connections() {
        HikariPoolMXBean all = pool.getHikariPoolMXBean();
        return Map.of(
                "active", all::getActiveConnections,
                "idle", all::getIdleConnections,
                "awaited", all::getThreadsAwaitingConnection);
    }

    /** Closes every connection. */
    @Override
    public void close() {
        pool.close();
    }

    /** Whether PostgreSQL answers nobody: whoever asks is told so at once. */
    public boolean isSilent() {
        return silent;
    }

    /** @param silent from now on; whoever waits for an answer at that moment gets none any more, but what has limits of its own */
    void silent(boolean silent) {
        this.silent = silent;
        if (silent) {
            connections.breakOff(limits.answer());
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private Connection borrow() throws SQLException {
        if (silent) {
            throw new DatabaseUnavailable(new SQLException("PostgreSQL is silent", CONNECTION_FAILURE));
        }
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw new DatabaseUnavailable(e);
        }
    }

    private static HikariDataSource openPool(DatabaseAddress address, Pool pool, Connections connections) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setDataSource(connections);
        config.setMaximumPoolSize(pool.size());
        config.setMinimumIdle(Math.min(pool.size(), pool.keptOpen()));
        config.setConnectionTimeout(pool.patience().toMillis());
        config.setInitializationFailTimeout(WAIT_FOR_FIRST.toMillis());
        config.setValidationTimeout(PING.toMillis());
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

    /** On connections of its own: a long migration must not meet the pool's limits. */
    private static void migrate(DatabaseAddress address) {
        Flyway.configure()
                .dataSource(new Connections(address, TimeLimits.MIGRATION))
                .locations("classpath:io/drumbeat/campaigns/database/migrations")
                .javaMigrations(new OneKeyAPerson())
                .load()
                .migrate();
    }
}
