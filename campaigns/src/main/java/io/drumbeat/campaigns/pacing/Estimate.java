package io.drumbeat.campaigns.pacing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When a forecast's sends take place.
 *
 * @param begin of the first one at the earliest
 * @param end begin of the last one; null: not all are sent to in a hundred years
 * @param byDay how many each date has, of those that have any
 * @param byShare what each share does, in their order
 */
public record Estimate(Instant begin, @Nullable Instant end, SortedMap<LocalDate, Long> byDay, List<Part> byShare) {

    /**
     * What one sender does.
     *
     * @param end begin of its last send; null: it has none
     */
    public record Part(long sends, @Nullable Instant end) {
        /** Of one that cannot send. */
        public static final Part NONE = new Part(0, null);
    }

    /**
     * What comes of {@code forecast}.
     *
     * @param begin of its time
     * @param shares how many it has
     * @param zone whose dates are meant
     */
    public static Estimate of(
            Forecast forecast, Instant begin, int shares, ZonedRecipients recipients, ZoneOffset zone) {
        Tally tally = new Tally(shares, zone);
        boolean all = forecast.play(recipients, tally);
        List<Part> parts = new ArrayList<>();
        Instant end = begin;
        for (int i = 0; i < shares; i++) {
            Instant last = tally.last[i];
            parts.add(new Part(tally.sends[i], last));
            end = last != null && last.isAfter(end) ? last : end;
        }
        return new Estimate(begin, all ? end : null, tally.byDay, parts);
    }

    private static final class Tally implements Forecast.Sink {
        private final ZoneOffset zone;
        private final SortedMap<LocalDate, Long> byDay = new TreeMap<>();
        private final long[] sends;
        private final @Nullable Instant[] last;

        Tally(int shares, ZoneOffset zone) {
            this.zone = zone;
            sends = new long[shares];
            last = new Instant[shares];
        }

        @Override
        public void sent(int share, Instant first, Duration interval, long count) {
            sends[share] += count;
            last[share] = first.plus(interval.multipliedBy(count - 1));
            Instant at = first;
            long left = count;
            while (left > 0) {
                LocalDate date = at.atOffset(zone).toLocalDate();
                Instant midnight = date.plusDays(1).atStartOfDay().toInstant(zone);
                long until = 1 + Duration.between(at, midnight).minusNanos(1).dividedBy(interval);
                long onIt = Math.min(left, until);
                byDay.merge(date, onIt, Long::sum);
                at = at.plus(interval.multipliedBy(onIt));
                left -= onIt;
            }
        }
    }
}
