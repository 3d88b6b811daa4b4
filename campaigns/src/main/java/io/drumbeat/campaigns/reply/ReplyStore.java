package io.drumbeat.campaigns.reply;

import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.sender.AccountKey;
import java.util.List;

/** Replies, kept until it is known which recipient of which campaign they are from: that they replied is all that is kept. */
public interface ReplyStore {

    /** The one in {@code database}. */
    static ReplyStore on(Database database, CampaignControl control) {
        return new PostgresReplyStore(database, control);
    }

    /** Keeps {@code replies} to {@code account}, all or none. */
    void store(AccountKey account, List<Reply> replies);

    /**
     * Gives what is stored to the recipients whom it is from, a batch of it: of the message that they answered, where the
     * vendor names it, else of the account's latest send to the person. Counts what comes within seven days of the send,
     * and of each recipient the first word only; opt-outs pause campaigns that ask for it. Several processes may do it at once; a reply that comes twice, or in
     * whatever order, changes nothing more.
     *
     * @return whether there may be more that waits
     */
    boolean apply();
}
