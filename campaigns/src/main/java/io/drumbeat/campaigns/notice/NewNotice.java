package io.drumbeat.campaigns.notice;

import com.github.f4b6a3.uuid.UuidCreator;
import io.drumbeat.campaigns.CampaignId;
import org.jdbi.v3.core.Handle;

/**
 * Writes down what is to be told, in the transaction that makes it true: a crash loses neither or both
 * (docs/protocol.md#told-with-the-change).
 */
public final class NewNotice {

    private NewNotice() {}

    /** Behind all that the campaign has to tell already: its gate is shut meanwhile, so they have an order. */
    public static void write(Handle handle, CampaignId campaign, String body) {
        handle.createUpdate("""
                insert into notice (campaign_id, message_id, body, due_at)
                values (:campaign, :messageId, :body, clock_now())""")
                .bind("campaign", campaign)
                .bind("messageId", UuidCreator.getTimeOrderedEpoch())
                .bind("body", body)
                .execute();
    }
}
