package io.drumbeat.campaigns.campaign.posting;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.json.FieldError;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What was posted under which key. Whoever reads a post holds its key's lock until that is committed or rolled back, so
 * that nobody else answers for the key meanwhile.
 */
final class IdempotencyKeys {

    private static final String KEY = "hashtextextended(:lock, 0)";

    private final Database database;

    IdempotencyKeys(Database database) {
        this.database = database;
    }

    /** Takes the key's lock for the rest of the transaction; false: another has it. */
    static boolean lock(Handle handle, String token, String key) {
        return taken(handle, "pg_try_advisory_xact_lock(" + KEY + ")", token, key);
    }

    private static boolean taken(Handle handle, String function, String token, String key) {
        return handle.createQuery("select " + function)
                .bind("lock", "idempotency " + token + " " + key)
                .mapTo(Boolean.class)
                .one();
    }

    /** What came of an earlier post under {@code key}, which may have been of other content, or given up. */
    static Optional<Creation> earlier(Handle handle, NewCampaign.IdempotencyKey key) {
        return handle.createQuery("""
                select campaign_id, idempotency_sha256 = :sha256 as same from campaign
                where idempotency_token = :token and idempotency_key = :key
                union all
                select null, null from given_up_key where token = :token and key = :key""")
                .bind("token", key.token())
                .bind("key", key.key())
                .bind("sha256", key.content().bytes())
                .map((row, context) -> earlier(row.getObject("campaign_id", UUID.class), row.getBoolean("same")))
                .findFirst();
    }

    private static Creation earlier(@Nullable UUID campaign, boolean same) {
        if (campaign != null && same) {
            return new Creation.Repeated(new CampaignId(campaign));
        }
        return new Creation.Refused(List.of(new FieldError(
                "Idempotency-Key",
                campaign == null
                        ? "was given up: nothing is created under it any more. Post under a new one"
                        : "was used before, for a campaign with other content")));
    }

    /** What has become of the post; a shared lock, so that those who ask do not take one another for a post. */
    PostStatus posted(String token, String key) {
        return database.transact(handle -> {
            boolean free = taken(handle, "pg_try_advisory_xact_lock_shared(" + KEY + ")", token, key);
            return new PostStatus(campaign(handle, token, key), !free);
        });
    }

    /** The same; where neither a campaign nor a post in progress is there, none comes any more. */
    PostStatus giveUp(String token, String key) {
        return database.transact(handle -> {
            if (!lock(handle, token, key)) {
                return new PostStatus(Optional.empty(), true);
            }
            Optional<CampaignId> campaign = campaign(handle, token, key);
            if (campaign.isEmpty()) {
                handle.createUpdate("""
                        insert into given_up_key (token, key, at) values (:token, :key, clock_now())
                        on conflict do nothing""").bind("token", token).bind("key", key).execute();
            }
            return new PostStatus(campaign, false);
        });
    }

    private static Optional<CampaignId> campaign(Handle handle, String token, String key) {
        return handle.createQuery("""
                select campaign_id from campaign where idempotency_token = :token and idempotency_key = :key""")
                .bind("token", token)
                .bind("key", key)
                .mapTo(UUID.class)
                .findOne()
                .map(CampaignId::new);
    }
}
