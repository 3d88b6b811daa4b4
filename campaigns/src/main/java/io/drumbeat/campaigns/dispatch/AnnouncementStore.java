package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.sender.AccountKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What vendors tell of templates, numbers and whole accounts, rather than of one message. */
public interface AnnouncementStore {

    /**
     * Does what {@code announced} asks for; once, however often it comes. What it stops begins nothing more once this returns.
     *
     * @return whether it was news
     */
    boolean take(Announced announced);

    /** Remembers that people see {@code account}'s number as {@code shown}, in digits. */
    void shownAs(AccountKey account, String shown);

    /**
     * A vendor's word.
     *
     * @param key the same each time that it is told
     * @param accounts which it may concern, of one business
     * @param shown the number that it is about, in digits as people see it; null: all of the business
     * @param template which template it is about; null: numbers
     * @param stops whether nothing more is to be sent so: campaigns with that template pause, the numbers are blocked
     * @param words what the vendor says, cleaned, for campaigns' logs
     */
    record Announced(
            String key,
            List<AccountKey> accounts,
            @Nullable String shown,
            @Nullable Template template,
            boolean stops,
            String words) {
        public Announced {
            accounts = List.copyOf(accounts);
        }
    }

    /** A vendor's template, {@code language} in whichever of its spellings. */
    record Template(String name, String language) {}
}
