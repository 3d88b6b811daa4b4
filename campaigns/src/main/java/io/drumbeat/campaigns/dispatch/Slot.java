package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.database.Times;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account's slot: when it may send next, and the send that is on.
 *
 * @param heldBy the dispatch that has it; null: none
 * @param heldSince when a send took it; null: none holds it, or nobody knows since when
 * @param heldUntil when that send surely has ended; null: none holds it
 * @param sendTime how long the account's sends usually take; zero: nobody knows
 * @param failures how often in a row the vendor has not answered as it should
 * @param backedOffAt when that last made it wait longer or go slower
 * @param trouble what the vendor last said, where that moved it; null: it is only the pace
 */
record Slot(
        Instant dueAt,
        @Nullable UUID heldBy,
        @Nullable Instant heldSince,
        @Nullable Instant heldUntil,
        Duration sendTime,
        int failures,
        Instant backedOffAt,
        @Nullable String trouble) {

    /** Of a sender that has no account. */
    static final Slot NONE = new Slot(Instant.EPOCH, null, null, null, Duration.ZERO, 0, Instant.EPOCH, null);

    /** How soon a lane looks again at most whose turn comes next, while a send takes longer than usual. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    static Slot read(ResultSet row) throws SQLException {
        UUID heldBy = row.getObject("held_by", UUID.class);
        boolean held = heldBy != null;
        return new Slot(
                Times.read(row, "due_at"),
                heldBy,
                held ? Times.readNullable(row, "held_since") : null,
                held ? Times.readNullable(row, "lease_until") : null,
                Duration.ofMillis(row.getLong("usual_send_millis")),
                row.getInt("failures"),
                Times.read(row, "backed_off_at"),
                row.getString("trouble_reason"));
    }

    boolean isHeld(Instant now) {
        return heldUntil != null && heldUntil.isAfter(now);
    }

    /** What a lane that waits for it counts for a send. */
    Duration aSend() {
        return shorter(sendTime, LONGEST_LOOK);
    }

    /** As long as sends usually take; one that takes longer is looked at the less often, the longer it takes. */
    Duration untilTheHolderEnds(Instant now) {
        Duration elapsed = heldSince == null ? Duration.ZERO : Duration.between(heldSince, now);
        return shorter(aSend().minus(elapsed).abs(), LONGEST_LOOK);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
