package io.drumbeat.engine.workflow;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.sender.SenderId;
import java.util.UUID;

/** A {@link LaneId} as it stands in histories. */
public record LaneRef(String campaign, String sender) {

    public static LaneRef of(LaneId lane) {
        return new LaneRef(lane.campaign().toString(), lane.sender().value());
    }

    /**
     * The lane it stands for.
     *
     * @throws IllegalArgumentException where {@link #campaign} is no campaign's id
     */
    public LaneId lane() {
        return new LaneId(new CampaignId(UUID.fromString(campaign)), new SenderId(sender));
    }
}
