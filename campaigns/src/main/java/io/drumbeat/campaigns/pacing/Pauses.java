package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Draws the pauses between the sends of one account. */
public final class Pauses {

    private static final Duration MOST_SLACK = Duration.ofMillis(50);

    private final RandomGenerator random;

    public Pauses(RandomGenerator random) {
        this.random = random;
    }

    /**
     * A pause between the bounds, evenly distributed. It stays a little below the upper one, at most 50 ms and a tenth of
     * the range, so that a send which begins some milliseconds late is still within the bounds.
     */
    public Duration draw(Pacing.Delay delay) {
        long range = delay.max().minus(delay.min()).toNanos();
        long usable = range - Math.min(MOST_SLACK.toNanos(), range / 10);
        return delay.min().plusNanos(usable == 0 ? 0 : random.nextLong(usable));
    }

    /** What one send costs on average, in time between slots, but for rests. */
    public static Duration mean(Pacing pacing) {
        return pacing.fold(delay -> delay.min().plus(delay.max()).dividedBy(2), Pacing.Rate::interval);
    }

    /** The longest pause but for a rest: what a lease must outlast. */
    public static Duration longest(Pacing pacing) {
        return pacing.fold(Pacing.Delay::max, Pacing.Rate::interval);
    }

    /** As {@link #draw}, but at least {@code pacing}'s rest where that is due after {@code since} sends. */
    public Duration draw(Pacing.Delay pacing, int since) {
        Duration pause = draw(pacing);
        Duration rest = Rest.due(pacing, since);
        return rest.compareTo(pause) > 0 ? rest : pause;
    }
}
