package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.pacing.Pacing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The slots that a lane may take at one moment, evenly spread. A delay has one, since the next is known when its send has
 * ended; a rate has as many as begin soon.
 *
 * @param first when the first begins; it may be a little late
 * @param interval from one to the next; zero: without a limit
 * @param many how many there are, at least one
 */
record Slots(Instant first, Duration interval, long many) {

    /** How early the slots of a rate may be taken: what a slow commit may take without a slot being missed. */
    static final Duration AHEAD = Duration.ofMillis(500);

    /**
     * How early any lane may take a slot of a rate that is left by the one whose turn it was; and so the longest turn of one
     * that shares it.
     */
    static final Duration ANYBODYS = AHEAD.dividedBy(2);

    /** In what time each of the lanes that share a rate has a turn, where it has slots enough. */
    private static final Duration ROUND = Duration.ofSeconds(2);

    /** How late a slot of a rate may be and still be caught up; one that is later is dropped. */
    private static final Duration LATE = Duration.ofMillis(100);

    /**
     * Those of an account with {@code pacing} whose next one is {@code due}, which a lane may take already.
     *
     * @param own the campaign's own pacing; null: it has none
     * @param notBefore when that lets it go on
     */
    static Slots of(Pacing pacing, @Nullable Pacing own, Instant due, Instant notBefore, Instant now) {
        return pacing.fold(delay -> new Slots(now, Duration.ZERO, 1), rate -> ofRate(rate, own, due, notBefore, now));
    }

    private static Slots ofRate(Pacing.Rate rate, @Nullable Pacing own, Instant due, Instant notBefore, Instant now) {
        Instant inTime = due.isBefore(now.minus(LATE)) ? now : due;
        Instant first = notBefore.isAfter(inTime) ? notBefore : inTime;
        // Between the slots of a campaign that goes slower none is left for others: that would beat the account's rate.
        Duration slower = own instanceof Pacing.Rate limit ? limit.interval() : Duration.ZERO;
        Duration interval = slower.compareTo(rate.interval()) > 0 ? slower : rate.interval();
        long ahead = Duration.between(first, now.plus(AHEAD)).toNanos();
        return new Slots(first, interval, interval.isZero() ? Long.MAX_VALUE : 1 + ahead / interval.toNanos());
    }

    /** Those of them that are one turn of a lane, where {@code askers} take turns. */
    Slots sharedBy(int askers) {
        return askers == 1 || interval.isZero()
                ? this
                : new Slots(first, interval, Math.min(many, turn(askers).dividedBy(interval)));
    }

    /** For how long slots are one lane's, where {@code askers} take turns: one of them at least. */
    Duration turn(int askers) {
        Duration equal = ROUND.dividedBy(askers);
        Duration turn = equal.compareTo(ANYBODYS) < 0 ? equal : ANYBODYS;
        return turn.compareTo(interval) < 0 ? interval : turn;
    }

    /** When the first {@code taken} of them begin. */
    List<Instant> begin(int taken) {
        return LongStream.range(0, taken).mapToObj(this::at).toList();
    }

    /** When the one after the first {@code taken} begins. */
    Instant after(int taken) {
        return at(taken);
    }

    private Instant at(long number) {
        return first.plus(interval.multipliedBy(number));
    }
}
