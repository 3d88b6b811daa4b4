package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.PacingColumns;
import io.drumbeat.campaigns.pacing.Slowdown;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How fast an account goes now.
 *
 * @param pacing of the sender, as its vendor lets it go now
 * @param sinceRest how many sends it has begun since its last rest
 * @param inTrouble whether campaigns were told that it is held up
 */
record AccountPace(Pacing pacing, Slot slot, int sinceRest, boolean inTrouble) {

    /** What {@link #read} reads, of {@code s} and {@code a}. */
    static final String COLUMNS = """
            s.min_delay_ms, s.max_delay_ms, s.rate_per_second, s.max_in_flight, s.rest_after, s.rest_ms,
            a.since_rest, a.due_at, a.held_by, a.lease_until,
            a.held_since, a.usual_send_millis, a.trouble_reason, a.trouble as failures, a.backed_off_at, a.slowed_rate,
            a.slowed_at, a.trouble_since is not null as in_trouble""";

    /** Of a sender that has no account. */
    static final AccountPace NONE = new AccountPace(Pacing.DEFAULT, Slot.NONE, 0, false);

    static AccountPace read(ResultSet row) throws SQLException {
        return new AccountPace(pacing(row), Slot.read(row), row.getInt("since_rest"), row.getBoolean("in_trouble"));
    }

    private static Pacing pacing(ResultSet row) throws SQLException {
        double slowedRate = row.getDouble("slowed_rate");
        boolean slowed = !row.wasNull();
        return slowed && PacingColumns.read(row) instanceof Pacing.Rate full
                ? new Slowdown(slowedRate, Times.read(row, "slowed_at")).of(full, Times.read(row, "now"))
                : PacingColumns.read(row);
    }
}
