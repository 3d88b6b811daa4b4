package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.sender.CapMinutes;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** What is left of an account's daily cap, counted under its lock (docs/protocol.md#rolling-cap). */
final class DailyCap {

    /** In SQL, of row {@code u} of the account: whether something of it counts. */
    private static final String COUNTS = "u.account_key = :account and u.minute > " + CapMinutes.SINCE;

    private static final String USED =
            "select coalesce(sum(%s), 0) from cap_use u where %s".formatted(CapMinutes.sends(CapMinutes.SINCE), COUNTS);

    private static final String REACHED =
            """
            update account set capped_until = least(:capChangesAt::timestamptz,
                (select p.minute + %s from cap_use u cross join lateral (%s) p
                  where %s order by u.minute, p.minute limit 1))
            where account_key = :account returning capped_until""".formatted(CapMinutes.WINDOW, CapMinutes.parts(1, CapMinutes.SINCE), COUNTS);

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
        long used = handle.createQuery(USED)
                .bind("account", account.key())
                .mapTo(Long.class)
                .one();
        return Math.max(0, cap - used);
    }

    /** Writes when it, which is reached, lets the account go on. */
    Instant reached() {
        return handle.createQuery(REACHED)
                .bind("capChangesAt", account.cap().changesAt())
                .bind("account", account.key())
                .mapTo(Instant.class)
                .one();
    }
}
