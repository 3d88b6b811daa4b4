package io.drumbeat.engine.workflow;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One sender's share of one campaign: dispatches again and again, and waits in between. */
@WorkflowInterface
public interface LaneWorkflow {

    @WorkflowMethod(name = "LaneWorkflow")
    void run(LaneRun run);

    /** Something changed that the lane may be waiting for. */
    @SignalMethod(description = "Wakes the lane: it asks the database again. Harmless at any time.")
    void poke();
}
