package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor.Why;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.AccountBusy;
import io.drumbeat.campaigns.outcome.Outcome.Unconfirmed;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A closed port stood there as "running, ready, 0 %": a vendor's trouble is told where people look, once. */
class SpellTest {

    private static final String REFUSED = "127.0.0.1:9 was not reached: connection refused";
    private static final Outcome SENT = new Accepted("wamid");

    @AutoClose
    private final Installation installation = new Installation();

    private final CampaignStore campaigns = CampaignStore.on(installation.database.database());
    private CampaignId campaign = CampaignId.random();
    private LaneId lane = new LaneId(campaign, new SenderId("a"));

    @BeforeEach
    void start() {
        installation.sender("a", Installation.NO_DELAY, null);
        campaign = installation.campaignWith("""
                {"name": "test", "senders": ["a"], "media": {"type": "image", "url": "https://example.org/a.png"}}""", 9, "a");
        lane = installation.lane(campaign, "a");
    }

    private List<String> log() {
        return installation
                .database
                .database()
                .jdbi()
                .withHandle(handle -> handle.select("select event || ' ' || detail from campaign_log order by log_id")
                        .mapTo(String.class)
                        .list());
    }

    private SenderStore.State sender() {
        return installation.senders.find(new SenderId("a")).orElseThrow();
    }

    private WaitingFor waitingFor() {
        Campaign.Lane read = campaigns.find(campaign).orElseThrow().lanes().get(0);
        return Objects.requireNonNull(read.waitingFor());
    }

    @Test
    void shouldTellLaneSenderAndLogOnceWhatFailedAndWhenItIsTriedAgain() {
        for (int minutes = 0; minutes < 30; minutes += 10) {
            installation.database.shiftClock(Duration.ofMinutes(minutes));
            installation.notReached(lane, REFUSED);
        }

        assertThat(log()).singleElement().asString().startsWith("sender_trouble a: " + REFUSED + " (tried again at 20");
        assertThat(sender().status()).isEqualTo("trouble");
        assertThat(sender().obstacles().trouble()).isEqualTo(REFUSED);
        assertThat(sender().nextSendAt()).isNotNull();
        assertThat(waitingFor()).isEqualTo(new WaitingFor(Why.VENDOR, REFUSED, sender().nextSendAt()));
    }

    @Test
    void shouldTellOnceThatItIsOver() {
        installation.notReached(lane, REFUSED);
        installation.database.shiftClock(Duration.ofMinutes(1));

        installation.send(lane, SENT);
        installation.send(lane, SENT);

        assertThat(log()).hasSize(2).last().isEqualTo("sender_recovered a: its vendor answers again");
        assertThat(sender().status()).isEqualTo("ready");
    }

    @Test
    void shouldNotWriteThatItIsThrottledForAMoment() {
        installation.send(lane, new AccountBusy("429", "slow down", Duration.ofSeconds(2)));
        installation.database.shiftClock(Duration.ofSeconds(3));
        installation.send(lane, SENT);

        assertThat(log()).isEmpty();
    }

    /** A pause of 20 s after one that was not answered was told as the vendor's trouble. */
    @Test
    void shouldTellNothingWhereOnlyThePaceIsSlow() {
        Duration pause = Duration.ofSeconds(20);
        installation.sender("a", new Pacing.Delay(pause, pause), null);

        installation.send(lane, new Unconfirmed("http_502", "Bad gateway"));

        assertThat(log()).isEmpty();
        assertThat(waitingFor().why()).isEqualTo(Why.PACE);
        assertThat(installation.senders.news()).isEmpty();
    }

    /** The log said that the vendor answered again, beside that it had blocked the sender. */
    @Test
    void shouldNotSayThatItIsOverWhereTheVendorBlocksTheSender() {
        installation.notReached(lane, REFUSED);
        installation.database.shiftClock(Duration.ofMinutes(1));

        installation.send(lane, new Outcome.SenderBlocked("190", "the token has expired"));

        assertThat(log()).extracting(line -> line.split(" ")[0]).doesNotContain("sender_recovered");
    }

    /** Whoever had tried the old address backed the new one off. */
    @Test
    void shouldBackOffNobodyElseWhereTheNumberHasBeenReplacedMeanwhile() {
        Means before = installation.means(lane, MediaWay.LINK);
        installation.move("a", new AccountKey("cloud|elsewhere:443|b"));

        installation.dispatches.notReached(lane, before, REFUSED);

        assertThat(log()).isEmpty();
        assertThat(installation.ask(lane)).isEqualTo(new Turn.Ready());
    }

    @Test
    void shouldTellOfAVendorThatDoesNotSayWhetherItSent() {
        installation.send(lane, new Unconfirmed("http_502", "Bad gateway"));
        assertThat(log()).isEmpty();

        installation.send(lane, new Unconfirmed("http_502", "Bad gateway"));

        assertThat(log()).singleElement().asString().startsWith("sender_trouble a: Bad gateway");
    }

    /** Where the media is uploaded first, a wrong base URL shows there. */
    @Test
    void shouldTellOnceWhyTheMediaIsNotPublishedYet() {
        for (int attempt = 0; attempt < 3; attempt++) {
            installation.dispatches.ask(lane, installation.means(lane, MediaWay.UPLOAD));
            assertThat(waitingFor().why()).isEqualTo(Why.PUBLISHING);
            installation.publishing.notPublished(lane, REFUSED, Duration.ofSeconds(5));
        }

        assertThat(log()).singleElement().asString().startsWith("sender_trouble a: " + REFUSED + " (tried again at 20");
        assertThat(waitingFor().reason()).isEqualTo(REFUSED);
        assertThat(waitingFor().until()).isNotNull();
        assertThat(sender().obstacles().trouble()).isEqualTo(REFUSED);
        assertThat(sender().status()).isEqualTo("trouble");

        installation.publishing.published(lane);
        installation.publishing.published(lane);

        assertThat(log()).hasSize(2).last().isEqualTo("sender_recovered a: its media is published");
        assertThat(sender().status()).isEqualTo("ready");
    }
}
