package io.drumbeat.campaigns.database;

import java.sql.SQLException;
import java.util.Optional;

/**
 * PostgreSQL is away: unreachable, shutting down, starting, or out of connections or disk. What was asked of it may or may not
 * have been committed, and the same can be asked again later. Every other exception of a database call is a fault.
 */
public final class DatabaseUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String DISK_FULL = "53100";

    DatabaseUnavailable(Throwable cause) {
        super(
                sqlState(cause).orElse("").equals(DISK_FULL)
                        ? "PostgreSQL's disk is full"
                        : "PostgreSQL is not available",
                cause);
    }

    /** Whether {@code failure} says so: connection trouble, an administrator's stop, or nothing left to work with. */
    static boolean isMeantBy(Throwable failure) {
        return sqlState(failure)
                .filter(state -> state.startsWith("08") || state.startsWith("57P") || state.startsWith("53"))
                .isPresent();
    }

    /** The SQLState of the exception that PostgreSQL or the driver threw, however deep it stands. */
    static Optional<String> sqlState(Throwable failure) {
        Optional<String> deepest = Optional.empty();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof SQLException sql && sql.getSQLState() != null) {
                deepest = Optional.of(sql.getSQLState());
            }
        }
        return deepest;
    }
}
