package io.drumbeat.engine.workflow;

import io.temporal.common.SearchAttributeKey;

/** What campaigns can be searched by in the Temporal UI. */
public final class SearchAttributes {
    public static final SearchAttributeKey<String> CAMPAIGN_STATUS = SearchAttributeKey.forKeyword("CampaignStatus");
    public static final SearchAttributeKey<String> CAMPAIGN_NAME = SearchAttributeKey.forKeyword("CampaignName");

    private SearchAttributes() {}
}
