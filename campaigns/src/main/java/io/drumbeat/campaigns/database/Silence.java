package io.drumbeat.campaigns.database;

import io.drumbeat.campaigns.background.Daemons;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    private final KeptConnection connection;
    private final Database database;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("drumbeat-silence"));

    private Silence(DatabaseAddress address, Database database) {
        this.connection = new KeptConnection(new Connections(address, PATIENCE));
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
        boolean heardBefore = connection.isOpen();
        try {
            connection.execute("select");
            if (database.isSilent()) {
                database.silent(false);
                LOG.info("PostgreSQL answers again");
            }
        } catch (SQLException | RuntimeException e) { // one that left this would end the schedule without a word
            connection.hangUp();
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

    @Override
    public void close() {
        thread.shutdownNow();
        if (!Daemons.ended(thread, PATIENCE.answer())) {
            LOG.debug("PostgreSQL is still listened to");
        }
        connection.hangUp();
    }
}
