package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Skips pending recipients that somebody does not want to be sent to. They are looked for first, since that reads the whole
 * list; then they are skipped a piece at a time, behind the
 * gate (docs/protocol.md#retry-in-pieces).
 */
final class ExcludedRows {

    /** So many at a time keep every send of the campaign waiting. */
    static final int PIECE = 5_000;

    private static final String FIND = """
            select r.tape, r.n, w.person from unnest(:persons) as w (person)
            join recipient r on r.campaign_id = :campaign and coalesce(r.person, r.phone) = w.person
            order by r.tape, r.n""";

    /** Lanes pass over what is settled; the first lane counts them, as if it had met them. */
    private static final String EXCLUDE = """
            with counting as (
                select min(sender_id) as sender_id from lane where campaign_id = :campaign),
            named as (
                select r.tape, r.n, r.status,
                       exists (select from journal j where (j.campaign_id, j.tape, j.n) = (:campaign, r.tape, r.n)) as is_on
                from unnest(:tapes, :ns) as k (tape, n)
                join recipient r on (r.campaign_id, r.tape, r.n) = (:campaign, k.tape, k.n)
                order by r.tape, r.n for update of r),
            pending as (
                select tape, n from named where status is null and not is_on),
            settled as (
                update recipient r set status = 'skipped', sender_id = c.sender_id, error_code = 'excluded',
                       error_message = 'It was excluded from this campaign.', settled_at = clock_now()
                from pending p, counting c where (r.campaign_id, r.tape, r.n) = (:campaign, p.tape, p.n)),
            found as (
                insert into outcome (campaign_id, status, tape, n)
                select :campaign, 'skipped', tape, n from pending on conflict do nothing),
            waiting as (
                delete from due d using pending p where (d.campaign_id, d.tape, d.n) = (:campaign, p.tape, p.n)),
            counted as (
                update lane l set skipped = l.skipped + (select count(*) from pending) from counting c
                where (l.campaign_id, l.sender_id) = (:campaign, c.sender_id)),
            news as (
                update campaign set version = version + 1
                where campaign_id = :campaign and exists (select from pending))
            select count(*) filter (where status is null and not is_on) as skipped,
                   count(*) filter (where status = 'skipped' and not is_on) as before
            from named""";

    private ExcludedRows() {}

    /** Where a recipient stands on the tape, and whose it is. */
    record Key(int tape, long n, String person) {}

    /**
     * What came of a piece.
     *
     * @param skipped by this
     * @param before were skipped already
     */
    record Piece(long skipped, long before) {}

    /** The recipients of {@code persons}, in the order of the list, whatever became of them. */
    static List<Key> find(Handle handle, CampaignId campaign, Set<String> persons) {
        return handle.createQuery(FIND)
                .bind("campaign", campaign)
                .bindArray("persons", String.class, persons)
                .map((row, context) -> new Key(row.getInt("tape"), row.getLong("n"), row.getString("person")))
                .list();
    }

    /** Skips those of {@code keys} that are pending, under the campaign's gate. */
    static Piece exclude(Handle handle, CampaignId campaign, List<Key> keys) {
        return handle.createQuery(EXCLUDE)
                .bind("campaign", campaign)
                .bindArray("tapes", Integer.class, keys.stream().map(Key::tape).toList())
                .bindArray("ns", Long.class, keys.stream().map(Key::n).toList())
                .map((row, context) -> new Piece(row.getLong("skipped"), row.getLong("before")))
                .one();
    }
}
