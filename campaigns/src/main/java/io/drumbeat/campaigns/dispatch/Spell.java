package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * A spell of trouble with a vendor that holds its account up: told once in the log of each running campaign, however
 * often it is tried again, and once more when it is over.
 */
final class Spell {

    private Spell() {}

    /** @param reason the vendor's words, or what failed; {@code again}: when it is tried again */
    static void begins(Handle handle, AccountKey account, String reason, Instant again) {
        handle.createUpdate("""
                with spell as (
                    update account set trouble_since = clock_now()
                    where account_key = :account and trouble_since is null returning account_key)
                insert into campaign_log (campaign_id, at, actor, event, detail)
                select c.campaign_id, clock_now(), 'drumbeat', 'sender_trouble',
                       s.sender_id || ': ' || :reason || ' (tried again at '
                           || to_char(:again::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC)'
                from spell join sender s using (account_key) join lane l using (sender_id)
                join campaign c using (campaign_id) where c.status = 'running' and not l.removed""")
                .bind("account", account)
                .bind("reason", reason)
                .bind("again", again)
                .execute();
    }

    static void ends(Handle handle, AccountKey account) {
        handle.createUpdate("""
                with spell as (
                    update account set trouble_since = null
                    where account_key = :account and trouble_since is not null returning account_key)
                insert into campaign_log (campaign_id, at, actor, event, detail)
                select c.campaign_id, clock_now(), 'drumbeat', 'sender_recovered',
                       s.sender_id || ': its vendor answers again'
                from spell join sender s using (account_key) join lane l using (sender_id)
                join campaign c using (campaign_id) where c.status = 'running' and not l.removed""").bind("account", account).execute();
    }
}
