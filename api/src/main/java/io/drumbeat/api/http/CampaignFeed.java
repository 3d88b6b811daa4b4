package io.drumbeat.api.http;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows campaigns for those who watch them: each is read once a round, however many watch it. */
final class CampaignFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CampaignFeed.class);
    private static final Duration ROUND = Duration.ofMillis(500);

    private final CampaignStore campaigns;
    private final Map<CampaignId, Set<Watch>> watches = new ConcurrentHashMap<>();
    private final ScheduledExecutorService rounds;
    private final ScheduledFuture<?> everyRound;

    CampaignFeed(CampaignStore campaigns) {
        this.campaigns = campaigns;
        this.rounds = new ScheduledThreadPoolExecutor(1, Daemons.named("campaign-feed"));
        this.everyRound =
                rounds.scheduleWithFixedDelay(this::round, ROUND.toMillis(), ROUND.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Watches {@code campaign} from now on, until it is closed. */
    Watch watch(Campaign campaign) {
        Watch watch = new Watch(campaign);
        watches.compute(campaign.id(), (id, others) -> {
            Set<Watch> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(watch);
            return all;
        });
        return watch;
    }

    private void round() {
        watches.forEach((id, all) -> {
            try {
                campaigns.find(id).ifPresent(campaign -> all.forEach(watch -> watch.offer(campaign)));
            } catch (DatabaseUnavailable e) {
                LOG.debug("Nothing new of campaign {}: {}", id, e.getMessage());
            } catch (RuntimeException e) {
                // An exception would end all rounds.
                LOG.error("Campaign {} cannot be followed", id, e);
            }
        });
    }

    /** Ends the rounds: who still watches sees nothing new. */
    @Override
    public void close() {
        everyRound.cancel(false);
        rounds.shutdownNow();
    }

    /** One who watches: a slot for the latest state. A slow reader misses states, and keeps nobody waiting. */
    final class Watch implements AutoCloseable {

        private final CampaignId id;
        private final BlockingQueue<Campaign> slot = new ArrayBlockingQueue<>(1);
        private Campaign newest;

        private Watch(Campaign first) {
            this.id = first.id();
            this.newest = first;
            slot.add(first);
        }

        private synchronized void offer(Campaign campaign) {
            if (!newest.withoutForecast().equals(campaign.withoutForecast())) {
                newest = campaign;
                slot.clear();
                slot.add(campaign);
            }
        }

        /** The latest state, each at most once; empty where there is none within {@code patience}. */
        Optional<Campaign> next(Duration patience) throws InterruptedException {
            return Optional.ofNullable(slot.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        }

        @Override
        public void close() {
            watches.computeIfPresent(id, (key, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }
}
