package io.drumbeat.engine.reconcile;

import io.drumbeat.campaigns.background.Daemons;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a process does every few seconds. Apart from the reconciler, whose rounds may wait for Temporal. */
public final class RegularSteps implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegularSteps.class);
    private static final long EVERY_SECONDS = 4;
    private static final Duration LAST_STEP = Duration.ofSeconds(5);

    private final Map<String, Runnable> steps;
    private final FailureLog failureLog = new FailureLog(LOG);
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("drumbeat-regular-steps"));

    /** {@code steps} by what they do, in words for the log where one fails. */
    public RegularSteps(Map<String, Runnable> steps) {
        this.steps = Map.copyOf(steps);
    }

    /** Returns once each step was done for the first time. */
    public void start() {
        step();
        var unused = thread.scheduleWithFixedDelay(this::step, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
    }

    private void step() {
        steps.forEach(failureLog::attempt);
    }

    /** Ends after the step that is under way. */
    @Override
    public void close() {
        thread.shutdownNow();
        if (!Daemons.ended(thread, LAST_STEP)) {
            LOG.debug("a regular step is still busy");
        }
    }
}
