package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.pacing.DailyCap;
import io.drumbeat.campaigns.sender.CapMinutes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is counted of a number for forecasts: once, however many lanes it has.
 *
 * @param campaigns that run on it, at least one
 * @param ofCap its sends of the last day, where it has a cap
 */
public record NumberUse(int campaigns, List<DailyCap.Use> ofCap) {

    /** Of a number that only one campaign runs on, and that has sent nothing. */
    static final NumberUse NONE = new NumberUse(1, List.of());

    /** What is used of the cap of {@code s}, summed up by ten minutes. */
    public static final String CAP_USE = """
            left join lateral (
                select array_agg(extract(epoch from last)::bigint order by last) as minutes,
                       array_agg(sends order by last) as sends
                from (select max(p.minute) as last, sum(p.sends)::int as sends
                      from cap_use u cross join lateral (%s) p
                      where u.account_key = s.account_key and u.minute > %s
                      group by date_bin('10 minutes', p.minute, 'epoch')) w) u""".formatted(CapMinutes.parts(10, CapMinutes.SINCE), CapMinutes.SINCE);

    public NumberUse {
        ofCap = List.copyOf(ofCap);
    }

    /** The statement, for the senders whose ids {@code which} finds. */
    static String select(String which) {
        return """
                select s.sender_id, b.campaigns, u.minutes as cap_minutes, u.sends as cap_sends
                from sender s
                cross join lateral (
                    select count(*) as campaigns from lane o join campaign oc using (campaign_id)
                    where o.sender_id = s.sender_id and not o.ended and not o.removed
                      and o.unpublishable is null and oc.status = 'running') b
                %s
                    on s.daily_cap is not null or s.warm_up <> '{}'
                where s.sender_id in (%s)""".formatted(CAP_USE, which);
    }

    static NumberUse read(ResultSet row) throws SQLException {
        return new NumberUse(Math.max(1, row.getInt("campaigns")), ofCap(row));
    }

    /** As {@link #CAP_USE} found it. */
    public static List<DailyCap.Use> ofCap(ResultSet row) throws SQLException {
        List<DailyCap.Use> used = new ArrayList<>();
        if (row.getArray("cap_minutes") != null) {
            Long[] minutes = (Long[]) row.getArray("cap_minutes").getArray();
            Integer[] sends = (Integer[]) row.getArray("cap_sends").getArray();
            for (int i = 0; i < minutes.length; i++) {
                used.add(new DailyCap.Use(Instant.ofEpochSecond(minutes[i]), sends[i]));
            }
        }
        return used;
    }
}
