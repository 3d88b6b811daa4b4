package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor;
import io.drumbeat.campaigns.sender.SenderId;
import org.jspecify.annotations.Nullable;

/**
 * A lane of a campaign that runs or is paused.
 *
 * @param done whether it has nothing left to send
 * @param waitingFor why it sends nothing at this moment; null: it sends, or is done
 */
public record LaneWait(
        CampaignId campaign,
        SenderId sender,
        boolean done,
        @Nullable WaitingFor waitingFor) {}
