package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.CampaignId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the contents of the campaigns that were sent last: they never change. */
final class ContentCache implements CampaignContents {
    private static final int CAMPAIGNS = 256;

    private final CampaignContents contents;
    private final Map<CampaignId, CampaignContent> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CampaignId, CampaignContent> eldest) {
            return size() > CAMPAIGNS;
        }
    };

    ContentCache(CampaignContents contents) {
        this.contents = contents;
    }

    @Override
    public CampaignContent of(CampaignId campaign) {
        synchronized (kept) {
            CampaignContent content = kept.get(campaign);
            if (content != null) {
                return content;
            }
        }
        CampaignContent content = contents.of(campaign);
        synchronized (kept) {
            kept.put(campaign, content);
        }
        return content;
    }
}
