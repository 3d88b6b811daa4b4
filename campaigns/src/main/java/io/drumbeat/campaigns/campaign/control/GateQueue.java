package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Where those wait who want a campaign's gate for themselves: one of each campaign, and some campaigns at a time, wait
 * in PostgreSQL with a connection, all others here without one. So a gate that does not open keeps nobody else waiting.
 */
final class GateQueue {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int AT_A_TIME = 6;

    private final Semaphore connections = new Semaphore(AT_A_TIME, true);
    private final ConcurrentHashMap<CampaignId, Place> places = new ConcurrentHashMap<>();

    /** A campaign's turn, kept while anybody wants it. */
    private static final class Place {
        private final Semaphore turn = new Semaphore(1, true);
        private int wanted;
    }

    /**
     * Runs {@code work} when its turn has come.
     *
     * @throws DatabaseUnavailable where that takes too long: {@code work} was not run then, and will not be
     */
    <T> T alone(CampaignId campaign, Supplier<T> work) {
        Place place = enter(campaign);
        try {
            return within(place.turn, () -> within(connections, work));
        } finally {
            leave(campaign);
        }
    }

    private Place enter(CampaignId campaign) {
        return places.compute(campaign, (id, there) -> {
            Place place = there == null ? new Place() : there;
            place.wanted++;
            return place;
        });
    }

    private void leave(CampaignId campaign) {
        places.computeIfPresent(campaign, (id, place) -> --place.wanted == 0 ? null : place);
    }

    private static <T> T within(Semaphore permits, Supplier<T> work) {
        boolean mine;
        try {
            mine = permits.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw DatabaseUnavailable.heldUp("The wait for a campaign's gate was interrupted");
        }
        if (!mine) {
            throw DatabaseUnavailable.heldUp("Others have been waiting to change this campaign for too long");
        }
        try {
            return work.get();
        } finally {
            permits.release();
        }
    }
}
