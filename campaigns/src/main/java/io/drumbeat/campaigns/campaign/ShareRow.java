package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.pacing.DailyCap;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.PacingColumns;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.pacing.QuietHoursJson;
import io.drumbeat.campaigns.pacing.RecentRate;
import io.drumbeat.campaigns.pacing.Share;
import io.drumbeat.campaigns.pacing.WarmUp;
import io.drumbeat.campaigns.pacing.WarmUpColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lane with all that says how fast it sends and has sent.
 *
 * @param pacing the sender's; null: it is unknown
 * @param send how long its account's sends usually take
 * @param campaigns that run on its account
 * @param cap null: there is none
 * @param quietHours of the sender; null: there are none
 * @param sinceRest how many sends its account has begun since its last rest
 */
public record ShareRow(
        @Nullable Pacing pacing,
        Duration send,
        int campaigns,
        @Nullable DailyCap cap,
        @Nullable QuietHours quietHours,
        int sinceRest,
        RecentRate.Counted counted) {

    /** What {@link #read} reads, of {@code l}, {@code s}, {@code a} and what {@link #JOIN} brings. */
    static final String COLUMNS = """
            s.min_delay_ms, s.max_delay_ms, s.rate_per_second, s.max_in_flight, s.rest_after, s.rest_ms, s.daily_cap, s.warm_up,
            s.quiet_hours, a.first_send_at, coalesce(a.since_rest, 0) as since_rest,
            coalesce(a.usual_send_millis, 50) as usual_send_millis, l.counted_minute, l.settled_in_it, l.settled_before_it,
            b.campaigns, u.minutes as cap_minutes, u.sends as cap_sends""";

    /** What is used of the cap of {@code s}, summed up by ten minutes. */
    public static final String CAP_USE = """
            left join lateral (
                select array_agg(extract(epoch from last)::bigint order by last) as minutes,
                       array_agg(sends order by last) as sends
                from (select max(minute) as last, sum(sends)::int as sends from cap_use
                      where account_key = s.account_key and minute > clock_now() - interval '24 hours 1 minute'
                      group by date_trunc('hour', minute), floor(extract(minute from minute) / 10)) w) u""";

    /** Only of what runs: a list is mostly of what is over, and for that nothing is counted. */
    static final String JOIN = """
            left join lateral (
                select count(*) as campaigns from lane o join campaign oc using (campaign_id)
                where c.status = 'running' and o.sender_id = l.sender_id and not o.ended and not o.removed
                  and o.unpublishable is null and oc.status = 'running') b on true
            %s
                on c.status = 'running' and (s.daily_cap is not null or s.warm_up <> '{}')
            """.formatted(CAP_USE);

    static ShareRow read(ResultSet row) throws SQLException {
        boolean known = row.getObject("max_in_flight") != null;
        return new ShareRow(
                known ? PacingColumns.read(row) : null,
                Duration.ofNanos((long) (row.getDouble("usual_send_millis") * 1e6)),
                Math.max(1, row.getInt("campaigns")),
                cap(row),
                QuietHoursJson.SENDER.stored(row.getString("quiet_hours")),
                row.getInt("since_rest"),
                new RecentRate.Counted(
                        Times.read(row, "counted_minute"),
                        row.getInt("settled_in_it"),
                        row.getInt("settled_before_it")));
    }

    /** The cap, with its use as {@link #CAP_USE} found it; null: there is none. */
    public static @Nullable DailyCap cap(ResultSet row) throws SQLException {
        Integer usual = row.getObject("daily_cap", Integer.class);
        WarmUp warmUp = WarmUpColumn.read(row);
        return usual == null && warmUp.days().isEmpty()
                ? null
                : new DailyCap(warmUp, usual, Times.readNullable(row, "first_send_at"), used(row));
    }

    private static List<DailyCap.Use> used(ResultSet row) throws SQLException {
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

    /**
     * Its part in a forecast.
     *
     * @param from when it may send next
     * @param own the campaign's own pacing; null: its sender's
     */
    Share share(Instant from, @Nullable Pacing own) {
        Pacing sender = Objects.requireNonNull(pacing);
        return new Share(
                from,
                Share.interval(sender, send),
                Share.own(own, send),
                Collections.nCopies(campaigns - 1, Share.NO_END),
                cap,
                quietHours,
                sender.rest(),
                sinceRest,
                null);
    }
}
