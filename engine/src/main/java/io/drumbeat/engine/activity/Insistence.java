package io.drumbeat.engine.activity;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Repeats a call that must not be given up, past every interruption: after 100 ms, doubling, to 5 s. */
final class Insistence {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Ticker ticker;

    Insistence(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * What {@code call} answers, once it does.
     *
     * @param goesOn hears of each failure; where it says no, that failure is thrown
     */
    <T> T until(Supplier<T> call, Predicate<RuntimeException> goesOn) {
        boolean interrupted = false;
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                try {
                    // An interrupted thread gets no connection from the pool.
                    interrupted |= Thread.interrupted();
                    return call.get();
                } catch (RuntimeException failed) {
                    if (!goesOn.test(failed)) {
                        throw failed;
                    }
                }
                try {
                    ticker.sleep(pause);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
