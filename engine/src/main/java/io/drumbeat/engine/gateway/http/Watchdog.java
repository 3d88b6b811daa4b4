package io.drumbeat.engine.gateway.http;

import io.drumbeat.campaigns.background.Daemons;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One hard deadline over a whole exchange, by the monotonic clock. A socket's own time-out covers a single read, so a
 * vendor that trickles could hold a send for ever.
 */
public final class Watchdog implements AutoCloseable {

    private enum End {
        MET,
        MISSED
    }

    private final AtomicReference<@Nullable End> end = new AtomicReference<>();
    private final ScheduledFuture<?> alarm;

    /** @param abort what ends the exchange; run at most once, and never after {@link #met} was true */
    public Watchdog(ScheduledExecutorService timer, Duration deadline, Runnable abort) {
        this.alarm = timer.schedule(
                () -> {
                    if (end.compareAndSet(null, End.MISSED)) {
                        abort.run();
                    }
                },
                deadline.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    public static ScheduledThreadPoolExecutor start(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Daemons.named(name));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Whether the deadline held until this was first asked; from then on nothing is aborted. Safe to ask again. */
    public boolean met() {
        alarm.cancel(false);
        return end.compareAndSet(null, End.MET) || end.get() == End.MET;
    }

    @Override
    public void close() {
        met();
    }
}
