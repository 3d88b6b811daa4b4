package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.util.Optional;

/** {@link PublishingStore} on PostgreSQL. */
final class PostgresPublishingStore implements PublishingStore {

    private final Database database;
    private final CampaignControl control;

    PostgresPublishingStore(Database database, CampaignControl control) {
        this.database = database;
        this.control = control;
    }

    @Override
    public Optional<String> objection(LaneId lane, Means means) {
        return database.jdbi()
                .withHandle(handle -> DispatchRows.view(handle, lane).objection(means));
    }

    @Override
    public void notPublished(LaneId lane, String reason, Duration delay) {
        database.transact(handle -> {
            DispatchRows.locked(handle, lane);
            new PublishingSpell(handle, lane).goesOn(reason, delay);
            return null;
        });
    }

    @Override
    public void published(LaneId lane) {
        database.transact(handle -> {
            new PublishingSpell(handle, lane).ends();
            return null;
        });
    }

    @Override
    public void unpublishable(LaneId lane, String reason) {
        database.transact(handle -> handle.createUpdate(
                        "update lane set unpublishable = :reason where campaign_id = :campaign and sender_id = :sender")
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .bind("reason", reason)
                .execute());
        control.applyBreakers();
    }

    @Override
    public void block(AccountKey account, String reason) {
        database.transact(handle -> {
            Breakers.block(handle, account, reason);
            return null;
        });
        control.applyBreakers();
    }
}
