package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.Means;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long after the call of its begin a send of this process may still leave. A pause waits for that, so it is as short as
 * the machine and PostgreSQL let it be: doubled where a begin took longer, since the next one would be late as well and
 * nobody ever be sent to; halved with each minute in which none did. Safe to use from many threads.
 */
final class Freshness {
    private static final Logger LOG = LoggerFactory.getLogger(Freshness.class);

    static final Duration LONGEST = Duration.ofSeconds(16);

    private static final Duration HALVED_EVERY = Duration.ofMinutes(1);

    private final Ticker ticker;
    private Duration limit = Means.USUALLY_LEAVES_WITHIN;
    private long since;

    Freshness(Ticker ticker) {
        this.ticker = ticker;
        this.since = ticker.nanos();
    }

    /** For what begins now. */
    synchronized Duration limit() {
        if (limit.compareTo(Means.USUALLY_LEAVES_WITHIN) > 0
                && ticker.since(since).compareTo(HALVED_EVERY) >= 0) {
            set(limit.dividedBy(2));
        }
        return limit;
    }

    /** Whether a send that was begun with {@code limit} may still leave, {@code taken} after the call. */
    synchronized boolean allows(Duration taken, Duration limit) {
        boolean allowed = taken.compareTo(limit) <= 0;
        if (!allowed && limit.equals(this.limit)) {
            Duration longer = limit.multipliedBy(2);
            set(longer.compareTo(LONGEST) > 0 ? LONGEST : longer);
            LOG.warn(
                    "A begin took more than {} s: PostgreSQL or this machine is overloaded, or far away. What is begun now may"
                            + " leave within {} s, and a pause waits for it",
                    limit.toSeconds(),
                    this.limit.toSeconds());
        }
        return allowed;
    }

    private void set(Duration now) {
        limit = now;
        since = ticker.nanos();
    }
}
