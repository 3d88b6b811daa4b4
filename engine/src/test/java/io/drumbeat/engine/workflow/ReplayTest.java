package io.drumbeat.engine.workflow;

import io.temporal.testing.WorkflowReplayer;
import org.junit.jupiter.api.Test;

/**
 * Histories of campaigns under way must go on after an upgrade: where one of these fails, the change needs {@code
 * Workflow.getVersion} and a history of its own beside these.
 */
final class ReplayTest {

    /** Paused and resumed by signals, woken by the API, completed. */
    @Test
    void shouldReplayACampaign() throws Exception {
        WorkflowReplayer.replayWorkflowExecutionFromResource("histories/campaign.json", CampaignWorkflowImpl.class);
    }

    /** Of a version that dropped pauses with a text or a list as their input, alone and just before one that it heard. */
    @Test
    void shouldReplayACampaignWhoseSignalsWereDropped() throws Exception {
        WorkflowReplayer.replayWorkflowExecutionFromResource(
                "histories/campaign-dropped-signals.json", CampaignWorkflowImpl.class);
    }

    /** Paced sends, a shut gate, a vendor that is not reached, a wait that is cut short, nothing left. */
    @Test
    void shouldReplayALane() throws Exception {
        WorkflowReplayer.replayWorkflowExecutionFromResource("histories/lane.json", LaneWorkflowImpl.class);
    }
}
