package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A campaign's recipients in a {@link Forecast}, as they are sent to. For one thread. */
final class SimulatedRecipients {

    private final Map<Set<ZoneId>, Long> byZones;
    private final @Nullable QuietHours quietHours;
    private long left;

    /** @param begin of the campaign; whose zones are never all awake is left out, since nobody sends to them */
    SimulatedRecipients(ZonedRecipients recipients, Instant begin) {
        byZones = new HashMap<>(recipients.byZones());
        quietHours = recipients.quietHours();
        byZones.keySet().removeIf(zones -> awakeFrom(quietHours, begin, zones).equals(Instant.MAX));
        left = byZones.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many are left. */
    long left() {
        return left;
    }

    /** The first moment from {@code at} on at which any of them is awake; the end of time where none ever is. */
    Instant awakeFrom(Instant at) {
        Instant first = Instant.MAX;
        for (Map.Entry<Set<ZoneId>, Long> some : byZones.entrySet()) {
            if (some.getValue() > 0 && first.isAfter(at)) {
                Instant awake = awakeFrom(quietHours, at, some.getKey());
                first = awake.isBefore(first) ? awake : first;
            }
        }
        return first;
    }

    /**
     * Sends to at most {@code most}, the first at {@code at} and then one every {@code interval}: to those who are the most
     * of all that are awake then. How many it was; none where nobody is awake.
     */
    long send(Instant at, Duration interval, long most) {
        Map.Entry<Set<ZoneId>, Long> largest = null;
        for (Map.Entry<Set<ZoneId>, Long> some : byZones.entrySet()) {
            boolean larger = some.getValue() > (largest == null ? 0 : largest.getValue());
            if (larger && awakeFrom(quietHours, at, some.getKey()).equals(at)) {
                largest = some;
            }
        }
        if (largest == null) {
            return 0;
        }
        long sends = together(quietHours, largest.getKey(), at, interval, Math.min(most, largest.getValue()));
        largest.setValue(largest.getValue() - sends);
        left -= sends;
        return sends;
    }

    /** As many of {@code most} as can begin before those quiet hours do, of which it is none at {@code at}. */
    static long together(
            @Nullable QuietHours quietHours, Collection<ZoneId> zones, Instant at, Duration interval, long most) {
        if (quietHours == null) {
            return most;
        }
        long sends = most;
        for (ZoneId zone : zones) {
            ZonedDateTime now = at.atZone(zone);
            ZonedDateTime tonight = now.with(quietHours.from());
            ZonedDateTime asleep = tonight.isAfter(now) ? tonight : tonight.plusDays(1);
            Duration left = Duration.between(now, asleep).minus(QuietHours.LEAVES_WITHIN);
            sends = Math.min(sends, left.isNegative() ? 1 : 1 + left.dividedBy(interval));
        }
        return sends;
    }

    static Instant awakeFrom(@Nullable QuietHours quietHours, Instant at, Collection<ZoneId> zones) {
        return quietHours == null || at.equals(Instant.MAX)
                ? at
                : quietHours.awakeFrom(at, zones).orElse(Instant.MAX);
    }
}
