package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cap on the sends of a rolling day, and what is used of it: each send has its place back after a day.
 *
 * @param warmUp of a number that is new
 * @param usual the most in a day; null: there is no cap but the warm-up's
 * @param firstSend the account's first ever; null: there was none yet
 * @param used the sends of the last day, the oldest first
 */
public record DailyCap(
        WarmUp warmUp, @Nullable Integer usual, @Nullable Instant firstSend, List<Use> used) {

    /** After so long the minute of a send no longer touches the window that begin looks at. */
    public static final Duration DAY = Duration.ofHours(24).plusMinutes(1);

    public DailyCap {
        used = List.copyOf(used);
    }

    /** One that is always the same. */
    public DailyCap(int sends, List<Use> used) {
        this(WarmUp.NONE, sends, null, used);
    }

    /** Some sends, the last of them in the minute that begins at {@code minute}. */
    public record Use(Instant minute, int sends) {}
}
