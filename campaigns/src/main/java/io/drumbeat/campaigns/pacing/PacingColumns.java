package io.drumbeat.campaigns.pacing;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** How the table {@code sender} holds a pacing: two delays or a rate, and a rest. */
public final class PacingColumns {

    private PacingColumns() {}

    /** The pacing of the current row. */
    public static Pacing read(ResultSet row) throws SQLException {
        int after = row.getInt("rest_after");
        Rest rest = row.wasNull() ? null : new Rest(after, Duration.ofMillis(row.getLong("rest_ms")));
        double rate = row.getDouble("rate_per_second");
        return row.wasNull()
                ? new Pacing.Delay(
                        Duration.ofMillis(row.getLong("min_delay_ms")),
                        Duration.ofMillis(row.getLong("max_delay_ms")),
                        rest)
                : new Pacing.Rate(rate, row.getInt("max_in_flight"), rest);
    }
}
