package io.drumbeat.campaigns.pacing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A daily cap in a {@link Forecast}, as its places are taken and come free. For one thread; they are taken in the order of
 * time, by one account or by several.
 */
final class SimulatedCap {

    private final DailyCap cap;
    private final Deque<DailyCap.Use> used;
    private @Nullable Instant firstSend;
    private long taken;

    SimulatedCap(DailyCap cap) {
        this.cap = cap;
        used = new ArrayDeque<>(cap.used());
        firstSend = cap.firstSend();
        taken = cap.used().stream().mapToLong(DailyCap.Use::sends).sum();
    }

    /** The first moment from {@code at} on at which a place is free; the end of time where there never is. */
    Instant free(Instant at) {
        long takenThen = taken;
        Instant free = at;
        // Nothing is forgotten by looking ahead: another account may be behind.
        for (DailyCap.Use use : used) {
            Instant freeAgain = freeAgain(use);
            while (free.isBefore(freeAgain)) {
                if (left(free, takenThen) > 0) {
                    return free;
                }
                free = nextDay(free, freeAgain);
            }
            takenThen -= use.sends();
        }
        while (free.isBefore(Instant.MAX) && left(free, takenThen) <= 0) {
            free = nextDay(free, Instant.MAX);
        }
        return free;
    }

    /** When the cap is another one, of a number that is new, but not after {@code latest}. */
    private Instant nextDay(Instant at, Instant latest) {
        return cap.warmUp().nextDay(firstSend, at).filter(latest::isAfter).orElse(latest);
    }

    /** How many places are free at {@code at}, before which none is asked for any more. */
    long left(Instant at) {
        while (!used.isEmpty() && !freeAgain(used.getFirst()).isAfter(at)) {
            taken -= used.removeFirst().sends();
        }
        return left(at, taken);
    }

    private long left(Instant at, long takenThen) {
        Integer most = cap.warmUp().cap(cap.usual(), firstSend, at);
        return most == null ? Long.MAX_VALUE : most - takenThen;
    }

    private static Instant freeAgain(DailyCap.Use use) {
        return use.minute().plus(DailyCap.DAY);
    }

    /** Takes {@code sends} of them, from {@code at} on at the pace of whoever sends: they come free at that pace, too. */
    void use(Instant at, long sends) {
        firstSend = firstSend == null ? at : firstSend;
        taken += sends;
        Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
        DailyCap.Use last = used.peekLast();
        if (last != null && last.minute().equals(minute)) {
            used.removeLast();
            used.addLast(new DailyCap.Use(minute, last.sends() + (int) sends));
        } else {
            used.addLast(new DailyCap.Use(minute, (int) sends));
        }
    }
}
