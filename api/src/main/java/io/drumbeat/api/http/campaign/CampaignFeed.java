package io.drumbeat.api.http.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows campaigns for those who watch them or wait for news: each is read once a round, however many they are. */
final class CampaignFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CampaignFeed.class);
    private static final Duration ROUND = Duration.ofMillis(500);

    private final CampaignStore campaigns;
    private final Map<CampaignId, Set<Follower>> followers = new ConcurrentHashMap<>();
    private final ScheduledExecutorService rounds;
    private final ScheduledFuture<?> everyRound;
    private volatile boolean closed;

    CampaignFeed(CampaignStore campaigns) {
        this(campaigns, new ScheduledThreadPoolExecutor(1, Daemons.named("campaign-feed")));
    }

    /** @param rounds whose one thread looks for news, until this is closed */
    CampaignFeed(CampaignStore campaigns, ScheduledExecutorService rounds) {
        this.campaigns = campaigns;
        this.rounds = rounds;
        this.everyRound =
                rounds.scheduleWithFixedDelay(this::round, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Watches {@code campaign} from now on, until it is closed. */
    Watch watch(Campaign campaign) {
        return follow(new Watch(campaign));
    }

    /**
     * Is completed once there is news of a campaign, or with {@code known} where there is none within {@code patience} or the
     * feed is closed. Nobody but the feed's own thread waits meanwhile; it must not be held up by what comes after.
     */
    CompletableFuture<Campaign> news(Campaign known, Duration patience) {
        Wait wait = follow(new Wait(known));
        if (closed) {
            wait.end();
        }
        return wait.over
                .completeOnTimeout(known, patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((campaign, never) -> wait.close());
    }

    /** How many follow any campaign. */
    int followers() {
        return followers.values().stream().mapToInt(Set::size).sum();
    }

    /** Whether nothing is told any more. */
    boolean isClosed() {
        return closed;
    }

    private <F extends Follower> F follow(F follower) {
        followers.compute(follower.id, (id, others) -> {
            Set<Follower> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(follower);
            return all;
        });
        return follower;
    }

    private void round() {
        followers.forEach((id, all) -> {
            // Whoever comes while it is read may know a newer state already.
            List<Follower> before = List.copyOf(all);
            try {
                campaigns.find(id).ifPresent(campaign -> before.forEach(follower -> follower.offer(campaign)));
            } catch (DatabaseUnavailable e) {
                LOG.debug("Nothing new of campaign {}: {}", id, e.getMessage());
            } catch (RuntimeException e) {
                // An exception would end all rounds.
                LOG.error("Campaign {} cannot be followed", id, e);
            }
        });
    }

    /** Ends the rounds and every wait: who still watches sees nothing new. */
    @Override
    public void close() {
        closed = true;
        everyRound.cancel(false);
        rounds.shutdownNow();
        followers.values().forEach(all -> all.forEach(Follower::end));
    }

    /** One who knows a state of a campaign, and is told others. */
    private abstract class Follower implements AutoCloseable {

        final CampaignId id;
        private Campaign newest;

        private Follower(Campaign known) {
            this.id = known.id();
            this.newest = known;
        }

        private synchronized void offer(Campaign campaign) {
            if (!newest.withoutOutlook().equals(campaign.withoutOutlook())) {
                newest = campaign;
                tell(campaign);
            }
        }

        /** In the thread of the rounds, which must not wait. */
        abstract void tell(Campaign campaign);

        /** Nothing more will be told. */
        abstract void end();

        @Override
        public void close() {
            followers.computeIfPresent(id, (key, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }

    /** One who watches: a slot for the latest state. A slow reader misses states, and keeps nobody waiting. */
    final class Watch extends Follower {

        private final BlockingQueue<Campaign> slot = new ArrayBlockingQueue<>(1);

        private Watch(Campaign first) {
            super(first);
            slot.add(first);
        }

        @Override
        void tell(Campaign campaign) {
            slot.clear();
            slot.add(campaign);
        }

        /** Its thread is interrupted by whoever started it. */
        @Override
        void end() {}

        /** The latest state, each at most once; empty where there is none within {@code patience}. */
        Optional<Campaign> next(Duration patience) throws InterruptedException {
            return Optional.ofNullable(slot.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    /** One who waits for the first news. */
    private final class Wait extends Follower {

        private final Campaign known;
        private final CompletableFuture<Campaign> over = new CompletableFuture<>();

        private Wait(Campaign known) {
            super(known);
            this.known = known;
        }

        @Override
        void tell(Campaign campaign) {
            over.complete(campaign);
        }

        @Override
        void end() {
            over.complete(known);
        }
    }
}
