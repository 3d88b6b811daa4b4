package io.drumbeat.engine.workflow;

import org.jspecify.annotations.Nullable;

/** How a campaign ended: the result of its workflow. */
public record CampaignResult(String status, @Nullable String reason, CampaignState.Counts counts) {}
