package io.drumbeat.campaigns.suppression;

import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.sender.AccountKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What people said whose phone is hidden, kept until something tells whose it is: the newest word of each. */
final class UnmatchedWords {

    private final Handle handle;

    /** @param handle within a transaction */
    UnmatchedWords(Handle handle) {
        this.handle = handle;
    }

    /**
     * A word that is kept.
     *
     * @param speaker tells one who is hidden from another
     * @param person whose it is, a key; null: nobody can tell yet
     */
    record Kept(
            String speaker,
            @Nullable String userId,
            Consent wanted,
            Instant at,
            String source,
            @Nullable String person) {

        private static Kept of(ResultSet row) throws SQLException {
            return new Kept(
                    row.getString("speaker"),
                    row.getString("user_id"),
                    row.getBoolean("wanted") ? Consent.GIVEN : Consent.WITHDRAWN,
                    Times.read(row, "said_at"),
                    row.getString("source"),
                    row.getString("person"));
        }
    }

    /** Whose word it is, by what is known by now. */
    Optional<String> person(AccountKey account, Speaker speaker) {
        return handle.createQuery("select " + KnownUsers.WHO + """
                 from (values (cast(:user as text), cast(:account as text), cast(:answered as text)))
                     as s (user_id, account_key, answered)""")
                .bind("user", speaker.userId())
                .bind("account", account)
                .bind("answered", speaker.answered())
                .mapTo(String.class)
                .findOne();
    }

    /** Keeps a word of {@code speaker}'s; false where it or a newer one is kept already. */
    boolean keep(AccountKey account, Speaker speaker, Consent wanted, Instant at, String source) {
        return handle.createUpdate("""
                        insert into unmatched_word as last
                            (speaker, account_key, user_id, answered, wanted, said_at, source, next_try)
                        values (coalesce(:user, :account || ' ' || :answered, gen_random_uuid()::text), :account, :user,
                                :answered, :wanted, least(:at, clock_now()), :source, clock_now())
                        on conflict (speaker) do update
                        set account_key = excluded.account_key, answered = coalesce(excluded.answered, last.answered),
                            wanted = excluded.wanted, said_at = excluded.said_at, source = excluded.source,
                            looks = 0, next_try = clock_now()
                        where\s""" + LastWord.IS_NEWS)
                        .bind("account", account)
                        .bind("user", speaker.userId())
                        .bind("answered", speaker.answered())
                        .bind("wanted", wanted == Consent.GIVEN)
                        .bind("at", at)
                        .bind("source", source)
                        .execute()
                > 0;
    }

    /** Those that are to be looked at again, locked, in the order of their persons. */
    List<Kept> due(int most) {
        return handle.createQuery("""
                with due as materialized (
                    select * from unmatched_word where next_try <= clock_now() order by next_try limit :most
                    for update skip locked)
                select s.*,\s""" + KnownUsers.WHO + " as person from due s order by person")
                .bind("most", most)
                .map((row, context) -> Kept.of(row))
                .list();
    }

    void remove(List<String> speakers) {
        handle.createUpdate("delete from unmatched_word where speaker = any (:speakers)")
                .bindArray("speakers", String.class, speakers)
                .execute();
    }

    /** Soon at first, since a send's own answer may tell it, then once an hour; a receipt that tells it makes it now. */
    void lookAgain(List<String> speakers) {
        handle.createUpdate("""
                update unmatched_word
                set looks = looks + 1, next_try = clock_now() + (1 << least(looks, 12)) * interval '1 s'
                where speaker = any (:speakers)""").bindArray("speakers", String.class, speakers).execute();
    }

    /** Opt-outs that nobody can tell whose they are: how many, and the newest of them. */
    Suppression.Unmatched optOuts(int most) {
        long count = handle.createQuery("select count(*) from unmatched_word where not wanted")
                .mapTo(Long.class)
                .one();
        List<Suppression.Unmatched.OptOut> newest = handle.createQuery("""
                select user_id, said_at, source from unmatched_word where not wanted
                order by said_at desc, speaker limit :most""")
                .bind("most", most)
                .map((row, context) -> new Suppression.Unmatched.OptOut(
                        row.getString("user_id"), Times.read(row, "said_at"), row.getString("source")))
                .list();
        return new Suppression.Unmatched(count, newest);
    }
}
