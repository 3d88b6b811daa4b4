package io.drumbeat.engine.workflow;

import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Histories of campaigns under way must go on after an upgrade: where one of these fails, the change needs {@code
 * Workflow.getVersion} and a history of its own beside these.
 */
final class ReplayTest {
    @AutoClose
    private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();

    private void replay(String history) throws Exception {
        // A machine that is busy with other tests is not a workflow that does not yield.
        Worker patient = environment.newWorker(
                TaskQueues.CONTROL,
                WorkerOptions.newBuilder()
                        .setDefaultDeadlockDetectionTimeout(
                                Duration.ofMinutes(1).toMillis())
                        .build());
        patient.registerWorkflowImplementationTypes(CampaignWorkflowImpl.class, LaneWorkflowImpl.class);
        WorkflowReplayer.replayWorkflowExecutionFromResource("histories/" + history, patient);
    }

    /** Paused and resumed by signals, woken by the API, completed. */
    @Test
    void shouldReplayACampaign() throws Exception {
        replay("campaign.json");
    }

    /** Of a version that dropped pauses with a text or a list as their input, alone and just before one that it heard. */
    @Test
    void shouldReplayACampaignWhoseSignalsWereDropped() throws Exception {
        replay("campaign-dropped-signals.json");
    }

    /** Told that its details are out of date, which it read in a local activity. */
    @Test
    void shouldReplayACampaignThatWasShownAgain() throws Exception {
        replay("campaign-refreshed.json");
    }

    /** Paced sends, a shut gate, a vendor that is not reached, a wait that is cut short, nothing left. */
    @Test
    void shouldReplayALane() throws Exception {
        replay("lane.json");
    }
}
