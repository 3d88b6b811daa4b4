package io.drumbeat.campaigns.stores;

import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.campaign.posting.PostingStore;
import io.drumbeat.campaigns.campaign.posting.PreflightStore;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.dispatch.DispatchStores;
import io.drumbeat.campaigns.erasure.StoredPersons;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.notice.NoticeStore;
import io.drumbeat.campaigns.receipt.ReceiptStore;
import io.drumbeat.campaigns.reply.ReplyStore;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import io.drumbeat.campaigns.worker.WorkerStore;
import java.util.random.RandomGenerator;

/** All that is kept in one database. */
public record Stores(
        CampaignStore campaigns,
        CampaignControl control,
        DispatchStores dispatches,
        MediaStore media,
        SenderStore senders,
        SuppressionStore suppressions,
        ReceiptStore receipts,
        ReplyStore replies,
        WorkerStore workers,
        PostingStore posting,
        PreflightStore preflight,
        NoticeStore notices,
        StoredPersons persons) {

    /**
     * Those in {@code database}.
     *
     * @param random draws the pauses between sends
     */
    public static Stores on(Database database, RandomGenerator random) {
        CampaignControl control = CampaignControl.on(database);
        DispatchStores dispatches = DispatchStores.on(database, control, random);
        return new Stores(
                CampaignStore.on(database),
                control,
                dispatches,
                MediaStore.on(database),
                SenderStore.on(database),
                SuppressionStore.on(database),
                ReceiptStore.on(database, dispatches.reports()),
                ReplyStore.on(database, control),
                WorkerStore.on(database),
                PostingStore.on(database),
                new PreflightStore(database),
                NoticeStore.on(database),
                new StoredPersons(database));
    }
}
