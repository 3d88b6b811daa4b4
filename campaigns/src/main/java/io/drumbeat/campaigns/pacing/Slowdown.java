package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;

/**
 * A rate that its vendor's "too many requests" has halved, and that climbs back by a twentieth of what it was every
 * second: after ten seconds it is what it was.
 *
 * @param perSecond what was left of it
 * @param since when it was halved
 */
public record Slowdown(double perSecond, Instant since) {

    private static final double SLOWEST = 1;
    private static final double CLIMBS_A_SECOND = 2 * 0.05;

    /** As long as one that had no limit keeps one. */
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /** Half of {@code rate} from {@code now} on, but at least one a second, or all of a rate that is slower. */
    public static Slowdown halving(double rate, Instant now) {
        return new Slowdown(Math.min(rate, Math.max(SLOWEST, rate / 2)), now);
    }

    /** What {@code full} is at {@code now}. */
    public Pacing.Rate of(Pacing.Rate full, Instant now) {
        Duration passed = Duration.between(since, now);
        boolean over = Double.isInfinite(full.perSecond()) && passed.compareTo(LONGEST) > 0;
        double climbed = perSecond * (1 + CLIMBS_A_SECOND * Math.max(0, passed.toMillis()) / 1000.0);
        return over || climbed >= full.perSecond() ? full : new Pacing.Rate(climbed, full.maxInFlight(), full.rest());
    }
}
