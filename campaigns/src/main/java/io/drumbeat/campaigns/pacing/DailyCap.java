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

    /** How many sends can have begun by {@code until}, from {@code from} on at most one every {@code interval}. */
    double sends(Instant from, Duration interval, Instant until) {
        int taken = used.stream().mapToInt(Use::sends).sum();
        double every = interval.toNanos();
        double round = Math.max((double) DAY.toNanos(), sends * every);
        double left = Share.nanos(from, until);
        // Places that come free, one batch after another, and each batch again a day after it was used.
        double begun = again(left, Math.max(0, sends - taken), every, round);
        double start = Math.max(0, sends - taken) * every;
        int overdrawn = Math.max(0, taken - sends);
        for (Use use : used) {
            int free = Math.max(0, use.sends - overdrawn);
            overdrawn = Math.max(0, overdrawn - use.sends);
            start = Math.max(start, Share.nanos(from, use.minute.plus(DAY)));
            begun += again(left - start, free, every, round);
            start += free * every;
        }
        return begun;
    }

    /** The sends of a batch that begins now, and again every {@code round}, within {@code left}. */
    private static double again(double left, int batch, double every, double round) {
        if (left < 0) {
            return 0;
        }
        double rounds = Math.floor(left / round);
        return rounds * batch + Math.min(batch, 1 + Math.floor((left - rounds * round) / every));
    }
}
