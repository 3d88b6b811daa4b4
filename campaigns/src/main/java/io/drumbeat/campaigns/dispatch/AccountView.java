package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.pacing.QuietHoursJson;
import io.drumbeat.campaigns.pacing.WarmUp;
import io.drumbeat.campaigns.pacing.WarmUpColumn;
import io.drumbeat.campaigns.sender.AccountKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a lane's account, and of its sender's settings for it, decides whether the lane may begin.
 *
 * @param key null: the sender has none
 * @param timeout of one send
 * @param sendsOn how many of its sends are on; zero where it has a delay, whose slot tells that
 * @param quietHours in which it sends nothing; null: there are none
 * @param pausedBy null: nobody has paused it
 * @param portfolio whose places it takes; null: it belongs to none
 * @param reference the campaign's media as published at it; null: it is not
 */
record AccountView(
        @Nullable AccountKey key,
        AccountPace pace,
        Cap cap,
        Duration timeout,
        long sendsOn,
        @Nullable QuietHours quietHours,
        @Nullable String pausedBy,
        @Nullable String portfolio,
        @Nullable String reference) {

    /**
     * How many it may send in a day.
     *
     * @param daily as it is now; null: as many as it likes
     * @param changesAt when it will be another one; null: it stays
     * @param reachedUntil when it lets the account send again, which may have passed; null: it was not reached
     */
    record Cap(
            @Nullable Integer daily,
            @Nullable Instant changesAt,
            @Nullable Instant reachedUntil) {}

    /** What {@link #read} reads, of {@code l}, {@code c}, {@code s} and {@code a}. */
    static final String COLUMNS = """
            a.account_key, s.daily_cap, s.warm_up, a.first_send_at, s.timeout_ms, s.quiet_hours, a.capped_until, a.paused_by,
            s.portfolio_id,
            case when s.rate_per_second is not null
                 then (select count(*) from journal j where j.account_key = a.account_key) end as sends_on,
            (select p.reference from publication p
              where p.sha256 = c.media_sha256 and p.account_key = s.account_key
                and coalesce(p.expires_at > clock_now(), true)) as reference, %s""".formatted(AccountPace.COLUMNS);

    static AccountView read(ResultSet row) throws SQLException {
        AccountKey key = AccountKey.ofNullable(row.getString("account_key"));
        return new AccountView(
                key,
                key == null ? AccountPace.NONE : AccountPace.read(row),
                cap(row),
                Duration.ofMillis(row.getLong("timeout_ms")),
                row.getLong("sends_on"),
                QuietHoursJson.SENDER.stored(row.getString("quiet_hours")),
                row.getString("paused_by"),
                row.getString("portfolio_id"),
                row.getString("reference"));
    }

    private static Cap cap(ResultSet row) throws SQLException {
        int cap = row.getInt("daily_cap");
        Integer configured = row.wasNull() ? null : cap;
        WarmUp warmUp = WarmUpColumn.read(row);
        Instant firstSend = Times.readNullable(row, "first_send_at");
        Instant now = Times.read(row, "now");
        return new Cap(
                warmUp.cap(configured, firstSend, now),
                warmUp.nextDay(firstSend, now).orElse(null),
                Times.readNullable(row, "capped_until"));
    }

    Pacing pacing() {
        return pace.pacing();
    }

    Slot slot() {
        return pace.slot();
    }

    /** Why none of its lanes may begin at {@code now}, whenever its slot is free; empty where they may. */
    Optional<Turn> refusal(Instant now) {
        if (pausedBy != null) {
            return Optional.of(Turn.Gated.paused("The sender was paused by " + pausedBy + "."));
        }
        Instant reachedUntil = cap.reachedUntil;
        return reachedUntil != null && reachedUntil.isAfter(now)
                ? Optional.of(Turn.Gated.capped(Duration.between(now, reachedUntil)))
                : Optional.empty();
    }
}
