package io.drumbeat.campaigns.dispatch;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What is left of an account's daily cap, counted under its lock (docs/protocol.md#rolling-cap). */
final class DailyCap {

    private final Handle handle;
    private final AccountView account;

    /** @param account one that is there, whose lock the caller holds */
    DailyCap(Handle handle, AccountView account) {
        this.handle = handle;
        this.account = account;
    }

    /** How many sends it leaves. */
    long left() {
        Integer cap = account.cap().daily();
        if (cap == null) {
            return Long.MAX_VALUE;
        }
        long used = handle.createQuery("""
                select coalesce(sum(sends), 0) from cap_use
                where account_key = :account and minute > clock_now() - interval '24 hours 1 minute'""")
                .bind("account", account.key())
                .mapTo(Long.class)
                .one();
        return Math.max(0, cap - used);
    }

    /** Writes when it, which is reached, lets the account go on. */
    Instant reached() {
        return handle.createQuery("""
                update account set capped_until = least(:capChangesAt::timestamptz,
                    (select min(minute) + interval '24 hours 1 minute' from cap_use
                      where account_key = :account and minute > clock_now() - interval '24 hours 1 minute'))
                where account_key = :account returning capped_until""")
                .bind("capChangesAt", account.cap().changesAt())
                .bind("account", account.key())
                .mapTo(Instant.class)
                .one();
    }
}
