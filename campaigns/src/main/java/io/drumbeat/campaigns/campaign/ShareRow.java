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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that says how fast a lane sends and has sent.
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

    /** What {@link #read} reads, of {@code l}, {@code s} and {@code a}. */
    static final String COLUMNS = """
            s.min_delay_ms, s.max_delay_ms, s.rate_per_second, s.max_in_flight, s.rest_after, s.rest_ms, s.daily_cap, s.warm_up,
            s.quiet_hours, a.first_send_at, coalesce(a.since_rest, 0) as since_rest,
            coalesce(a.usual_send_millis, 50) as usual_send_millis, l.counted_minute, l.settled_in_it, l.settled_before_it""";

    static ShareRow read(ResultSet row, NumberUse use) throws SQLException {
        boolean known = row.getObject("max_in_flight") != null;
        return new ShareRow(
                known ? PacingColumns.read(row) : null,
                Duration.ofNanos((long) (row.getDouble("usual_send_millis") * 1e6)),
                use.campaigns(),
                cap(row, use.ofCap()),
                QuietHoursJson.SENDER.stored(row.getString("quiet_hours")),
                row.getInt("since_rest"),
                new RecentRate.Counted(
                        Times.read(row, "counted_minute"),
                        row.getInt("settled_in_it"),
                        row.getInt("settled_before_it")));
    }

    /** The cap, of which so much is used; null: there is none. */
    public static @Nullable DailyCap cap(ResultSet row, List<DailyCap.Use> used) throws SQLException {
        Integer usual = row.getObject("daily_cap", Integer.class);
        WarmUp warmUp = WarmUpColumn.read(row);
        return usual == null && warmUp.days().isEmpty()
                ? null
                : new DailyCap(warmUp, usual, Times.readNullable(row, "first_send_at"), used);
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
                List.of(),
                campaigns - 1,
                cap,
                quietHours,
                sender.rest(),
                sinceRest,
                null);
    }
}
