package io.drumbeat.engine.activity;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Hands that wait for something to send: whoever wants to begin sends takes as many of them first, and then each that was
 * taken gets its send or is let go. So none is begun without a hand for it. Safe to use from many threads.
 */
final class FreeHands<T> {

    private final Ticker ticker;
    private final Semaphore free = new Semaphore(0);
    private final BlockingQueue<T> sends = new LinkedBlockingQueue<>();

    FreeHands(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Takes those that are free, at most {@code most}; returns how many, zero where none is within {@code patience}. */
    int take(int most, Duration patience) throws InterruptedException {
        if (!ticker.sleepUnless(free, patience)) {
            return 0;
        }
        int more = Math.min(most - 1, free.availablePermits());
        return free.tryAcquire(more) ? 1 + more : 1;
    }

    /** {@code many} that were taken get nothing. */
    void letGo(int many) {
        free.release(many);
    }

    /** One that was taken gets {@code send}. */
    void give(T send) {
        sends.add(send);
    }

    /** What a hand gets, which is free until then; null where it gets nothing within {@code patience}: then it is not free any more. */
    @Nullable
    T await(Duration patience) throws InterruptedException {
        free.release();
        T mine = ticker.poll(sends, patience);
        while (mine == null) {
            if (free.tryAcquire()) {
                return null;
            }
            // Somebody counts on this hand.
            mine = ticker.poll(sends, patience);
        }
        return mine;
    }
}
