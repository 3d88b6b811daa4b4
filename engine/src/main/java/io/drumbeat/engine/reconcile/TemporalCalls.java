package io.drumbeat.engine.reconcile;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.engine.tracing.TraceHeader;
import io.drumbeat.engine.workflow.CampaignRun;
import io.drumbeat.engine.workflow.LaneRef;
import io.drumbeat.engine.workflow.LaneRun;
import io.drumbeat.engine.workflow.TaskQueues;
import io.drumbeat.engine.workflow.WorkflowIds;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What is asked of Temporal from outside, each with a short deadline and safe to repeat. */
final class TemporalCalls {
    private static final long DEADLINE_SECONDS = 5;

    private final Supplier<WorkflowClient> client;
    private final ScheduledExecutorService deadlines;

    TemporalCalls(Supplier<WorkflowClient> client, ScheduledExecutorService deadlines) {
        this.client = client;
        this.deadlines = deadlines;
    }

    /** Starts the campaign's workflow where none runs. */
    void ensure(CampaignId campaign) {
        WorkflowOptions options = options(WorkflowIds.of(campaign))
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .build();
        timed(() -> client.get()
                .newUntypedWorkflowStub("CampaignWorkflow", options)
                .start(CampaignRun.first(campaign.toString())));
    }

    /** Wakes the campaign's workflow, started where none runs. */
    void changed(CampaignId campaign) {
        signalled("CampaignWorkflow", WorkflowIds.of(campaign), "changed", CampaignRun.first(campaign.toString()));
    }

    /** Wakes the lane, restored where it is gone. */
    void poke(LaneId lane) {
        signalled("LaneWorkflow", WorkflowIds.of(lane), "poke", new LaneRun(LaneRef.of(lane), 0));
    }

    /** Wakes the campaign's workflow where one runs; returns whether one does. */
    boolean changedIfRunning(CampaignId campaign) {
        return signalledIfRunning(WorkflowIds.of(campaign), "changed");
    }

    /** Has the campaign's workflow, where one runs, show how the campaign stands. */
    void refreshIfRunning(CampaignId campaign) {
        var unused = signalledIfRunning(WorkflowIds.of(campaign), "refresh");
    }

    /** Wakes the lane where it runs; returns whether it does. */
    boolean pokeIfRunning(LaneId lane) {
        return signalledIfRunning(WorkflowIds.of(lane), "poke");
    }

    private boolean signalledIfRunning(String id, String signal) {
        try {
            timed(() -> client.get().newUntypedWorkflowStub(id).signal(signal));
            return true;
        } catch (WorkflowNotFoundException none) {
            return false;
        }
    }

    /** Whether {@code failed} says that Temporal does not answer, rather than that it refused. */
    static boolean isAway(Throwable failed) {
        Throwable at = failed;
        for (int depth = 0; at != null && depth < 6; depth++) {
            if (at instanceof StatusRuntimeException refused) {
                Status.Code code = refused.getStatus().getCode();
                return code == Status.Code.UNAVAILABLE || code == Status.Code.DEADLINE_EXCEEDED;
            }
            at = at.getCause();
        }
        return false;
    }

    private void signalled(String type, String id, String signal, Object input) {
        timed(() -> client.get()
                .newUntypedWorkflowStub(type, options(id).build())
                .signalWithStart(signal, new Object[0], new Object[] {input}));
    }

    private static WorkflowOptions.Builder options(String id) {
        return WorkflowOptions.newBuilder()
                .setWorkflowId(id)
                .setTaskQueue(TaskQueues.CONTROL)
                .setContextPropagators(List.of(new TraceHeader()))
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE);
    }

    private void timed(Runnable call) {
        try (Context.CancellableContext context =
                Context.current().withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS, deadlines)) {
            context.run(call);
        }
    }
}
