package io.drumbeat.campaigns.campaign;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many sends of a campaign ended when.
 *
 * @param from when the first span begins; null: the campaign has not begun
 * @param width of each span
 * @param counts how many sends ended in each, those that were tried again included; empty where it has not begun
 * @param pauses the oldest first
 */
public record SendCurve(@Nullable Instant from, Duration width, List<Long> counts, List<Pause> pauses) {

    public SendCurve {
        counts = List.copyOf(counts);
        pauses = List.copyOf(pauses);
    }

    /**
     * A time in which the campaign was paused.
     *
     * @param to null: it is
     * @param by who paused it: a token's name, or {@code drumbeat} itself
     * @param reason null: nobody said
     */
    public record Pause(
            Instant from,
            @Nullable Instant to,
            String by,
            @Nullable String reason) {}
}
