package io.drumbeat.api.http.campaign;

import static io.drumbeat.campaigns.Races.require;

import io.drumbeat.api.http.campaign.CampaignFeed.Watch;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.OneCall;
import io.drumbeat.campaigns.Races;
import io.drumbeat.campaigns.audience.AudienceFigures;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.spec.SpecJson;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;

/** Whoever follows a campaign sees it go on, whenever a round comes. */
class CampaignFeedRacesTest {

    private static final Campaign BEFORE = campaign(1);
    private static final Campaign AFTER = campaign(2);

    private static Campaign campaign(long sent) {
        return new Campaign(
                new CampaignId(new UUID(1, 1)),
                CampaignStatus.RUNNING,
                null,
                new Campaign.Times(Instant.EPOCH, null, null, null),
                "test",
                SpecJson.read("""
                        {"name": "x", "senders": ["a"], "media": {"type": "audio"}, "phoneFormat": "auto", "start": true}"""),
                new AudienceFigures(2, 2, 0, 0, 0),
                new Campaign.Progress(
                        2,
                        2 - sent,
                        0,
                        sent,
                        0,
                        0,
                        0,
                        new Campaign.Heard(0, 0, 0, 0, 0),
                        new Campaign.Outlook(0, null)),
                List.of());
    }

    private final Campaign[] stored = {BEFORE};
    private final Runnable[] round = {() -> {}};
    private final CampaignStore store = OneCall.of(CampaignStore.class, "find", arguments -> Optional.of(stored[0]));
    private final ScheduledExecutorService rounds =
            OneCall.of(ScheduledExecutorService.class, "scheduleWithFixedDelay", arguments -> {
                round[0] = (Runnable) arguments[0];
                return null;
            });

    /** A round that had read the campaign before the newcomer did told it what was no more. */
    @Test
    void shouldTellNobodyWhatIsOlderThanWhatTheyKnow() {
        Races.inOrders(200, () -> {
            stored[0] = BEFORE;
            CampaignFeed feed = new CampaignFeed(store, rounds);
            feed.watch(BEFORE);
            Watch[] newcomer = new Watch[1];
            Races.together(round[0], () -> {
                stored[0] = AFTER;
                newcomer[0] = feed.watch(stored[0]);
            });

            require(AFTER.equals(next(newcomer[0])), "the newest");
        });
    }

    private static Campaign next(Watch watch) {
        try {
            return watch.next(Duration.ZERO).orElseThrow();
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
    }
}
