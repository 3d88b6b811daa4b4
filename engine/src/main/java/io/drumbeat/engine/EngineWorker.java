package io.drumbeat.engine;

import io.drumbeat.campaigns.campaign.CampaignControl;
import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.activity.CampaignContents;
import io.drumbeat.engine.activity.CampaignStates;
import io.drumbeat.engine.activity.CampaignSteps;
import io.drumbeat.engine.activity.Dispatcher;
import io.drumbeat.engine.activity.Publisher;
import io.drumbeat.engine.activity.Publishing;
import io.drumbeat.engine.activity.SenderGateway;
import io.drumbeat.engine.activity.Ticker;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.drumbeat.engine.workflow.CampaignWorkflowImpl;
import io.drumbeat.engine.workflow.LaneWorkflowImpl;
import io.drumbeat.engine.workflow.TaskQueues;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs workflows and activities against one Temporal server, from {@link #start} until it is closed. */
public final class EngineWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWorker.class);

    /** Above the number of lanes, so that none is replayed for want of room. */
    private static final int CACHED_WORKFLOWS = 600;

    private static final int HEARTBEAT_THREADS = 4;

    /** A whole send, and the commit of its outcome. */
    private static final long LAST_SENDS_SECONDS = 35;

    private final WorkerFactory factory;
    private final ScheduledExecutorService heartbeats;
    private final AtomicBoolean closing = new AtomicBoolean();

    /**
     * What the activities work with.
     *
     * @param publisher {@link Publisher#ensure}
     * @param gateways by sender: all of this process's senders.json
     * @param meters null: nothing is counted
     * @param name of the process, for the journal
     */
    public record Parts(
            DispatchStore dispatches,
            CampaignControl control,
            CampaignStates states,
            CampaignContents contents,
            Function<LaneId, Publisher.Result> publisher,
            Map<SenderId, SenderGateway> gateways,
            CampaignSignals signals,
            @Nullable MeterRegistry meters,
            Ticker ticker,
            String name) {

        public Parts {
            gateways = Map.copyOf(gateways);
        }
    }

    /** One that is not started yet; {@code connection} stays the caller's to close, after this. */
    public EngineWorker(TemporalConnection connection, Parts parts) {
        boolean virtualThreads = Runtime.version().feature() >= 21;
        this.heartbeats = Executors.newScheduledThreadPool(HEARTBEAT_THREADS, task -> {
            Thread thread = new Thread(task, "drumbeat-heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        this.factory = WorkerFactory.newInstance(
                connection.client(),
                WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(CACHED_WORKFLOWS)
                        .setMaxWorkflowThreadCount(2 * CACHED_WORKFLOWS)
                        .setUsingVirtualWorkflowThreads(virtualThreads)
                        .build());
        Worker control = factory.newWorker(
                TaskQueues.CONTROL,
                WorkerOptions.newBuilder()
                        .setUsingVirtualThreads(virtualThreads)
                        .build());
        control.registerWorkflowImplementationTypes(CampaignWorkflowImpl.class, LaneWorkflowImpl.class);
        control.registerActivitiesImplementations(
                new CampaignSteps(parts.dispatches(), parts.control(), parts.states(), connection::searchable));
        Worker dispatching = factory.newWorker(
                TaskQueues.DISPATCH,
                WorkerOptions.newBuilder()
                        .setUsingVirtualThreads(virtualThreads)
                        .setMaxConcurrentActivityExecutionSize(
                                slots(parts.gateways().size()))
                        .build());
        dispatching.registerActivitiesImplementations(
                new Dispatcher(
                        parts.dispatches(),
                        parts.contents(),
                        parts.gateways(),
                        parts.signals(),
                        parts.ticker(),
                        parts.meters(),
                        parts.name(),
                        heartbeats,
                        closing::get),
                new Publishing(parts.publisher(), heartbeats, closing::get));
    }

    /** Most of them wait for their account's slot: the others must not wait for them. */
    private static int slots(int accounts) {
        return Math.max(200, 2 * accounts);
    }

    /**
     * Begins to poll.
     *
     * @throws RuntimeException where Temporal does not answer
     */
    public void start() {
        factory.start();
    }

    /** Stops polling, begins nothing new, and waits for the sends in flight, up to 35 s. */
    @Override
    public void close() {
        closing.set(true);
        factory.shutdown();
        factory.awaitTermination(LAST_SENDS_SECONDS, TimeUnit.SECONDS);
        if (!factory.isTerminated()) {
            LOG.warn(
                    "Some sends had not ended after {} s; what became of them will read as unconfirmed",
                    LAST_SENDS_SECONDS);
            factory.shutdownNow();
        }
        heartbeats.shutdownNow();
    }
}
