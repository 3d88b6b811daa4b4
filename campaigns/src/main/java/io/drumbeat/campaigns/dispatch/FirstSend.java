package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.media.TransferTime;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** Media that reaches its vendor with a send: one send at a time carries the file, and its answer is the publication. */
final class FirstSend {

    private final Handle handle;
    private final LaneId lane;
    private final AccountKey account;

    /** Of {@code lane}'s campaign at {@code account}, whose lock the caller holds. */
    FirstSend(Handle handle, LaneId lane, AccountKey account) {
        this.handle = handle;
        this.lane = lane;
        this.account = account;
    }

    /** Whether a send of the account is on, which may be the one that carries the file. */
    boolean mayBeOn() {
        return handle.createQuery("""
                select exists (select from journal where account_key = :account and lease_until > clock_now())""")
                .bind("account", account)
                .mapTo(Boolean.class)
                .one();
    }

    /** The most that a send which carries the file may take. */
    Duration longest() {
        return TransferTime.most(handle.createQuery("""
                select m.size from campaign c join media_asset m on m.sha256 = c.media_sha256
                where c.campaign_id = :campaign""")
                .bind("campaign", lane.campaign())
                .mapTo(Long.class)
                .one());
    }

    /** The vendor keeps the media at {@code url}: every later send of any campaign names that. Safe to call twice. */
    void published(String url) {
        handle.createUpdate("""
                insert into publication as p (sha256, account_key, reference, published_at)
                select media_sha256, :account, :url, clock_now() from campaign
                where campaign_id = :campaign and media_sha256 is not null
                on conflict (sha256, account_key) do update
                set reference = :url, claimed_until = null, attempts = 0, published_at = clock_now(), expires_at = null
                where p.reference is null""")
                .bind("campaign", lane.campaign())
                .bind("account", account)
                .bind("url", url)
                .execute();
    }
}
