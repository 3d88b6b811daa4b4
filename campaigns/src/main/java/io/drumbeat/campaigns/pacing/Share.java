package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one sender does for one campaign.
 *
 * @param from when its account may send next
 * @param interval from the begin of one send of the account to the begin of the next, on average; more than zero
 * @param own the least interval that the campaign keeps itself; zero: it keeps none
 * @param campaigns that have the account's sends by turns, this one included; at least 1
 * @param cap null: there is none
 */
public record Share(
        Instant from,
        Duration interval,
        Duration own,
        int campaigns,
        @Nullable DailyCap cap) {

    private static final Duration SHORTEST = Duration.ofNanos(100_000);

    /** The average interval that {@code pacing} means where a send takes {@code send}. */
    public static Duration interval(Pacing pacing, Duration send) {
        Duration interval = pacing.fold(
                delay -> Pauses.mean(delay).plus(send),
                rate -> longer(rate.interval(), send.dividedBy(rate.maxInFlight())));
        return longer(interval, SHORTEST).plus(Rest.aSend(pacing.rest()));
    }

    /** How many sends of the campaign this sender will have begun by {@code until}. */
    double sends(Instant until) {
        double ofAccount = begun(interval, until);
        if (cap != null) {
            ofAccount = Math.min(ofAccount, cap.sends(from, interval, until));
        }
        double fair = ofAccount / campaigns;
        return own.isZero() ? fair : Math.min(fair, begun(own, until));
    }

    private double begun(Duration every, Instant until) {
        return until.isBefore(from) ? 0 : 1 + Math.floor(nanos(from, until) / every.toNanos());
    }

    /** As a double: a hundred years are more nanoseconds than a long is safe for. */
    static double nanos(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return between.getSeconds() * 1e9 + between.getNano();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
