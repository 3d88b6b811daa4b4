package io.drumbeat.campaigns.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads timestamptz as instants; {@code -infinity} and {@code infinity} are {@link Instant#MIN} and {@link Instant#MAX}. */
public final class Times {

    private Times() {}

    /** Of a column that is never null. */
    public static Instant read(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(readNullable(row, column), column);
    }

    /** Of a column that may be null. */
    public static @Nullable Instant readNullable(ResultSet row, String column) throws SQLException {
        return instant(row.getObject(column, OffsetDateTime.class));
    }

    static @Nullable Instant instant(@Nullable OffsetDateTime value) {
        if (value == null) {
            return null;
        }
        if (value.equals(OffsetDateTime.MIN)) {
            return Instant.MIN;
        }
        return value.equals(OffsetDateTime.MAX) ? Instant.MAX : value.toInstant();
    }
}
