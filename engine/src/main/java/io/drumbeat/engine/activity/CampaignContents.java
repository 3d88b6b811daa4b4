package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.CampaignId;

/** Finds what a campaign sends. */
@FunctionalInterface
public interface CampaignContents {

    /**
     * The content of {@code campaign}.
     *
     * @throws IllegalArgumentException where there is no such campaign
     */
    CampaignContent of(CampaignId campaign);
}
