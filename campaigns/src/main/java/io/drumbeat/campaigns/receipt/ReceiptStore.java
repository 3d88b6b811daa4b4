package io.drumbeat.campaigns.receipt;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.dispatch.ReportStore;
import io.drumbeat.campaigns.sender.AccountKey;
import java.util.List;

/** Receipts, kept until what they say is in their recipients. */
public interface ReceiptStore {

    /** The one in {@code database}. */
    static ReceiptStore on(Database database, ReportStore reports) {
        return new PostgresReceiptStore(database, reports);
    }

    /** Keeps {@code receipts} of messages that {@code account} sent, all or none. */
    void store(AccountKey account, List<Receipt> receipts);

    /**
     * Applies what is stored and can be matched, a batch of it, and what people said before anything told who they are.
     * Several processes may do it at once; a receipt that comes
     * twice, or in whatever order, changes nothing more.
     */
    Round apply();

    /**
     * What a round came to.
     *
     * @param full whether there may be more that waits
     * @param forgotten how many receipts were given up, because they matched nothing for a quarter of an hour
     */
    record Round(boolean full, int forgotten) {}
}
