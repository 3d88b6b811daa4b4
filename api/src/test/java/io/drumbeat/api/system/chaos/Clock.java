package io.drumbeat.api.system.chaos;

import java.time.Duration;
import java.time.Instant;

/** A history's time: nanoseconds since its begin. */
final class Clock {
    private final long begin = System.nanoTime();
    private final Instant beganAt = Instant.now();

    long now() {
        return System.nanoTime() - begin;
    }

    /** Of what {@link System#nanoTime} said. */
    long of(long nanoTime) {
        return nanoTime - begin;
    }

    /** Of a time by the clock on the wall. */
    long at(Instant time) {
        return Duration.between(beganAt, time).toNanos();
    }
}
