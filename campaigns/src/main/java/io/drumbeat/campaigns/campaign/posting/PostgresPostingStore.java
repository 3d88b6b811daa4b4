package io.drumbeat.campaigns.campaign.posting;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.Database;
import java.io.IOException;
import java.util.Optional;

/** {@link PostingStore} on PostgreSQL. */
final class PostgresPostingStore implements PostingStore {

    private final Database database;
    private final CampaignCreation creation;
    private final IdempotencyKeys keys;

    PostgresPostingStore(Database database) {
        this.database = database;
        this.creation = new CampaignCreation(database);
        this.keys = new IdempotencyKeys(database);
    }

    @Override
    public Creation create(NewCampaign campaign) throws IOException {
        return creation.create(campaign);
    }

    @Override
    public DraftEdit.Result edit(CampaignId id, DraftEdit edit) throws IOException {
        return creation.edit(id, edit);
    }

    @Override
    public Optional<Creation> repeated(NewCampaign.IdempotencyKey key) {
        return database.jdbi().withHandle(handle -> IdempotencyKeys.earlier(handle, key));
    }

    @Override
    public PostStatus posted(String token, String key) {
        return keys.posted(token, key);
    }

    @Override
    public PostStatus giveUp(String token, String key) {
        return keys.giveUp(token, key);
    }
}
