package io.drumbeat.engine.workflow;

import io.temporal.common.converter.RawValue;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/**
 * A campaign under way: starts its lanes, carries out what operators ask, and settles it in the end. Operators' signals
 * take their input raw: the SDK drops a signal whose input it cannot convert, and nobody would hear of that pause.
 */
@WorkflowInterface
public interface CampaignWorkflow {

    @WorkflowMethod(name = "CampaignWorkflow")
    CampaignResult run(CampaignRun run);

    @SignalMethod(
            description = "Pauses the campaign; only sends already in flight finish."
                    + " Input, all of it optional: {\"reason\": \"…\", \"by\": \"…\"}, or \"the reason\"")
    void pause(@Nullable RawValue input);

    @SignalMethod(
            description = "Lets the paused campaign go on."
                    + " Input, all of it optional: {\"reason\": \"…\", \"by\": \"…\"}, or \"the reason\"")
    void resume(@Nullable RawValue input);

    @SignalMethod(
            description = "Ends the campaign for good; recipients not yet sent to are skipped."
                    + " Input, all of it optional: {\"reason\": \"…\", \"by\": \"…\"}, or \"the reason\"")
    void cancel(@Nullable RawValue input);

    /** The database has something new about this campaign. */
    @SignalMethod(description = "Reads the campaign's state again and wakes its lanes. Harmless at any time.")
    void changed();

    /** What the Temporal UI shows of this campaign is no longer so. */
    @SignalMethod(description = "Sent by Drumbeat where these details are out of date; not for people.")
    void refresh();

    /** A lane has ended. */
    @SignalMethod(description = "Sent by lanes when they end; not for people.")
    void laneDone(LaneReport report);

    /** Null before the state was read for the first time. */
    @QueryMethod(description = "The campaign's status and counts, as last read from the database")
    @Nullable
    CampaignState progress();
}
