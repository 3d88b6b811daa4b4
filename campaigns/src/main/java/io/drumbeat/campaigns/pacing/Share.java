package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one sender does for one campaign.
 *
 * @param from when its account may send next
 * @param interval from the begin of one send of the account to the begin of the next, on average; more than zero
 * @param own the least interval that the campaign keeps itself; zero: it keeps none
 * @param others what other campaigns that take turns on the account have left for it, one by one
 * @param endless of how many more such campaigns only that they run is known
 * @param cap null: there is none
 * @param quietHours of the sender, in which it sends nothing; null: there are none
 * @param rest of the account; null: it never rests
 * @param sinceRest how many sends it has begun since its last rest
 * @param places that its account shares with others; null: none, or they are not looked at
 */
public record Share(
        Instant from,
        Duration interval,
        Duration own,
        List<Long> others,
        int endless,
        @Nullable DailyCap cap,
        @Nullable QuietHours quietHours,
        @Nullable Rest rest,
        int sinceRest,
        @Nullable SharedPlaces places) {

    private static final Duration SHORTEST = Duration.ofNanos(100_000);

    public Share {
        others = List.copyOf(others);
    }

    /** One that never rests and shares no places. */
    Share(
            Instant from,
            Duration interval,
            Duration own,
            List<Long> others,
            int endless,
            @Nullable DailyCap cap,
            @Nullable QuietHours quietHours) {
        this(from, interval, own, others, endless, cap, quietHours, null, 0, null);
    }

    /** The average interval that a campaign's own {@code pacing} means, rests included; zero: it has none. */
    public static Duration own(@Nullable Pacing pacing, Duration send) {
        return pacing == null ? Duration.ZERO : interval(pacing, send).plus(Rest.aSend(pacing.rest()));
    }

    /** The average interval that {@code pacing} means where a send takes {@code send}, but for rests. */
    public static Duration interval(Pacing pacing, Duration send) {
        Duration interval = pacing.fold(
                delay -> Pauses.mean(delay).plus(send),
                rate -> longer(rate.interval(), send.dividedBy(rate.maxInFlight())));
        return longer(interval, SHORTEST);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
