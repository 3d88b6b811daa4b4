package io.drumbeat.engine.activity;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import io.temporal.client.ActivityWorkerShutdownException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Heartbeats every three seconds from the start of an activity to its end, through send and finish. */
final class Heartbeat implements StopSignal, AutoCloseable {
    private static final long EVERY_SECONDS = 3;

    private final ActivityExecutionContext activity;
    private final BooleanSupplier closing;
    private final Supplier<@Nullable String> progress;
    private final ScheduledFuture<?> beating;
    private volatile @Nullable ActivityCompletionException refusal;
    private volatile boolean workerStops;

    /** @param progress what is said of the activity each time; null: nothing yet */
    Heartbeat(
            ActivityExecutionContext activity,
            ScheduledExecutorService timer,
            BooleanSupplier closing,
            Supplier<@Nullable String> progress) {
        this.activity = activity;
        this.closing = closing;
        this.progress = progress;
        this.beating = timer.scheduleAtFixedRate(this::beat, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void beat() {
        try {
            activity.heartbeat(progress.get());
        } catch (ActivityWorkerShutdownException stopping) {
            workerStops = true;
        } catch (ActivityCompletionException refused) {
            refusal = refused;
        }
    }

    @Override
    public boolean requested() {
        return refusal != null || workerStops || closing.getAsBoolean();
    }

    /**
     * Nothing where the activity may answer.
     *
     * @throws ActivityCompletionException where it was cancelled, or Temporal no longer wants to hear of it
     */
    void check() {
        ActivityCompletionException refused = refusal;
        if (refused != null) {
            throw refused;
        }
    }

    @Override
    public void close() {
        beating.cancel(false);
    }
}
