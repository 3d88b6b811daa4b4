package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.PacingColumns;
import io.drumbeat.campaigns.pacing.Slowdown;
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
 * @param pacing of the sender, as its vendor lets it go now
 * @param dailyCap null: there is none
 * @param timeout of one send
 * @param inTrouble whether campaigns were told that it is held up
 * @param cappedUntil when its cap lets it send again, which may have passed; null: it was not reached
 * @param pausedBy null: nobody has paused it
 * @param reference the campaign's media as published at it; null: it is not
 */
record AccountView(
        @Nullable AccountKey key,
        Pacing pacing,
        @Nullable Integer dailyCap,
        Duration timeout,
        Slot slot,
        boolean inTrouble,
        @Nullable Instant cappedUntil,
        @Nullable String pausedBy,
        @Nullable String reference) {

    static AccountView read(ResultSet row) throws SQLException {
        AccountKey key = AccountKey.ofNullable(row.getString("account_key"));
        int cap = row.getInt("daily_cap");
        Integer dailyCap = row.wasNull() ? null : cap;
        return new AccountView(
                key,
                key == null ? Pacing.DEFAULT : pacing(row),
                dailyCap,
                Duration.ofMillis(row.getLong("timeout_ms")),
                key == null ? Slot.NONE : Slot.read(row),
                row.getBoolean("in_trouble"),
                Times.readNullable(row, "capped_until"),
                row.getString("paused_by"),
                row.getString("reference"));
    }

    private static Pacing pacing(ResultSet row) throws SQLException {
        double slowedRate = row.getDouble("slowed_rate");
        boolean slowed = !row.wasNull();
        return slowed && PacingColumns.read(row) instanceof Pacing.Rate full
                ? new Slowdown(slowedRate, Times.read(row, "slowed_at")).of(full, Times.read(row, "now"))
                : PacingColumns.read(row);
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
