package io.drumbeat.campaigns.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;

/**
 * For how long a transaction of ours may stand in others' way: PostgreSQL itself ends one that takes longer, so that a
 * process that is frozen, cut off or dead cannot outlive its transactions' limits.
 *
 * @param idle of the client between two statements of a transaction; less than {@code lock}, so that whoever waits for
 *     what a frozen process holds gets it
 * @param lock how long one lock is waited for
 * @param statement how long one statement takes
 * @param answer how long PostgreSQL may keep silent, frozen itself for one, before it counts as away; more than
 *     {@code statement}, so that what PostgreSQL ends is told by PostgreSQL
 */
public record TimeLimits(Duration idle, Duration lock, Duration statement, Duration answer) {

    private static final Duration LOCK = Duration.ofSeconds(4);

    /** What all work is held to that says nothing else: milliseconds are usual. */
    public static final TimeLimits BRIEF =
            new TimeLimits(Duration.ofSeconds(2), LOCK, Duration.ofSeconds(5), Duration.ofSeconds(6));

    /** For one statement over very many rows. */
    public static final TimeLimits MANY_ROWS =
            new TimeLimits(Duration.ofSeconds(2), LOCK, Duration.ofMinutes(1), Duration.ofSeconds(61));

    /** For a file of recipients, which one COPY reads for as long as its rows come; nobody waits for its locks. */
    public static final TimeLimits IMPORT =
            new TimeLimits(Duration.ofMinutes(5), LOCK, Duration.ofMinutes(30), Duration.ofMinutes(2));

    /** For a file of media, written piece by piece; whoever brings the same one meanwhile waits for it. */
    public static final TimeLimits FILE =
            new TimeLimits(Duration.ofSeconds(30), Duration.ofMinutes(2), Duration.ofMinutes(3), Duration.ofMinutes(4));

    /** For migrations, whose lock waits idle in one session while another works. */
    static final TimeLimits MIGRATION =
            new TimeLimits(Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofHours(1));

    /** Names and values as PostgreSQL's settings have them. */
    Map<String, String> settings() {
        return Map.of(
                "idle_in_transaction_session_timeout", millis(idle),
                "lock_timeout", millis(lock),
                "statement_timeout", millis(statement));
    }

    private static String millis(Duration limit) {
        return Long.toString(limit.toMillis());
    }

    /** Holds the transaction of {@code handle} to these from now on; the pool's own are back after it. */
    void apply(Handle handle) {
        settings()
                .forEach((name, value) -> handle.createQuery("select set_config(:name, :value, true)")
                        .bind("name", name)
                        .bind("value", value)
                        .mapTo(String.class)
                        .one());
        try {
            handle.getConnection().setNetworkTimeout(Runnable::run, (int) answer.toMillis());
        } catch (SQLException e) {
            throw new ConnectionException(e);
        }
    }
}
