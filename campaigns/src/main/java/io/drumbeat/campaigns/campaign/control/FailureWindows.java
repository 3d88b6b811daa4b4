package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import org.jdbi.v3.core.Handle;

/** The failure windows of campaigns, as far as they begin afresh. */
final class FailureWindows {

    private FailureWindows() {}

    /** Forgets all outcomes so far, and what they tripped. Under the campaign's gate. */
    static void empty(Handle handle, CampaignId campaign) {
        handle.createUpdate("""
                update failure_window
                set since = (select coalesce(sum(outcomes), 0) from lane where campaign_id = :id), bad = '{}',
                    alike_code = null, alike_message = null, alike_count = 0, enough = false, tripped = null,
                    afresh_at = clock_now()
                where campaign_id = :id""").bind("id", campaign).execute();
    }
}
