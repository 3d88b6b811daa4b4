package io.drumbeat.engine;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What Temporal alone gives: workflows of the lanes' shape, whose activity does nothing, on workers like ours. */
final class BareLoop {
    private static final String CONTROL = "bare";
    private static final String DISPATCH = "bare-dispatch";

    private BareLoop() {}

    /** Runs {@code lanes} workflows of {@code activities} each to their end. */
    static void run(WorkflowClient client, int lanes, int activities) {
        WorkerFactory workers = workers(client);
        workers.start();
        List<WorkflowStub> running = new ArrayList<>();
        for (int i = 0; i < lanes; i++) {
            WorkflowStub lane = client.newUntypedWorkflowStub(
                    "Loop", WorkflowOptions.newBuilder().setTaskQueue(CONTROL).build());
            lane.start(activities);
            running.add(lane);
        }
        running.forEach(lane -> lane.getResult(Void.class));
        workers.shutdownNow();
    }

    private static WorkerFactory workers(WorkflowClient client) {
        boolean virtualThreads = Runtime.version().feature() >= 21;
        WorkerFactory factory = WorkerFactory.newInstance(
                client,
                WorkerFactoryOptions.newBuilder()
                        .setWorkflowCacheSize(600)
                        .setMaxWorkflowThreadCount(1200)
                        .setUsingVirtualWorkflowThreads(virtualThreads)
                        .build());
        Worker control = factory.newWorker(
                CONTROL,
                WorkerOptions.newBuilder()
                        .setUsingVirtualThreads(virtualThreads)
                        .build());
        control.registerWorkflowImplementationTypes(LoopImpl.class);
        Worker dispatching = factory.newWorker(
                DISPATCH,
                WorkerOptions.newBuilder()
                        .setUsingVirtualThreads(virtualThreads)
                        .setMaxConcurrentActivityExecutionSize(200)
                        .build());
        dispatching.registerActivitiesImplementations((Nothing) () -> {});
        return factory;
    }

    /** One lane. */
    @WorkflowInterface
    public interface Loop {
        @WorkflowMethod(name = "Loop")
        void run(int activities);
    }

    /** An activity that does nothing. */
    @ActivityInterface
    public interface Nothing {
        void nothing();
    }

    /** One activity after the other. */
    public static final class LoopImpl implements Loop {
        @Override
        public void run(int activities) {
            Nothing activity = Workflow.newActivityStub(
                    Nothing.class,
                    ActivityOptions.newBuilder()
                            .setTaskQueue(DISPATCH)
                            .setSummary("lane")
                            .setHeartbeatTimeout(Duration.ofSeconds(10))
                            .setStartToCloseTimeout(Duration.ofMinutes(5))
                            .build());
            for (int i = 0; i < activities; i++) {
                activity.nothing();
            }
        }
    }
}
