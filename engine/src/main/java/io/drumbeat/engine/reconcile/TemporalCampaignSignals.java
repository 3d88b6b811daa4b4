package io.drumbeat.engine.reconcile;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.tracing.Tracing;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.drumbeat.engine.workflow.WorkflowIds;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signals in the background; several for one campaign that nobody has taken up yet are one. */
public final class TemporalCampaignSignals implements CampaignSignals, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalCampaignSignals.class);
    private static final int THREADS = 4;
    private static final Duration LAST_SIGNALS = Duration.ofSeconds(5);

    private final ScheduledThreadPoolExecutor threads;
    private final TemporalCalls temporal;
    private final Runnable lanesBehind;
    private final Tracing tracing;
    private final FailureLog failureLog = new FailureLog(LOG);
    private final Set<CampaignId> waiting = ConcurrentHashMap.newKeySet();

    /**
     * {@code client} is asked for at every call; {@code lanesBehind} wakes the lanes that the database says have not
     * heard of the latest change, in the background: {@link Reconciler#soon}.
     */
    public TemporalCampaignSignals(Supplier<WorkflowClient> client, Runnable lanesBehind, Tracing tracing) {
        this.threads = new ScheduledThreadPoolExecutor(THREADS, Daemons.named("drumbeat-signals"));
        this.temporal = new TemporalCalls(client, threads);
        this.lanesBehind = lanesBehind;
        this.tracing = tracing;
    }

    @Override
    public void changed(CampaignId campaign) {
        if (waiting.add(campaign)) {
            Runnable signal = tracing.signal(
                    "SignalWithStartWorkflow:CampaignWorkflow",
                    WorkflowIds.of(campaign),
                    () -> temporal.changed(campaign));
            inBackground(threads, () -> {
                // Before the call: what changes from here on needs a signal of its own.
                waiting.remove(campaign);
                failureLog.attempt("Signalling campaigns", signal);
            });
        }
    }

    @Override
    public void changed(SenderId sender) {
        inBackground(threads, () -> failureLog.attempt("Waking a sender's lanes", lanesBehind));
    }

    private static void inBackground(ScheduledExecutorService threads, Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.debug("closed: the reconciler of the next start finds it");
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        if (!Daemons.ended(threads, LAST_SIGNALS)) {
            threads.shutdownNow();
        }
    }
}
