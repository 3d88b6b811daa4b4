package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How fast something has gone in the last one or two minutes, from two counters. */
public final class RecentRate {

    /** A rate over less than this says nothing. */
    private static final Duration SHORTEST = Duration.ofSeconds(10);

    private RecentRate() {}

    /**
     * What was counted in {@code minute}, the last one in which anything was, and in the one before it.
     *
     * @param minute its begin
     */
    public record Counted(Instant minute, int inIt, int beforeIt) {

        private int since(Instant minuteBefore) {
            if (minute.isBefore(minuteBefore)) {
                return 0;
            }
            return minute.equals(minuteBefore) ? inIt : inIt + beforeIt;
        }
    }

    /** Per minute, over all of {@code counted}: of this minute and the one before it, but not from before {@code start}. */
    public static double perMinute(List<Counted> counted, Instant start, Instant now) {
        Instant minuteBefore = now.truncatedTo(ChronoUnit.MINUTES).minus(1, ChronoUnit.MINUTES);
        Duration over = Duration.between(start.isAfter(minuteBefore) ? start : minuteBefore, now);
        int count = counted.stream().mapToInt(one -> one.since(minuteBefore)).sum();
        return count * 60_000.0 / Math.max(SHORTEST.toMillis(), over.toMillis());
    }
}
