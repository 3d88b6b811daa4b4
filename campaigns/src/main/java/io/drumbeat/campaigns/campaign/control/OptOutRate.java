package io.drumbeat.campaigns.campaign.control;

import org.jdbi.v3.core.Handle;

/**
 * When too many of those that were sent last have opted out. The last ones are those furthest on the tape: in the order of
 * time nothing can be found. Only campaigns that ask for it, and have any opt-out, are looked at.
 */
final class OptOutRate {

    private static final int LAST = 1_000;

    private static final int AT_LEAST = 100;

    /** What lanes hold, what failed and what was skipped stands among those that were sent. */
    private static final int LOOKED_AT = 20_000;

    private static final String TRIP = """
            update failure_window w set tripped = s.opted_out || ' of the last ' || s.sent || ' that were sent have opted out.'
            from campaign c
            join receipt_count k using (campaign_id)
            join failure_window f using (campaign_id)
            cross join lateral (
                select count(*) as sent, count(opted_out_at) as opted_out
                from (select * from (
                          select r.n, r.status, r.settled_at, r.opted_out_at from tape t cross join lateral (
                              select * from recipient r
                              where r.campaign_id = t.campaign_id and r.tape = t.tape and r.n < t.next_n
                              order by r.n desc limit %d) r
                          where t.campaign_id = c.campaign_id) latest
                      where status = 'sent' and settled_at >= f.afresh_at
                      order by n desc limit %d) last) s
            where w.campaign_id = c.campaign_id and w.tripped is null and c.status = 'running' and k.opted_out > 0
              and c.spec #>> '{autoPause,optOutRate}' is not null
              and s.sent >= %d
              and s.opted_out > (c.spec #>> '{autoPause,optOutRate}')::float8 * s.sent""".formatted(LOOKED_AT, LAST, AT_LEAST);

    private OptOutRate() {}

    /** Writes down which campaigns must pause for it, as the end of a send does that trips a breaker. */
    static void trip(Handle handle) {
        handle.execute(TRIP);
    }
}
