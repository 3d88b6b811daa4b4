package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.dispatch.DispatchStore;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For how long a stint goes on to the next recipient: as long as it takes to begin one stint for each running lane of the
 * installation, at the dispatch activities per second that it allows itself. Safe to use from many threads.
 */
final class StintLength {
    private static final Logger LOG = LoggerFactory.getLogger(StintLength.class);

    /** Whatever the rate: an activity has 30 minutes, of which its last send may need half. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** A campaign of many lanes that starts is felt by then. */
    private static final Duration COUNTED_EVERY = Duration.ofSeconds(2);

    private final DispatchStore store;
    private final Ticker ticker;
    private final double perSecond;
    private final ReentrantLock counting = new ReentrantLock();
    private volatile Count known;

    private record Count(int lanes, long until) {}

    /** @param perSecond dispatch activities, of all workers together; above zero */
    StintLength(DispatchStore store, Ticker ticker, double perSecond) {
        this.store = store;
        this.ticker = ticker;
        this.perSecond = perSecond;
        this.known = new Count(0, ticker.nanos());
    }

    /** As of the last two seconds; while the database does not answer, what it was before. */
    Duration now() {
        // One asks, the others do not wait for it.
        if (ticker.nanos() - known.until() >= 0 && counting.tryLock()) {
            try {
                known = new Count(lanes(), ticker.nanos() + COUNTED_EVERY.toNanos());
            } finally {
                counting.unlock();
            }
        }
        double seconds = Math.min(known.lanes() / perSecond, LONGEST.toNanos() / 1e9);
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private int lanes() {
        try {
            return store.runningLanes();
        } catch (DatabaseUnavailable away) {
            LOG.debug("The running lanes are not counted: {}", away.getMessage()); // the next question fails by itself
            return known.lanes();
        }
    }
}
