package io.drumbeat.engine.activity;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Time that passes only when somebody sleeps, or is told to. */
final class SettableTicker implements Ticker {
    private Duration now = Duration.ZERO;

    void pass(Duration duration) {
        now = now.plus(duration);
    }

    Duration now() {
        return now;
    }

    @Override
    public long nanos() {
        return now.toNanos();
    }

    @Override
    public void sleep(Duration duration) {
        pass(duration);
    }

    /** Nobody else lives in this time: it is woken at its beginning or not at all. */
    @Override
    public boolean sleepUnless(Semaphore woken, Duration duration) {
        boolean called = woken.tryAcquire();
        if (!called) {
            pass(duration);
        }
        return called;
    }

    @Override
    public <T> @Nullable T poll(BlockingQueue<T> queue, Duration duration) {
        T head = queue.poll();
        if (head == null) {
            pass(duration);
        }
        return head;
    }
}
