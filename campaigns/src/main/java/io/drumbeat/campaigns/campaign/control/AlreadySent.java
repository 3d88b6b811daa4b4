package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;

/**
 * A campaign that sends the same message to the same people, or has sent it in the last 24 hours: nothing is started
 * beside it, unless the spec allows it.
 */
public record AlreadySent(CampaignId campaign, String name) implements CampaignControl.Result {}
