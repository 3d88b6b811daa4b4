package io.drumbeat.engine.activity;

import java.time.Duration;

/** How long a fetch or an upload of media that failed waits for the next try: 5 s, doubling, to 5 min. */
final class PublishPause {

    private static final Duration FIRST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int DOUBLINGS = 6;

    private PublishPause() {}

    /** The pause after {@code failures} in a row, which counts from 1. */
    static Duration after(int failures) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
