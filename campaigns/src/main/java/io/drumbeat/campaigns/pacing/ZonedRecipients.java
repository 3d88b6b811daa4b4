package io.drumbeat.campaigns.pacing;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How many recipients there are of whom it is known where they sleep.
 *
 * @param byZones how many each set of zones has, all of which must be awake
 * @param quietHours in which they are not sent to; null: there are none
 */
public record ZonedRecipients(
        Map<Set<ZoneId>, Long> byZones, @Nullable QuietHours quietHours) {

    public ZonedRecipients {
        byZones = Map.copyOf(byZones);
    }

    /**
     * What is left of a campaign's recipients, as far as can be told without looking at them: those whose turn has not come
     * are taken to be spread as all were, and those whose turn has come to have been asleep then.
     *
     * @param all how many each set of zones had
     * @param quietHours of their own clocks
     * @param unmet how many are left whose turn has not come
     * @param left how many are left
     */
    public static ZonedRecipients left(
            Map<Set<ZoneId>, Long> all, QuietHours quietHours, Instant now, long unmet, long left) {
        Map<Set<ZoneId>, Long> alike = new HashMap<>();
        Map<Set<ZoneOffset>, Set<ZoneId>> named = new HashMap<>();
        all.forEach((zones, count) -> alike.merge(
                // Whose clocks show the same sleep at the same time: all the world's are some forty then.
                named.computeIfAbsent(
                        zones.stream()
                                .map(zone -> zone.getRules().getOffset(now))
                                .collect(Collectors.toUnmodifiableSet()),
                        clocks -> zones),
                count,
                Long::sum));
        Map<Set<ZoneId>, Long> asleep = new HashMap<>(alike);
        asleep.keySet()
                .removeIf(zones ->
                        quietHours.awakeFrom(now, zones).filter(now::equals).isPresent());
        Map<Set<ZoneId>, Long> spread = new HashMap<>();
        spread(unmet, alike, spread);
        spread(left - unmet, asleep.isEmpty() ? alike : asleep, spread);
        return new ZonedRecipients(spread, quietHours);
    }

    /** Adds {@code recipients} to {@code to}, in the proportions of {@code as}. */
    private static void spread(long recipients, Map<Set<ZoneId>, Long> as, Map<Set<ZoneId>, Long> to) {
        long total = as.values().stream().mapToLong(Long::longValue).sum();
        long before = 0;
        for (Map.Entry<Set<ZoneId>, Long> some : as.entrySet()) {
            long from = Math.round((double) recipients * before / total);
            before += some.getValue();
            to.merge(some.getKey(), Math.round((double) recipients * before / total) - from, Long::sum);
        }
    }

    /**
     * Recipients who sleep by the same clock.
     *
     * @param quietHours of a zone; of the recipients' own clocks, or null, they sleep at no hour
     */
    public static ZonedRecipients of(long recipients, @Nullable QuietHours quietHours) {
        ZoneId zone = quietHours == null ? null : quietHours.zone();
        return new ZonedRecipients(
                Map.of(Set.of(zone == null ? ZoneOffset.UTC : zone), recipients), zone == null ? null : quietHours);
    }
}
