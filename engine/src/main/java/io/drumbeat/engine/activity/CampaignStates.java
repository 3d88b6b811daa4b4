package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.engine.workflow.CampaignState;
import java.util.Optional;

/** Reads how campaigns stand. */
@FunctionalInterface
public interface CampaignStates {

    /** The state of {@code campaign} now, empty where there is none. */
    Optional<CampaignState> of(CampaignId campaign);
}
