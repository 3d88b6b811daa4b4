package io.drumbeat.campaigns.campaign.posting;

import io.drumbeat.campaigns.CampaignId;
import java.util.Optional;

/**
 * What has become of a post, asked by its idempotency key.
 *
 * @param campaign the campaign that it made; empty: none so far
 * @param inProgress whether such a post is being read just now: ask again
 */
public record PostStatus(Optional<CampaignId> campaign, boolean inProgress) {}
