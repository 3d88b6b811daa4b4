package io.drumbeat.engine.reconcile;

import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process does every few seconds. Apart from the reconciler, whose rounds may wait for Temporal. */
public final class Pulse implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final long EVERY_SECONDS = 5;

    private final Map<String, Runnable> steps;
    private final Grumble grumble = new Grumble(LOG);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread pulse = new Thread(task, "drumbeat-pulse");
        pulse.setDaemon(true);
        return pulse;
    });

    /** {@code steps} by what they do, in words for the log where one fails. */
    public Pulse(Map<String, Runnable> steps) {
        this.steps = Map.copyOf(steps);
    }

    /** Returns once each step was done for the first time. */
    public void start() {
        beat();
        var unused = thread.scheduleWithFixedDelay(this::beat, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void beat() {
        steps.forEach(grumble::tried);
    }

    /** Ends after the step that is under way. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                LOG.debug("a step of the pulse is still busy");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
