package io.drumbeat.campaigns.pacing;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
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
