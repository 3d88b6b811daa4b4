package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.sender.SenderId;

/** One sender's share of one campaign. */
public record LaneId(CampaignId campaign, SenderId sender) {

    @Override
    public String toString() {
        return campaign + "/" + sender;
    }
}
