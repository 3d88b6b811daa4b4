package io.drumbeat.campaigns.monitoring;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.TimeLimits;
import java.util.List;

/** Counts what is in the database, in one statement: the figures are of one moment, and none walks over recipients. */
public final class Monitoring {

    private static final String FIGURES = """
            with live as (select campaign_id, accepted from campaign where status in ('running', 'paused', 'scheduled')),
            settled as (
                select coalesce(sum(l.sent), 0) as sent, coalesce(sum(l.failed), 0) as failed,
                       coalesce(sum(l.unconfirmed), 0) as unconfirmed, coalesce(sum(l.skipped), 0) as skipped
                from lane l join live using (campaign_id)),
            begun as (
                select count(*) as lines, count(*) filter (where campaign_id in (select campaign_id from live)) as live,
                       coalesce(extract(epoch from clock_now() - min(begun_at)), 0) as oldest
                from journal)
            select 'campaigns' as name, status as of, count(*)::float8 as value from campaign group by status
            union all
            select 'paused', paused_for, count(*) from campaign where status = 'paused' and paused_for is not null group by paused_for
            union all
            select 'recipients', status, value from settled cross join begun cross join lateral (values
                ('pending', (select coalesce(sum(accepted), 0) from live) - sent - failed - unconfirmed - skipped - live),
                ('sending', live), ('sent', sent), ('failed', failed), ('unconfirmed', unconfirmed), ('skipped', skipped))
                as v (status, value)
            union all
            select 'senders', case when a.blocked_reason is not null then 'blocked'
                                   when a.paused_by is not null then 'paused'
                                   when a.capped_until > clock_now() then 'capped'
                                   when a.told = 'trouble' then 'trouble'
                                   else 'good' end, count(*)
            from sender s join account a using (account_key) where s.configured group by 2
            union all
            select 'journal', 'lines', lines from begun
            union all
            select 'journal', 'oldest', oldest from begun
            union all
            select 'receipts', 'backlog', count(*) from receipt
            union all
            select 'receipts', 'lag', coalesce(greatest(0, extract(epoch from clock_now() - min(next_try))), 0)
            from receipt where looks = 0
            union all
            select 'replies', 'backlog', count(*) from reply
            union all
            select 'optouts', 'unmatched', count(*) from unmatched_word where not wanted
            union all
            select 'notices', 'waiting', count(*) from notice
            union all
            select 'workers', '', count(*) from running_worker""";

    private final Database database;

    /** Of what is in {@code database}. */
    public Monitoring(Database database) {
        this.database = database;
    }

    /** All of them; what there is none of may be left out. */
    public List<Figure> figures() {
        return database.transact(
                TimeLimits.MANY_ROWS,
                handle -> handle.createQuery(FIGURES)
                        .map((row, context) ->
                                new Figure(row.getString("name"), row.getString("of"), row.getDouble("value")))
                        .list());
    }
}
