package io.drumbeat.campaigns.database;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL is away: unreachable, shutting down, starting, out of connections or disk, or held up for longer than
 * {@link TimeLimits} allow. The same can be asked again later. Every other exception of a database call is a fault.
 */
public final class DatabaseUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final String CONNECTION = "08";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String RESOURCES = "53";
    private static final String ADMINISTRATOR = "57P";

    /** What else means it, by SQLState, and what a person reads. */
    private static final Map<String, String> HELD_UP = Map.of(
            "53100",
            "PostgreSQL's disk is full",
            LOCK_NOT_AVAILABLE,
            "Another transaction in PostgreSQL holds this up",
            "57014",
            "PostgreSQL took too long",
            "25P03",
            "PostgreSQL has ended a transaction that stood still",
            // A standby: ours never ask for a transaction that only reads.
            "25006",
            "PostgreSQL takes no writes");

    private final boolean nothingDone;

    DatabaseUnavailable(Throwable cause) {
        this(HELD_UP.getOrDefault(sqlState(cause).orElse(""), "PostgreSQL is not available"), cause, false);
    }

    private DatabaseUnavailable(String sentence, @Nullable Throwable cause, boolean nothingDone) {
        super(sentence, cause);
        this.nothingDone = nothingDone;
    }

    /** Nothing was even begun, because it would have to wait for too long; {@code sentence} says for what. */
    public static DatabaseUnavailable heldUp(String sentence) {
        return new DatabaseUnavailable(sentence, null, true);
    }

    /** Whether only what was asked has to wait for another transaction; else PostgreSQL is away for all. */
    boolean isHeldUp() {
        return sqlState(this).map(LOCK_NOT_AVAILABLE::equals).orElse(getCause() == null);
    }

    /** Whether what was asked has surely not been done and will not be; else it may have been. */
    public boolean nothingDone() {
        return nothingDone;
    }

    DatabaseUnavailable withNothingDone() {
        return new DatabaseUnavailable(String.valueOf(getMessage()), this, true);
    }

    /** The same for work of which an earlier part is done. */
    public DatabaseUnavailable withSomeDone() {
        return new DatabaseUnavailable(String.valueOf(getMessage()), this, false);
    }

    /** Whether {@code failure} says so. */
    static boolean isMeantBy(Throwable failure) {
        return sqlState(failure)
                .filter(state -> HELD_UP.containsKey(state)
                        || state.startsWith(CONNECTION)
                        || state.startsWith(RESOURCES)
                        || state.startsWith(ADMINISTRATOR))
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
