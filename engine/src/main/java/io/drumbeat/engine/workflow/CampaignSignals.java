package io.drumbeat.engine.workflow;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.sender.SenderId;

/**
 * Tells Temporal that PostgreSQL has something new. Never throws and never waits long: where Temporal is away, the
 * reconciler finds the same a little later.
 */
public interface CampaignSignals {

    /** The campaign was created, or its status changed: its workflow is started where it has none, and wakes. */
    void changed(CampaignId campaign);

    /** The sender was paused, resumed or blocked: its lanes wake. */
    void changed(SenderId sender);
}
