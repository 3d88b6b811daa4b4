package io.drumbeat.api.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long an answer waits that refuses a token or a code. A few from an address are answered at once, as a person's errors
 * are; the more follow, the longer each waits. A right token is asked nothing of this: many people may share the address
 * of a proxy (RATIONALE.md#only-refusals-wait).
 */
public final class FailedSignIns {

    private static final Logger LOG = LoggerFactory.getLogger(FailedSignIns.class);

    private static final int AT_ONCE = 10;
    private static final int MOST = 20;
    private static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(6);
    private static final Duration EACH_FURTHER = Duration.ofMillis(500);

    /** Whoever comes from more addresses than that has as good as none; the memory is to have an end. */
    private static final int ADDRESSES = 10_000;

    private final InstantSource clock;
    private final Map<String, Failures> failures = new ConcurrentHashMap<>();

    public FailedSignIns(InstantSource clock) {
        this.clock = clock;
    }

    /** Counts one from {@code address}. Returns how long its answer is to wait: 0 to 5 s. */
    public Duration count(String address) {
        if (failures.size() >= ADDRESSES) {
            failures.clear();
        }
        Instant now = clock.instant();
        Failures counted = failures.compute(address, (key, before) -> Failures.after(before, now));
        int further = (int) counted.level - AT_ONCE;
        if (further == 1) {
            LOG.warn("{} refused tokens and codes from {}: refusals to it wait from now on", AT_ONCE, address);
        }
        return EACH_FURTHER.multipliedBy(Math.max(0, further));
    }

    /** A bucket that leaks: {@code level} of them at {@code at}, one less every six seconds. */
    private record Failures(double level, Instant at) {
        static Failures after(@Nullable Failures before, Instant now) {
            if (before == null) {
                return new Failures(1, now);
            }
            double leaked = (double) Duration.between(before.at, now).toMillis() / FORGOTTEN_AFTER.toMillis();
            return new Failures(Math.min(MOST, Math.max(0, before.level - leaked) + 1), now);
        }
    }
}
