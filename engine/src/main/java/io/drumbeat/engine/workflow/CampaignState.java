package io.drumbeat.engine.workflow;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a campaign stands, as operators see it in the Temporal UI.
 *
 * @param reason why it has its status; null: nothing to say
 * @param estimatedFinishAt null where it is not known
 * @param lanes how many there are: none ever goes; 0 in histories of earlier versions
 * @param waiting the lanes that send nothing for another reason than their pace
 */
public record CampaignState(
        String name,
        CampaignStatus status,
        @Nullable String reason,
        Counts counts,
        @Nullable Instant estimatedFinishAt,
        int lanes,
        List<Waiting> waiting) {

    /** {@code waiting} is missing in histories of earlier versions. */
    public CampaignState {
        waiting = waiting == null ? List.of() : List.copyOf(waiting);
    }

    /**
     * A lane that waits.
     *
     * @param why what for, in a word
     * @param reason in a sentence; null: there is no more to say
     * @param until when it goes on by itself; null: once somebody does something, or nobody knows; or of an earlier version
     */
    public record Waiting(
            String sender,
            String why,
            @Nullable String reason,
            @Nullable Instant until) {}

    /** Recipients by status; all but {@code total} add up to it. */
    public record Counts(
            long total, long pending, long sending, long sent, long failed, long unconfirmed, long skipped) {}
}
