package io.drumbeat.campaigns.pacing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** How the table {@code sender} holds a pacing: two delays or a rate. */
public final class PacingColumns {

    private PacingColumns() {}

    /** The pacing of the current row. */
    public static Pacing read(ResultSet row) throws SQLException {
        double rate = row.getDouble("rate_per_second");
        return row.wasNull()
                ? new Pacing.Delay(
                        Duration.ofMillis(row.getLong("min_delay_ms")), Duration.ofMillis(row.getLong("max_delay_ms")))
                : new Pacing.Rate(rate, row.getInt("max_in_flight"));
    }
}
