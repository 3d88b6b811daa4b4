package io.drumbeat.campaigns.database;

import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.campaigns.supervision.Supervisor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL in a data folder, durable: what has been committed survives any crash. Where an earlier process was killed
 * and its PostgreSQL still runs, that one is adopted, after every session of the dead process has ended.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    /** Hold whatever postgresql.conf says. */
    static final Map<String, String> DURABLE = Map.of(
            "fsync", "on",
            "full_page_writes", "on",
            "synchronous_commit", "on");

    /** A start, which postgresql.conf may change. */
    static final Map<String, String> TUNING = Map.of(
            "max_connections", "200",
            "shared_buffers", "256MB",
            "max_wal_size", "2GB",
            "timezone", "UTC",
            // Rows' details can hold phone numbers.
            "log_error_verbosity", "terse");

    private final PostgresServer server;
    private final DatabaseAddress address;
    private @Nullable Supervisor supervisor;

    private EmbeddedDatabase(PostgresServer server, DatabaseAddress address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Starts, or adopts, the PostgreSQL of {@code folder}, making it where there is none yet.
     *
     * @throws StartFailure where it does not come up
     */
    public static EmbeddedDatabase start(DataFolder folder) {
        try {
            Path home = home(folder.path());
            PostgresServer server = new PostgresServer(
                    home, PostgresPrograms.unpackedIn(folder.path().resolve("postgresql-programs")));
            server.create(TUNING);
            Optional<DatabaseAddress> orphan = server.orphan();
            if (orphan.isPresent()) {
                endSessions(orphan.get());
            }
            return new EmbeddedDatabase(server, orphan.isPresent() ? orphan.get() : server.start(DURABLE));
        } catch (IOException e) {
            throw DataFolder.unusable(folder.path(), e);
        }
    }

    /**
     * The database that another process runs in {@code folder} at this moment.
     *
     * @return empty where none does, or it is not ready yet
     */
    public static Optional<DatabaseAddress> runningIn(Path folder) {
        try {
            return PostgresServer.runningIn(home(folder));
        } catch (IOException e) {
            throw DataFolder.unusable(folder, e);
        }
    }

    /** Where to connect to, on loopback only. */
    public DatabaseAddress address() {
        return address;
    }

    /**
     * Starts PostgreSQL again whenever it has ended, at the same address.
     *
     * @param lost is told once, in a sentence, that it does not come up any more
     */
    public void supervise(Consumer<String> lost) {
        supervise(Supervisor.Patience.USUAL, lost);
    }

    synchronized void supervise(Supervisor.Patience patience, Consumer<String> lost) {
        supervisor = Supervisor.of(new Ours(), patience, lost);
    }

    /** Stops PostgreSQL, also an adopted one; sessions still open are ended. Calling it twice is safe. */
    @Override
    public synchronized void close() {
        if (supervisor != null) {
            supervisor.close();
        }
        try {
            server.stop("fast");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of a process that was killed a statement may still run, and commit. */
    private static void endSessions(DatabaseAddress address) {
        try (Connection connection = new Connections(address, TimeLimits.MANY_ROWS).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    select pg_terminate_backend(pid, 10000) from pg_stat_activity
                    where backend_type = 'client backend' and pid <> pg_backend_pid()""");
        } catch (SQLException e) {
            throw new StartFailure("The PostgreSQL that an earlier run left at " + address + " does not answer.", e);
        }
    }

    private final class Ours implements Supervisor.Server {
        @Override
        public String name() {
            return "The embedded PostgreSQL";
        }

        @Override
        public boolean runs() {
            try {
                return server.runs();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void startAgain() {
            try {
                server.startAgain(DURABLE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Path home(Path folder) {
        return folder.resolve("postgresql");
    }
}
