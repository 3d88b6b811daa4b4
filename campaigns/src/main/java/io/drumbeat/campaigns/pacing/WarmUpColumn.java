package io.drumbeat.campaigns.pacing;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** How the table {@code sender} holds a warm-up. */
public final class WarmUpColumn {

    private WarmUpColumn() {}

    /** The warm-up of the current row. */
    public static WarmUp read(ResultSet row) throws SQLException {
        Array days = row.getArray("warm_up");
        return days == null ? WarmUp.NONE : new WarmUp(List.of((Integer[]) days.getArray()));
    }
}
