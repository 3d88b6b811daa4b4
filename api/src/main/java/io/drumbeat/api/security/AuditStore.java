package io.drumbeat.api.security;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.paging.InvalidCursor;
import io.drumbeat.campaigns.paging.Page;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who did or fetched what. An entry is begun before it is done, so that nothing is done without. Kept for 400 days. */
public interface AuditStore {

    /** Whom it names where the command {@code token} did it: no token can be called so. */
    String COMMAND_LINE = "(command line)";

    /** The one in {@code database}. */
    static AuditStore on(Database database) {
        return new PostgresAuditStore(database);
    }

    /**
     * Begins an entry.
     *
     * @param who the token's name
     * @param call method and route, such as {@code POST /campaigns/{id}/pause}
     * @param subject which one, an id or a name and never a phone; null: none, or not known yet
     * @return the entry's number
     */
    long begin(String who, String call, @Nullable String subject);

    /**
     * Says how it ended. Safe to call twice.
     *
     * @param status the answer's
     * @param subject as above; null: as it was begun
     */
    void end(long entry, int status, @Nullable String subject);

    /**
     * The entries, newest first.
     *
     * @param who only those of the token of that name; null: of all
     * @param cursor from the page before; null: the first page
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws InvalidCursor where {@code cursor} is none of ours
     */
    Page<Entry> list(@Nullable String who, @Nullable String cursor, int limit);

    /**
     * One of them.
     *
     * @param campaign what the campaign is called whose id {@code subject} is; null: it is none, or is not there any more
     * @param status null: it has not ended, or the process did before
     */
    record Entry(
            long id,
            Instant at,
            String who,
            String call,
            @Nullable String subject,
            @Nullable String campaign,
            @Nullable Integer status) {}
}
