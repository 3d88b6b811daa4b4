package io.drumbeat.engine;

import io.drumbeat.campaigns.background.BlockingThreads;
import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.engine.activity.CampaignSteps;
import io.drumbeat.engine.activity.Dispatcher;
import io.drumbeat.engine.activity.Publishing;
import io.drumbeat.engine.workflow.CampaignWorkflowImpl;
import io.drumbeat.engine.workflow.DispatchActivities;
import io.drumbeat.engine.workflow.LaneWorkflowImpl;
import io.drumbeat.engine.workflow.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Polls one Temporal server, from {@link #start} until it is closed. */
final class Polling implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);

    /** Above the number of lanes, so that none is replayed for want of room. */
    private static final int CACHED_WORKFLOWS = 600;

    private static final int HEARTBEAT_THREADS = 4;

    /** A whole send, and the commit of its outcome. */
    private static final Duration LAST_SENDS = Duration.ofSeconds(35);

    /** A workflow that does not yield for a second is more often on a busy machine than stuck. */
    private static final Duration BUSY_MACHINE = Duration.ofSeconds(10);

    private final WorkerFactory factory;
    private final ScheduledExecutorService heartbeats;

    /** Of numbers with a rate, several at a time each; those that are on when their activity ends go on. */
    private final ExecutorService sends = BlockingThreads.named("drumbeat-send");

    private final AtomicBoolean closing = new AtomicBoolean();
    private final AtomicBoolean started = new AtomicBoolean();

    /**
     * One that is not started yet.
     *
     * @param searchable whether the server has our search attributes
     * @param dispatched is run with each dispatch activity that begins
     */
    Polling(WorkflowClient client, BooleanSupplier searchable, EngineParts parts, Runnable dispatched) {
        boolean virtualThreads = Runtime.version().feature() >= 21;
        this.heartbeats = Executors.newScheduledThreadPool(HEARTBEAT_THREADS, Daemons.named("drumbeat-heartbeat"));
        this.factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(CACHED_WORKFLOWS)
                        .setMaxWorkflowThreadCount(2 * CACHED_WORKFLOWS)
                        .setUsingVirtualWorkflowThreads(virtualThreads)
                        .setWorkerInterceptors(parts.tracing().ofWorker())
                        .build());
        Worker control = factory.newWorker(
                TaskQueues.CONTROL,
                WorkerOptions.newBuilder()
                        .setUsingVirtualThreads(virtualThreads)
                        .setDefaultDeadlockDetectionTimeout(BUSY_MACHINE.toMillis())
                        .build());
        control.registerWorkflowImplementationTypes(CampaignWorkflowImpl.class, LaneWorkflowImpl.class);
        control.registerActivitiesImplementations(
                new CampaignSteps(parts.dispatches().recovery(), parts.control(), parts.states(), searchable));
        Worker dispatching = factory.newWorker(
                TaskQueues.DISPATCH,
                WorkerOptions.newBuilder()
                        .setUsingVirtualThreads(virtualThreads)
                        .setMaxConcurrentActivityExecutionSize(
                                slots(parts.senders().all().size()))
                        .build());
        Dispatcher dispatcher = new Dispatcher(
                parts.tracing().around(parts.dispatches().sending()),
                parts.contents(),
                parts.senders(),
                parts.signals(),
                parts.ticker(),
                parts.meters(),
                parts.activitiesPerSecond(),
                parts.name(),
                heartbeats,
                parts.tracing().around((Executor) sends),
                closing::get);
        DispatchActivities counted = (lane, hintMillis) -> {
            dispatched.run();
            return dispatcher.dispatch(lane, hintMillis);
        };
        dispatching.registerActivitiesImplementations(
                counted, new Publishing(parts.publisher(), heartbeats, closing::get));
    }

    /** Most of them wait for their account's slot: the others must not wait for them. */
    private static int slots(int accounts) {
        return Math.max(200, 2 * accounts);
    }

    /** @throws RuntimeException where Temporal does not answer */
    void start() {
        started.set(true);
        factory.start();
    }

    /** Stops polling and begins nothing new; what is in flight goes on. Safe to call twice. */
    void leave() {
        closing.set(true);
        factory.shutdown();
    }

    /** Leaves, and returns once nothing is in flight any more, or {@code limit} has passed. */
    void leave(Duration limit) {
        leave();
        factory.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Leaves, and waits for the sends in flight, up to 35 s. Safe to call twice. */
    @Override
    public void close() {
        leave(LAST_SENDS);
        sends.shutdown();
        boolean ended = Daemons.ended(sends, LAST_SENDS);
        // One that never started has no sends; once shut down, its factory says that it had started, and has not ended.
        if (started.get() && !(factory.isTerminated() && ended)) {
            LOG.warn(
                    "Some sends had not ended after {} s; what became of them will read as unconfirmed",
                    LAST_SENDS.toSeconds());
            factory.shutdownNow();
            sends.shutdownNow();
        }
        heartbeats.shutdownNow();
    }
}
