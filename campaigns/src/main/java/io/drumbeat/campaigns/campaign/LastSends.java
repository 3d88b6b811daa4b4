package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import java.time.Duration;
import org.jdbi.v3.core.Handle;

/** The sends that had passed a campaign's gate before it was shut (docs/protocol.md#pause-answers-last). */
final class LastSends {

    /** Begun longer ago, a send has either left or was given back: {@code DispatchStore}'s callers keep to that. */
    private static final String BEGUN_JUST_NOW = "begun_at > clock_now() - interval '2 s'";

    /** The same by our own clock, from when the gate was shut. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private static final long POLL_MILLIS = 10;

    private final Database database;

    LastSends(Database database) {
        this.database = database;
    }

    /**
     * The gate is shut, so this only waits for what had passed it: until it is finished or cannot leave any more. Where
     * PostgreSQL is away meanwhile, time alone tells.
     */
    void await(CampaignId id) {
        long shut = System.nanoTime();
        try {
            while (System.nanoTime() - shut < LONGEST.toNanos() && mayStillLeave(id)) {
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the sends already begun were awaited", e);
        }
    }

    private boolean mayStillLeave(CampaignId id) {
        try {
            return database.jdbi().withHandle(handle -> sendsBegunJustNow(handle, id));
        } catch (DatabaseUnavailable unknown) {
            return true;
        }
    }

    private static boolean sendsBegunJustNow(Handle handle, CampaignId id) {
        return handle.createQuery(
                        "select exists (select from journal where campaign_id = :id and %s)".formatted(BEGUN_JUST_NOW))
                .bind("id", id)
                .mapTo(Boolean.class)
                .one();
    }
}
