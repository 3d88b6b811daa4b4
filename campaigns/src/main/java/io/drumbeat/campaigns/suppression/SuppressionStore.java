package io.drumbeat.campaigns.suppression;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.paging.InvalidCursor;
import io.drumbeat.campaigns.paging.Page;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The phones that are never sent to. What changes here holds from the next {@code begin} on, in campaigns under way too.
 * Phones are E.164 throughout; whatever form of a number is added, asked for, removed or heard, it is one with the others.
 */
public interface SuppressionStore {

    /** The one in {@code database}. */
    static SuppressionStore on(Database database) {
        return new PostgresSuppressionStore(database);
    }

    /**
     * Puts phones on the list for good: from now on only {@link #remove} takes them off. One that is there already keeps
     * its reason and source. Safe to call twice.
     *
     * @param source who does it
     * @return how many were not there before
     */
    int add(List<Suppression.Request> phones, String source);

    /** Takes phones off the list, whatever put them there. Safe to call twice. */
    Removal remove(Collection<String> phones);

    /**
     * Puts entries back as they were, with their reason, source and time, and what takes them off again. Safe to call twice.
     *
     * @param undo of what {@link #remove} answered
     */
    Removal.Undone putBack(List<String> undo);

    /**
     * The list, newest first.
     *
     * @param cursor from the page before; null: the first page
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws InvalidCursor where {@code cursor} is none of ours
     */
    Page<Suppression> list(@Nullable String cursor, int limit);

    /** How many are on the list. */
    long count();

    /** The entry of one phone; empty: it is not on the list. */
    Optional<Suppression> find(String phone);

    /**
     * Takes in what a person wrote, or told the vendor. A withdrawal puts the phone on the list; asking for messages again takes it off where
     * nothing but the person's own word put it there. Words may be told more than once and in any order: only the newest
     * counts, by the second in which it was said, and of two of the same second the one that is told last.
     *
     * @param account where it was said
     * @param at when it was said; a time in the future counts as now
     * @param source where it was said, in words: {@code reply to main} for one
     */
    ConsentResult heard(AccountKey account, Speaker speaker, Consent wanted, Instant at, String source);

    /** Remembers which phone is whose, for those of {@code speakers} that tell both phone and user id. */
    void met(Collection<Speaker> speakers);

    /** The opt-outs that were heard and that nobody can tell whose they are; {@code most} of them in detail. */
    Suppression.Unmatched unmatched(int most);
}
