package io.drumbeat.campaigns.pacing;

import java.time.Duration;

/** Pauses between tries: each is twice the one before, up to the longest. */
public record Doubling(Duration first, Duration longest) {

    /** The pause after {@code failures} in a row, which counts from 1. */
    public Duration after(int failures) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
