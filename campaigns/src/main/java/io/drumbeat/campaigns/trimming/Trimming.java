package io.drumbeat.campaigns.trimming;

import io.drumbeat.campaigns.database.Database;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Deletes what is over ({@link Trimmed} says what), a piece of a table at a time and each in a transaction of its own: none
 * is long, and what a kill leaves undone the next pass does (docs/protocol.md#over-is-trimmed). Several processes may do it;
 * one at a time does.
 */
public final class Trimming {

    private static final String IS_OUR_TURN = """
            select clock_now() >= :nextPass and pg_try_advisory_xact_lock(hashtextextended('trimming', 0))""";

    private final Database database;
    private int table;
    private long page;
    private Instant nextPass = Instant.MIN;

    /** What is over in {@code database}. */
    public Trimming(Database database) {
        this.database = database;
    }

    /**
     * Deletes what is over in the next piece; does nothing where another process is at it, nor in the hour after a pass
     * through all tables. To be called every few seconds, by one thread.
     */
    public void step() {
        Trimmed trimmed = Trimmed.TABLES.get(table);
        database.transact(handle -> isOurTurn(handle) ? Optional.of(trimmed.piece(handle, page)) : nothing())
                .ifPresent(this::goOn);
    }

    private static Optional<Trimmed.Piece> nothing() {
        return Optional.empty();
    }

    private boolean isOurTurn(Handle handle) {
        return handle.createQuery(IS_OUR_TURN)
                .bind("nextPass", nextPass)
                .mapTo(Boolean.class)
                .one();
    }

    private void goOn(Trimmed.Piece done) {
        page = done.nextPage();
        if (done.last()) {
            table = (table + 1) % Trimmed.TABLES.size();
            page = 0;
            nextPass = table == 0 ? done.inAnHour() : nextPass;
        }
    }
}
