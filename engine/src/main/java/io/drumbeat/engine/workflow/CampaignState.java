package io.drumbeat.engine.workflow;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a campaign stands, as operators see it in the Temporal UI.
 *
 * @param reason why it has its status; null: nothing to say
 * @param estimatedFinishAt null where it is not known
 */
public record CampaignState(
        String name,
        CampaignStatus status,
        @Nullable String reason,
        Counts counts,
        @Nullable Instant estimatedFinishAt) {

    /** Recipients by status; all but {@code total} add up to it. */
    public record Counts(
            long total, long pending, long sending, long sent, long failed, long unconfirmed, long skipped) {}
}
