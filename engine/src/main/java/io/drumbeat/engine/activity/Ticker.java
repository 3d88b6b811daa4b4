package io.drumbeat.engine.activity;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Monotonic time, and waiting by it: no change of the machine's clock makes a wait shorter or longer. */
public interface Ticker {

    /** Nanoseconds since an arbitrary moment. */
    long nanos();

    /** Returns after {@code duration}; at once where it is zero or negative. */
    void sleep(Duration duration) throws InterruptedException;

    /** As {@link #sleep}, but returns at once where {@code woken} gets a permit, which it takes; whether it did. */
    boolean sleepUnless(Semaphore woken, Duration duration) throws InterruptedException;

    /** The head of {@code queue}, which it takes, as soon as there is one; null where there is none within {@code duration}. */
    <T> @Nullable T poll(BlockingQueue<T> queue, Duration duration) throws InterruptedException;

    /** The machine's own. */
    static Ticker system() {
        return new Ticker() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            }

            @Override
            public boolean sleepUnless(Semaphore woken, Duration duration) throws InterruptedException {
                return woken.tryAcquire(duration.toNanos(), TimeUnit.NANOSECONDS);
            }

            @Override
            public <T> @Nullable T poll(BlockingQueue<T> queue, Duration duration) throws InterruptedException {
                return queue.poll(duration.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
    }

    /** The time that has passed since {@code nanos}. */
    default Duration since(long nanos) {
        return Duration.ofNanos(nanos() - nanos);
    }
}
