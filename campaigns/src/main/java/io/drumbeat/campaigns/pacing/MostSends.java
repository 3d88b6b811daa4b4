package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How many sends can have been begun in a time of which nothing is known: rather too many than too few. */
public final class MostSends {

    private static final Duration DAY = Duration.ofDays(1);

    private MostSends() {}

    /** By {@code pacing}, in {@code time} at its fastest; {@link Long#MAX_VALUE} where nothing holds it back. */
    public static long by(Pacing pacing, Duration time) {
        Duration between = pacing.fold(Pacing.Delay::min, Pacing.Rate::interval);
        return between.isZero() ? Long.MAX_VALUE : time.dividedBy(between) + 1;
    }

    /** How long it is that {@link #byCap} must know of: whole days, the last of which ends now. */
    public static Duration days(Duration time) {
        return DAY.multipliedBy(time.dividedBy(DAY) + 1);
    }

    /**
     * Under a cap of {@code daily} in any day.
     *
     * @param daily null: there is none
     * @param used what is known of the last {@link #days}
     */
    public static long byCap(@Nullable Integer daily, long used, Duration time) {
        return daily == null ? Long.MAX_VALUE : Math.max(0, daily * days(time).dividedBy(DAY) - used);
    }
}
