package io.drumbeat.campaigns.pacing;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** A daily cap in a {@link Forecast}, as its places are taken and come free. For one thread; time goes forward only. */
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
        Instant free = at;
        while (free.isBefore(Instant.MAX)) {
            while (!used.isEmpty() && !freeAgain().isAfter(free)) {
                taken -= used.removeFirst().sends();
            }
            if (left(free) > 0) {
                return free;
            }
            Instant freeAgain = used.isEmpty() ? Instant.MAX : freeAgain();
            free = cap.warmUp()
                    .nextDay(firstSend, free)
                    .filter(freeAgain::isAfter)
                    .orElse(freeAgain);
        }
        return free;
    }

    private Instant freeAgain() {
        return used.getFirst().minute().plus(DailyCap.DAY);
    }

    /** How many places are free at {@code at}, up to which {@link #free} has looked. */
    long left(Instant at) {
        Integer most = cap.warmUp().cap(cap.usual(), firstSend, at);
        return most == null ? Long.MAX_VALUE : most - taken;
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
