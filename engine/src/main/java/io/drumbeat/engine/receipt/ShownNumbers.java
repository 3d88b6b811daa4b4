package io.drumbeat.engine.receipt;

import io.drumbeat.campaigns.dispatch.AnnouncementStore;
import io.drumbeat.campaigns.sender.AccountKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which number people see of an account, as callbacks say over and over: the database is told when it is another one than
 * before. Safe to use from many threads.
 */
final class ShownNumbers {

    private final AnnouncementStore store;
    private final Map<AccountKey, String> stored = new ConcurrentHashMap<>();

    ShownNumbers(AnnouncementStore store) {
        this.store = store;
    }

    /**
     * {@code account} is shown as {@code digits}, which is in the database when this returns.
     *
     * @throws RuntimeException what the store throws: then the next one who says so is asked to store it again
     */
    void shown(AccountKey account, String digits) {
        if (!digits.equals(stored.get(account))) {
            // One after the other: what is known here last is what is stored last.
            stored.compute(account, (key, before) -> {
                if (!digits.equals(before)) {
                    store.shownAs(account, digits);
                }
                return digits;
            });
        }
    }
}
