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
 * @param dailyCap as it is now; null: there is none
 * @param capChangesAt when it will be another one; null: it stays
 * @param timeout of one send
 * @param sendsOn how many of its sends are on; zero where it has a delay, whose slot tells that
 * @param cappedUntil when its cap lets it send again, which may have passed; null: it was not reached
 * @param quietHours in which it sends nothing; null: there are none
 * @param pausedBy null: nobody has paused it
 * @param portfolio whose places it takes; null: it belongs to none
 * @param reference the campaign's media as published at it; null: it is not
 */
record AccountView(
        @Nullable AccountKey key,
        AccountPace pace,
        @Nullable Integer dailyCap,
        @Nullable Instant capChangesAt,
        Duration timeout,
        long sendsOn,
        @Nullable Instant cappedUntil,
        @Nullable QuietHours quietHours,
        @Nullable String pausedBy,
        @Nullable String portfolio,
        @Nullable String reference) {

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
        int cap = row.getInt("daily_cap");
        Integer dailyCap = row.wasNull() ? null : cap;
        WarmUp warmUp = WarmUpColumn.read(row);
        Instant firstSend = Times.readNullable(row, "first_send_at");
        Instant now = Times.read(row, "now");
        return new AccountView(
                key,
                key == null ? AccountPace.NONE : AccountPace.read(row),
                warmUp.cap(dailyCap, firstSend, now),
                warmUp.nextDay(firstSend, now).orElse(null),
                Duration.ofMillis(row.getLong("timeout_ms")),
                row.getLong("sends_on"),
                Times.readNullable(row, "capped_until"),
                QuietHoursJson.SENDER.stored(row.getString("quiet_hours")),
                row.getString("paused_by"),
                row.getString("portfolio_id"),
                row.getString("reference"));
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
        return cappedUntil != null && cappedUntil.isAfter(now)
                ? Optional.of(Turn.Gated.capped(Duration.between(now, cappedUntil)))
                : Optional.empty();
    }
}
