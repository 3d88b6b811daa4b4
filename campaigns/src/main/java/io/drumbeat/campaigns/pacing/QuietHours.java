package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hours of the day, by local time, in which nothing is to be sent; over midnight where they end earlier than they begin.
 *
 * @param from their first moment
 * @param to the first moment after them; another than {@code from}
 * @param zone whose clock tells; null: each recipient's own
 */
public record QuietHours(
        LocalTime from, LocalTime to, @Nullable ZoneId zone) {

    /** What is begun leaves within that: a slot that is taken early, and the second that it has then. */
    static final Duration LEAVES_WITHIN = Duration.ofSeconds(2);

    /** Zones that are not all awake at any time of a week, with whatever change of clocks is in it, never are. */
    private static final Duration A_WEEK = Duration.ofDays(7);

    public QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException("quiet hours must end at another time than they begin");
        }
    }

    /**
     * From when on, at {@code at} or later, something may be begun that leaves while it is quiet in none of {@code zones};
     * empty: never.
     */
    public Optional<Instant> awakeFrom(Instant at, Collection<ZoneId> zones) {
        Instant awake = at;
        Instant before;
        do {
            before = awake;
            for (ZoneId one : zones) {
                awake = end(awake, one);
                Instant leaves = awake.plus(LEAVES_WITHIN);
                Instant end = end(leaves, one);
                awake = end.equals(leaves) ? awake : end;
            }
            if (Duration.between(at, awake).compareTo(A_WEEK) > 0) {
                return Optional.empty();
            }
        } while (awake.isAfter(before));
        return Optional.of(awake);
    }

    /** Whether people were awake in a time. */
    public enum Wake {
        THROUGHOUT,
        PARTLY,
        NEVER
    }

    /** Whether something may have been begun from {@code from} to {@code to} for somebody who is in one of {@code zones}. */
    public Wake wake(Instant from, Instant to, Collection<ZoneId> zones) {
        Optional<Instant> first = awakeFrom(from, zones);
        if (first.isEmpty() || first.get().isAfter(to)) {
            return Wake.NEVER;
        }
        // Hours of any length begin and end at full minutes.
        for (Instant at = from; !at.isAfter(to); at = at.plus(Duration.ofMinutes(1))) {
            if (!awakeFrom(at, zones).equals(Optional.of(at))) {
                return Wake.PARTLY;
            }
        }
        return awakeFrom(to, zones).equals(Optional.of(to)) ? Wake.THROUGHOUT : Wake.PARTLY;
    }

    /** When the quiet hours end in which {@code at} is; {@code at} itself where it is in none. */
    private Instant end(Instant at, ZoneId in) {
        Instant end = at;
        LocalTime time = end.atZone(in).toLocalTime();
        while (isQuiet(time)) {
            // Up to the next change of the clocks a local hour takes an hour; after it the clock is looked at anew.
            Instant byTheClock = end.plus(untilTheEnd(time));
            ZoneOffsetTransition change = in.getRules().nextTransition(end);
            boolean changes = change != null && change.getInstant().isBefore(byTheClock);
            end = changes ? change.getInstant() : byTheClock;
            time = end.atZone(in).toLocalTime();
        }
        return end;
    }

    private boolean isQuiet(LocalTime time) {
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }

    private Duration untilTheEnd(LocalTime time) {
        Duration left = Duration.between(time, to);
        return left.isNegative() ? left.plusDays(1) : left;
    }
}
