package io.drumbeat.campaigns.erasure;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.phone.HashedPerson;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * Deletes recipients with all that hangs on them. What stays is the time at which each was last sent to, under a hash, for
 * as long as {@code notWithin} may ask (docs/protocol.md#erased-still-guards).
 */
final class ErasedRecipients {

    /** A send of which a receipt said that it failed has reached nobody, as RecentlySent has it. */
    private static final String DELETE = """
            with gone as (
                select r.tape, r.n, coalesce(r.person, r.phone) as person, r.dispatch_id, r.status
                from recipient r where r.campaign_id = :campaign and %s
                for update of r),
            past as (
                delete from past_dispatch p using gone g
                where p.person = g.person and (p.campaign_id, p.tape, p.n) = (:campaign, g.tape, g.n)
                returning p.dispatch_id, p.person, p.begun_at,
                          g.status = 'failed' and g.dispatch_id = p.dispatch_id as failed),
            sent as (
                select %s as person, max(begun_at) as at from past
                where failed is not true and begun_at > clock_now() - interval '30 days'
                group by person order by 1),
            remembered as (
                insert into erased_dispatch as e (person, at) select person, at from sent
                on conflict (person) do update set at = greatest(e.at, excluded.at)),
            held as (
                delete from held_message h using past p where h.dispatch_id = p.dispatch_id),
            waiting as (
                delete from due d using gone g where (d.campaign_id, d.tape, d.n) = (:campaign, g.tape, g.n)),
            found as (
                delete from outcome o using gone g
                where o.campaign_id = :campaign and o.status in ('failed', 'unconfirmed', 'skipped')
                  and (o.tape, o.n) = (g.tape, g.n)),
            deleted as (
                delete from recipient r using gone g where (r.campaign_id, r.tape, r.n) = (:campaign, g.tape, g.n))
            select count(*) as all_gone, count(*) filter (where status is null) as never_sent from gone""";

    private ErasedRecipients() {}

    /**
     * What came of it.
     *
     * @param neverSent those of {@code count} that had no outcome
     */
    record Deleted(long count, long neverSent) {}

    /**
     * Deletes those of {@code campaign} that {@code which} says, a condition on {@code r}. None of them may be in the journal.
     *
     * @param binds whatever the condition names besides {@code :campaign}
     */
    static Deleted delete(Handle handle, CampaignId campaign, String which, UnaryOperator<Query> binds) {
        Query query = handle.createQuery(DELETE.formatted(which, HashedPerson.sql("person")))
                .bind("campaign", campaign);
        return binds.apply(query)
                .map((row, context) -> new Deleted(row.getLong("all_gone"), row.getLong("never_sent")))
                .one();
    }
}
