package io.drumbeat.engine.gateway;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One hard deadline over a whole exchange, by the monotonic clock. A socket's own time-out covers a single read, so a
 * vendor that trickles could hold a send for ever.
 */
final class Watchdog implements AutoCloseable {

    private final AtomicBoolean over = new AtomicBoolean();
    private final ScheduledFuture<?> alarm;

    /** @param abort what ends the exchange; run at most once, and never after {@link #met} was true */
    Watchdog(ScheduledExecutorService timer, Duration deadline, Runnable abort) {
        this.alarm = timer.schedule(
                () -> {
                    if (over.compareAndSet(false, true)) {
                        abort.run();
                    }
                },
                deadline.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    static ScheduledThreadPoolExecutor start(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Whether the deadline held until now; from here on nothing is aborted. */
    boolean met() {
        alarm.cancel(false);
        return over.compareAndSet(false, true);
    }

    @Override
    public void close() {
        met();
    }
}
