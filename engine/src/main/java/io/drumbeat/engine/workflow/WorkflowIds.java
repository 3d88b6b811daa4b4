package io.drumbeat.engine.workflow;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.dispatch.LaneId;

/** The fixed workflow ids: whoever starts one twice attaches to the first. */
public final class WorkflowIds {

    private WorkflowIds() {}

    /** The id of a campaign's workflow. */
    public static String of(CampaignId campaign) {
        return "campaign-" + campaign;
    }

    /** The id of a lane's workflow. */
    public static String of(LaneId lane) {
        return of(lane.campaign()) + "/lane-" + lane.sender();
    }
}
