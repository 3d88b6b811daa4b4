package io.drumbeat.campaigns.receipt;

import io.drumbeat.campaigns.campaign.CampaignId;
import io.drumbeat.campaigns.sender.AccountKey;
import java.util.List;

/** Receipts, kept until what they say is in their recipients. */
public interface ReceiptStore {

    /** Keeps {@code receipts} of messages that {@code account} sent, all or none. */
    void store(AccountKey account, List<Receipt> receipts);

    /**
     * Applies what is stored and can be matched, a batch of it. Several processes may do it at once; a receipt that comes
     * twice, or in whatever order, changes nothing more.
     */
    Round apply();

    /**
     * What a round came to.
     *
     * @param full whether there may be more that waits
     * @param followed campaigns whose status followed from a failure
     */
    record Round(boolean full, List<CampaignId> followed) {
        public Round {
            followed = List.copyOf(followed);
        }
    }
}
