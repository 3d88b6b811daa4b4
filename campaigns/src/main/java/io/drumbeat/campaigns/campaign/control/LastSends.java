package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import java.time.Duration;
import java.util.Optional;

/** The sends that had passed a campaign's gate before it was shut (docs/protocol.md#pause-answers-last). */
final class LastSends {

    /** After it, a send has either left or was given back: {@code DispatchStore}'s callers keep to that. */
    private static final String FOR_HOW_LONG = """
            select coalesce(extract(epoch from max(coalesce(leaves_by, begun_at + interval '2 s')) - clock_now()), 0)
            from journal where campaign_id = :id""";

    /** Where PostgreSQL has not said for how long one may still leave. */
    private static final Duration USUALLY = Duration.ofSeconds(2);

    private static final long POLL_MILLIS = 10;

    private final Database database;

    LastSends(Database database) {
        this.database = database;
    }

    /**
     * The gate is shut, so this only waits for what had passed it: until it is finished or cannot leave any more. Where
     * PostgreSQL is away meanwhile, our own clock tells.
     */
    void await(CampaignId id) {
        try {
            Duration most = longest(id).orElse(USUALLY);
            Duration left = most;
            long since = System.nanoTime(); // PostgreSQL has said so before
            while (left.compareTo(Duration.ZERO) > 0 && System.nanoTime() - since < most.toNanos()) {
                Thread.sleep(POLL_MILLIS);
                left = longest(id).orElse(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the sends already begun were awaited", e);
        }
    }

    /** For how long one of them may still leave; empty where PostgreSQL does not say. */
    private Optional<Duration> longest(CampaignId id) {
        try {
            double seconds = database.jdbi()
                    .withHandle(handle -> handle.createQuery(FOR_HOW_LONG)
                            .bind("id", id)
                            .mapTo(Double.class)
                            .one());
            return Optional.of(Duration.ofNanos((long) (seconds * 1e9)));
        } catch (DatabaseUnavailable unknown) {
            return Optional.empty();
        }
    }
}
