package io.drumbeat.campaigns.recipient;

import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.TimeLimits;
import io.drumbeat.campaigns.paging.Sink;
import io.drumbeat.campaigns.spec.FollowUp;
import java.io.IOException;
import java.util.Iterator;
import java.util.stream.Collectors;
import org.jdbi.v3.core.result.ResultIterator;

/** The recipients of a campaign whom another one follows up, all as they are at one moment. */
public final class ChosenRecipients {

    private static final int FETCHED = 10_000;

    private final Database database;

    /** Those in {@code database}. */
    public ChosenRecipients(Database database) {
        this.database = database;
    }

    /**
     * Shows the line of each to {@code lines}, in the order of the file. A connection is held until the last one is taken.
     *
     * @throws IOException where {@code lines} does
     */
    public void each(FollowUp followUp, Sink<Long> lines) throws IOException {
        // A row with a line in the journal is being sent, again maybe; one that waits for that has no status.
        String select = """
                select r.line from recipient r
                left join journal j using (campaign_id, tape, n)
                where r.campaign_id = :id and j.dispatch_id is null and (%s)
                order by r.tape, r.n""".formatted(
                followUp.outcomes().stream().map(ChosenRecipients::condition).collect(Collectors.joining(" or ")));
        database.transact(TimeLimits.IMPORT, handle -> {
            try (ResultIterator<Long> found = handle.createQuery(select)
                    .bind("id", followUp.campaign())
                    .setFetchSize(FETCHED)
                    .mapTo(Long.class)
                    .iterator()) {
                for (Iterator<Long> each = found; each.hasNext(); ) {
                    lines.accept(each.next());
                }
            }
            return null;
        });
    }

    private static String condition(FollowUp.Outcome outcome) {
        return switch (outcome) {
            case FAILED -> "r.status = 'failed'";
            case UNCONFIRMED -> "r.status = 'unconfirmed'";
            case NOT_DELIVERED -> "r.status = 'sent' and r.delivered_at is null and r.read_at is null";
            case NOT_READ -> "r.status = 'sent' and r.read_at is null";
            case NOT_REPLIED -> "r.status = 'sent' and r.replied_at is null";
            case REPLIED -> "r.status in ('sent', 'failed', 'unconfirmed') and r.replied_at is not null";
        };
    }
}
