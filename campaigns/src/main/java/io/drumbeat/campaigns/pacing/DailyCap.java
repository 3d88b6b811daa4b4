package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A cap on the sends of a rolling day, and what is used of it: each send has its place back after a day.
 *
 * @param sends the most in a day
 * @param used the sends of the last day, the oldest first
 */
public record DailyCap(int sends, List<Use> used) {

    /** After so long the minute of a send no longer touches the window that begin looks at. */
    public static final Duration DAY = Duration.ofHours(24).plusMinutes(1);

    public DailyCap {
        used = List.copyOf(used);
    }

    /** Some sends, the last of them in the minute that begins at {@code minute}. */
    public record Use(Instant minute, int sends) {}
}
