package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.database.Database;
import java.util.random.RandomGenerator;

/**
 * What this room keeps in PostgreSQL, by who asks.
 *
 * @param sending for lanes
 * @param reports for receipts
 * @param publishing for whoever publishes media
 * @param recovery for the reconciler, and a process that starts
 * @param restore for a process that starts on a database restored from an older dump
 * @param tests for messages that try a campaign out
 * @param announcements for what vendors tell of templates, numbers and accounts
 */
public record DispatchStores(
        DispatchStore sending,
        ReportStore reports,
        PublishingStore publishing,
        RecoveryStore recovery,
        RestoreStore restore,
        TestSendStore tests,
        AnnouncementStore announcements) {

    /**
     * Those in {@code database}.
     *
     * @param random draws the pauses
     */
    public static DispatchStores on(Database database, CampaignControl control, RandomGenerator random) {
        PostgresDispatchStore dispatches = new PostgresDispatchStore(database, control, random);
        return new DispatchStores(
                dispatches,
                dispatches,
                new PostgresPublishingStore(database, control),
                new PostgresRecoveryStore(database, control, random),
                new PostgresRestoreStore(database, control),
                new PostgresTestSendStore(database, control, random),
                new PostgresAnnouncementStore(database, control));
    }
}
