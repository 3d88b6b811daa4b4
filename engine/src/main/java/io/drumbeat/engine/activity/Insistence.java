package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.pacing.Doubling;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Repeats a call that must not be given up, past every interruption: after 100 ms, doubling, to 5 s. */
final class Insistence {
    private static final Doubling PAUSES = new Doubling(Duration.ofMillis(100), Duration.ofSeconds(5));

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
        try {
            for (int failures = 1; ; failures++) {
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
                    ticker.sleep(PAUSES.after(failures));
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
