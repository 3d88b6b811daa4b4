package io.drumbeat.engine.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a campaign's workflow starts with, and all that crosses its continue-as-new.
 *
 * @param campaign the campaign's id
 * @param senders whose lanes have been started; empty before that
 * @param unpublishable why, by sender, media could not be published: of lanes that ended of it, which they no longer do
 * @param commands how many operators' signals have been written
 * @param sinceMillis when the first run began, by workflow time; 0 in the first run
 */
public record CampaignRun(
        String campaign, List<String> senders, Map<String, String> unpublishable, long commands, long sinceMillis) {

    public CampaignRun {
        senders = List.copyOf(senders);
        unpublishable = Collections.unmodifiableMap(new LinkedHashMap<>(unpublishable)); // in the order of their ends
    }

    /** The start of a campaign's workflow. */
    public static CampaignRun first(String campaign) {
        return new CampaignRun(campaign, List.of(), Map.of(), 0, 0);
    }

    /** The same, where it is the first run begun at {@code nowMillis}. */
    CampaignRun begun(long nowMillis) {
        return sinceMillis == 0 ? new CampaignRun(campaign, senders, unpublishable, commands, nowMillis) : this;
    }

    CampaignRun withSenders(List<String> senders) {
        return new CampaignRun(campaign, senders, unpublishable, commands, sinceMillis);
    }

    CampaignRun withUnpublishable(String sender, String reason) {
        Map<String, String> more = new LinkedHashMap<>(unpublishable);
        more.put(sender, reason);
        return new CampaignRun(campaign, senders, more, commands, sinceMillis);
    }

    CampaignRun withAnotherCommand() {
        return new CampaignRun(campaign, senders, unpublishable, commands + 1, sinceMillis);
    }
}
