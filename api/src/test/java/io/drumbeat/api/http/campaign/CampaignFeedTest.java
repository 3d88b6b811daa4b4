package io.drumbeat.api.http.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.http.RunningServer;
import io.drumbeat.api.http.campaign.CampaignFeed.Watch;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CampaignFeedTest {

    private static final Duration PATIENCE = RunningServer.PATIENCE;

    @Test
    void shouldKeepNobodyWaitingWhenAReaderStalls() throws Exception {
        try (RunningServer server = new RunningServer();
                CampaignFeed feed = new CampaignFeed(server.stores.campaigns())) {
            CampaignStore campaigns = server.stores.campaigns();
            CampaignId id = CampaignId.parse(server.campaign()).orElseThrow();
            Campaign campaign = campaigns.find(id).orElseThrow();
            try (Watch stalled = feed.watch(campaign);
                    Watch reading = feed.watch(campaign)) {
                assertThat(reading.next(PATIENCE)).contains(campaign);
                for (Command command : new Command[] {Command.PAUSE, Command.RESUME, Command.CANCEL}) {
                    server.stores.control().apply(id, command, "test", null, null);
                    assertThat(reading.next(PATIENCE)).isPresent();
                }
                passARound(server, feed);
                assertThat(reading.next(Duration.ZERO)).as("nothing changed").isEmpty();

                // What it missed is gone: it gets the latest, once.
                assertThat(stalled.next(PATIENCE))
                        .hasValueSatisfying(
                                latest -> assertThat(latest.status()).isEqualTo(CampaignStatus.CANCELLED));
                assertThat(stalled.next(Duration.ZERO)).isEmpty();
            }
        }
    }

    @Test
    void shouldLookOnceARoundHoweverManyWait() {
        AtomicInteger looks = new AtomicInteger();
        try (RunningServer server = new RunningServer();
                CampaignFeed feed = new CampaignFeed(counting(server.stores.campaigns(), looks))) {
            CampaignId id = CampaignId.parse(server.campaign()).orElseThrow();
            Campaign campaign = server.stores.campaigns().find(id).orElseThrow();
            List<CompletableFuture<Campaign>> waiting = Stream.generate(() -> feed.news(campaign, PATIENCE))
                    .limit(1_000)
                    .toList();

            server.stores.control().apply(id, Command.CANCEL, "test", null, null);

            assertThat(waiting)
                    .allSatisfy(news -> assertThat(news.join().status()).isEqualTo(CampaignStatus.CANCELLED));
            assertThat(feed.followers()).isZero();
            assertThat(looks).hasValueLessThan(100);
        }
    }

    private static CampaignStore counting(CampaignStore campaigns, AtomicInteger looks) {
        return (CampaignStore) Proxy.newProxyInstance(
                CampaignStore.class.getClassLoader(),
                new Class<?>[] {CampaignStore.class},
                (proxy, method, arguments) -> {
                    looks.incrementAndGet();
                    return method.invoke(campaigns, arguments);
                });
    }

    /** Two changes of another campaign are seen in two rounds: until the second is, every campaign was looked at again. */
    private static void passARound(RunningServer server, CampaignFeed feed) throws InterruptedException {
        CampaignId id = CampaignId.parse(server.campaign()).orElseThrow();
        try (Watch other = feed.watch(server.stores.campaigns().find(id).orElseThrow())) {
            assertThat(other.next(PATIENCE)).isPresent();
            for (Command command : new Command[] {Command.PAUSE, Command.RESUME}) {
                server.stores.control().apply(id, command, "test", null, null);
                assertThat(other.next(PATIENCE)).isPresent();
            }
        }
    }
}
