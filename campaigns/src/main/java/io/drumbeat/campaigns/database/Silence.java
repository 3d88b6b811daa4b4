package io.drumbeat.campaigns.database;

import io.drumbeat.campaigns.background.Daemons;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out within two and a half seconds that PostgreSQL is frozen or cut off, so that it answers not even who asks for
 * nothing, and has the {@link Database} refuse whoever waits for it until it answers again. A statement that takes its time
 * is none of its business.
 */
public final class Silence implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Silence.class);
    private static final long EVERY_MILLIS = 500;

    private static final TimeLimits PATIENCE =
            new TimeLimits(Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(2));

    private final Connections connections;
    private final Database database;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("drumbeat-silence"));
    private @Nullable Connection connection;

    private Silence(DatabaseAddress address, Database database) {
        this.connections = new Connections(address, PATIENCE);
        this.database = database;
    }

    /** Listens to PostgreSQL at {@code address} for whoever uses {@code database}; when this returns, it has heard it once. */
    public static Silence listenFor(DatabaseAddress address, Database database) {
        Silence silence = new Silence(address, database);
        silence.listen();
        var unused = silence.thread.scheduleWithFixedDelay(
                silence::listen, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return silence;
    }

    private void listen() {
        boolean heardBefore = connection != null;
        try {
            hear();
            if (database.isSilent()) {
                database.silent(false);
                LOG.info("PostgreSQL answers again");
            }
        } catch (SQLException | RuntimeException e) { // one that left this would end the schedule without a word
            hangUp();
            // Who cannot connect is told so by the pool; one that was heard a moment ago does not refuse, it is silent.
            if (heardBefore && isTimeout(e)) {
                LOG.warn("PostgreSQL does not answer: calls are refused until it does");
                database.silent(true);
            }
        }
    }

    private static boolean isTimeout(Throwable failure) {
        return Stream.iterate(failure, at -> at != null, Throwable::getCause)
                .anyMatch(SocketTimeoutException.class::isInstance);
    }

    private void hear() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = connections.getConnection();
            connection = open;
        }
        try (Statement statement = open.createStatement()) {
            statement.execute("select");
        }
    }

    private void hangUp() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException | RuntimeException e) {
                LOG.debug("a connection that was broken anyway", e);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        if (!Daemons.ended(thread, PATIENCE.answer())) {
            LOG.debug("PostgreSQL is still listened to");
        }
        hangUp();
    }
}
