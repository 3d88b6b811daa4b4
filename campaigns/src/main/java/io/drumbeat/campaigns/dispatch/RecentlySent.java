package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.database.Replies;
import io.drumbeat.campaigns.outcome.Verdict;
import io.drumbeat.campaigns.phone.HashedPerson;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Whom another campaign has sent to lately, or is sending to: the person, in whatever form of the number. What is
 * unconfirmed counts as sent.
 */
final class RecentlySent {

    /** Why they are skipped. */
    static final Verdict SKIPPED = Verdict.skipped(
            "recently_sent",
            "Another campaign has sent to the phone within the time that notWithin says, or is sending to it.");

    private static final String ROWS = """
            from unnest(:tapes, :ns) as t (tape, n)
            join recipient r on (r.campaign_id, r.tape, r.n) = (:campaign, t.tape, t.n)""";

    /** Two campaigns that ask for this do not begin with one person at the same moment; in one order, as all locks. */
    private static final String LOCKS = """
            with people as materialized (
                select distinct hashtextextended('person ' || coalesce(r.person, r.phone), 0) as person %s order by 1)
            select count(*) from (select pg_advisory_xact_lock(person) from people) locked""".formatted(ROWS);

    /** A send of which a receipt said that it failed has reached nobody. Those that are on are few. */
    private static final String FIND = """
            with on_air as materialized (
                select coalesce(o.person, o.phone) as person
                from journal j join recipient o on (o.campaign_id, o.tape, o.n) = (j.campaign_id, j.tape, j.n)
                where j.campaign_id <> :campaign)
            select r.tape, r.n %s
            where coalesce(r.person, r.phone) in (select person from on_air)
               or exists (
                select from past_dispatch p
                join recipient o on (o.campaign_id, o.tape, o.n) = (p.campaign_id, p.tape, p.n)
                where p.person = coalesce(r.person, r.phone) and p.begun_at > :since and p.campaign_id <> r.campaign_id
                  and (o.dispatch_id is distinct from p.dispatch_id or o.status is distinct from 'failed'))
               or exists (select from erased_dispatch e where e.person = %s and e.at > :since)""".formatted(ROWS, HashedPerson.sql("coalesce(r.person, r.phone)"));

    private final Handle handle;
    private final LaneId lane;
    private final @Nullable Duration within;
    private final Instant now;

    /** @param within null: nobody asks */
    RecentlySent(Handle handle, LaneId lane, @Nullable Duration within, Instant now) {
        this.handle = handle;
        this.lane = lane;
        this.within = within;
        this.now = now;
    }

    private record Key(int tape, long n) {
        static Key of(Tape.Row row) {
            return new Key(row.tape(), row.n());
        }
    }

    /** Those of {@code rows} who are not to be sent to, until the end of the transaction. */
    Collection<Tape.Row> among(List<Tape.Row> rows) {
        if (within == null || rows.isEmpty()) {
            return List.of();
        }
        Set<Key> found = new HashSet<>(handle.createQuery(Replies.together(LOCKS, FIND))
                .bind("campaign", lane.campaign())
                .bind("since", now.minus(within))
                .bindArray(
                        "tapes",
                        Integer.class,
                        rows.stream().map(Tape.Row::tape).toList())
                .bindArray("ns", Long.class, rows.stream().map(Tape.Row::n).toList())
                .execute(Replies.read(replies -> {
                    replies.skip(1);
                    return replies.list((row, context) -> new Key(row.getInt("tape"), row.getLong("n")));
                })));
        return rows.stream().filter(row -> found.contains(Key.of(row))).toList();
    }
}
