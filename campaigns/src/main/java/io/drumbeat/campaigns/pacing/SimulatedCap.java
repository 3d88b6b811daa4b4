package io.drumbeat.campaigns.pacing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;

/** A daily cap in a {@link Forecast}, as its places are taken and come free. For one thread; time goes forward only. */
final class SimulatedCap {

    private final int most;
    private final Deque<DailyCap.Use> used;
    private long taken;

    SimulatedCap(DailyCap cap) {
        most = cap.sends();
        used = new ArrayDeque<>(cap.used());
        taken = cap.used().stream().mapToLong(DailyCap.Use::sends).sum();
    }

    /** The first moment from {@code at} on at which a place is free; the end of time where there never is. */
    Instant free(Instant at) {
        if (at.equals(Instant.MAX)) {
            return at;
        }
        Instant free = at;
        while (!used.isEmpty() && (taken >= most || !freeAgain().isAfter(free))) {
            free = freeAgain().isAfter(free) ? freeAgain() : free;
            taken -= used.removeFirst().sends();
        }
        return taken < most ? free : Instant.MAX;
    }

    private Instant freeAgain() {
        return used.getFirst().minute().plus(DailyCap.DAY);
    }

    /** How many places are free where {@link #free} said that one is. */
    long left() {
        return most - taken;
    }

    /** Takes {@code sends} of them, from {@code at} on at the pace of whoever sends: they come free at that pace, too. */
    void use(Instant at, long sends) {
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
