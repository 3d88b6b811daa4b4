package io.drumbeat.campaigns.database;

import io.drumbeat.campaigns.background.Daemons;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out every few seconds whether PostgreSQL takes writes, on a connection of its own, and logs when that changes.
 * Whoever asks is answered at once, and waits for nobody who uses the pool.
 */
public final class Pulse implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final long EVERY_MILLIS = 2_000;

    /** A commit on disk. */
    private static final String WRITE = "update pulse set at = clock_timestamp()";

    /** A row that changes needs no new room. A sort of 1.5 MB in 64 kB of memory takes it, and gives it back. */
    private static final String TAKE_ROOM = """
            select count(*) from (
                select repeat('x', 1000) as filler from generate_series(1, 1500) as i order by i desc offset 1) as sorted
            where filler <> ''""";

    private final KeptConnection connection;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("drumbeat-pulse"));
    private volatile @Nullable String trouble;

    private Pulse(DataSource connections) {
        this.connection = new KeptConnection(connections);
    }

    /** Begins, on a database that is migrated; when this returns, it has tried once. */
    public static Pulse start(DatabaseAddress address) {
        return start(new Connections(address, TimeLimits.BRIEF));
    }

    static Pulse start(DataSource connections) {
        Pulse pulse = new Pulse(connections);
        pulse.beat();
        var unused =
                pulse.thread.scheduleWithFixedDelay(pulse::beat, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return pulse;
    }

    /** What keeps PostgreSQL from taking writes, in words without a full stop; empty where it takes them. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    private void beat() {
        String before = trouble;
        try {
            connection.execute("set work_mem = '64kB'; set temp_tablespaces = ''", TAKE_ROOM, WRITE);
            trouble = null;
            if (before != null) {
                LOG.info("PostgreSQL takes writes again");
            }
        } catch (SQLException | RuntimeException e) { // one that left this would end the schedule without a word
            connection.hangUp();
            String now = String.valueOf(new DatabaseUnavailable(e).getMessage());
            trouble = now;
            if (!now.equals(before)) {
                LOG.warn("{}: nothing can be sent until that is over", now, e instanceof RuntimeException ? e : null);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        if (!Daemons.ended(thread, TimeLimits.BRIEF.answer())) {
            LOG.debug("the last beat has not ended");
        }
        connection.hangUp();
    }
}
