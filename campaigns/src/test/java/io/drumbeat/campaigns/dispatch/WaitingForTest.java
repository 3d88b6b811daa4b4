package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.Campaign.LaneStatus;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor.Why;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.AccountBusy;
import io.drumbeat.campaigns.outcome.Outcome.Retry;
import io.drumbeat.campaigns.outcome.Outcome.SenderBlocked;
import io.drumbeat.campaigns.outcome.Outcome.Transient;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.SenderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Whoever looks at a campaign that sends nothing is told why: "running, 0 %" alone once stood there for minutes. */
class WaitingForTest {

    private static final Pacing SLOW = new Pacing.Delay(Duration.ofSeconds(4), Duration.ofSeconds(4));
    private static final Outcome SENT = new Accepted("wamid");

    @AutoClose
    private final Installation installation = new Installation();

    private final CampaignStore campaigns = CampaignStore.on(installation.database.database());

    private CampaignId campaign(int recipients) {
        return installation.campaignWith("""
                {"name": "test", "senders": ["a"], "media": {"type": "image", "url": "https://example.org/a.png"}}""", recipients, "a");
    }

    private LaneId running(Pacing pacing, int recipients) {
        installation.sender("a", pacing, null);
        return installation.lane(campaign(recipients), "a");
    }

    private Campaign.Lane read(LaneId lane) {
        return campaigns.find(lane.campaign()).orElseThrow().lanes().get(0);
    }

    private WaitingFor waitingFor(LaneId lane) {
        return Objects.requireNonNull(read(lane).waitingFor());
    }

    @Test
    void shouldWaitForNothingWhileItSends() {
        LaneId lane = running(SLOW, 4);

        installation.taken(lane);

        assertThat(read(lane).waitingFor()).isNull();
    }

    @Test
    void shouldWaitForItsPaceAfterASend() {
        LaneId lane = running(SLOW, 4);

        installation.send(lane, SENT);

        WaitingFor waiting = waitingFor(lane);
        assertThat(waiting.why()).isEqualTo(Why.PACE);
        assertThat(waiting.until()).isEqualTo(read(lane).nextSendAt()).isAfter(Instant.EPOCH);
    }

    @Test
    void shouldWaitForItsTurnWhileAnotherCampaignSends() {
        LaneId lane = running(SLOW, 4);
        LaneId other = installation.lane(campaign(4), "a");
        installation.taken(other);

        installation.ask(lane);

        assertThat(waitingFor(lane).why()).isEqualTo(Why.TURN);
    }

    @Test
    void shouldWaitForTheVendorInItsWords() {
        LaneId lane = running(SLOW, 4);

        installation.send(lane, new AccountBusy("429", "slow down", Duration.ofHours(1)));

        WaitingFor waiting = waitingFor(lane);
        assertThat(waiting.why()).isEqualTo(Why.VENDOR);
        assertThat(waiting.reason()).isEqualTo("slow down");
        assertThat(waiting.until()).isNotNull();
    }

    @Test
    void shouldWaitForItsMedia() {
        LaneId lane = running(SLOW, 4);

        installation.dispatches.ask(lane, installation.means(lane, MediaWay.UPLOAD));

        assertThat(waitingFor(lane).why()).isEqualTo(Why.PUBLISHING);
    }

    @Test
    void shouldWaitForARowThatIsDueLater() {
        LaneId lane = running(Installation.NO_DELAY, 1);
        installation.send(lane, new Transient("131049", "not today", Retry.DAILY));

        installation.begin(lane);

        assertThat(waitingFor(lane).why()).isEqualTo(Why.ROWS);
    }

    @Test
    void shouldWaitForItsCap() {
        installation.sender("a", Installation.NO_DELAY, 1);
        LaneId lane = installation.lane(campaign(4), "a");
        installation.send(lane, SENT);

        installation.begin(lane);

        assertThat(waitingFor(lane).why()).isEqualTo(Why.CAP);
        assertThat(waitingFor(lane).until()).isNotNull();
        assertThat(read(lane).status()).isEqualTo(LaneStatus.CAPPED);
    }

    @Test
    void shouldSayWhoPausedIt() {
        LaneId lane = running(SLOW, 4);

        installation.senders.pause(new SenderId("a"), "bela");

        assertThat(waitingFor(lane)).isEqualTo(new WaitingFor(Why.PAUSED, "the sender was paused by bela", null));
        assertThat(read(lane).status()).isEqualTo(LaneStatus.PAUSED);
    }

    @Test
    void shouldSayWhyItsCampaignIsPaused() {
        LaneId lane = running(SLOW, 4);

        installation.control.apply(lane.campaign(), Command.PAUSE, "bela", "a typo", null);

        assertThat(waitingFor(lane)).isEqualTo(new WaitingFor(Why.PAUSED, "a typo", null));
    }

    @Test
    void shouldSayWhyItsSenderIsBlocked() {
        LaneId lane = running(SLOW, 4);

        installation.send(lane, new SenderBlocked("190", "The access token has expired."));

        assertThat(waitingFor(lane))
                .isEqualTo(new WaitingFor(Why.BLOCKED, "The access token has expired. (190)", null));
    }

    @Test
    void shouldWaitForNothingOnceItIsDone() {
        LaneId lane = running(SLOW, 1);

        installation.send(lane, SENT);

        assertThat(read(lane).waitingFor()).isNull();
        assertThat(read(lane).status()).isEqualTo(LaneStatus.DONE);
    }

    @Test
    void shouldSayThatAWorkerKnowsItsSenderOtherwise() {
        LaneId lane = running(SLOW, 4);

        installation.dispatches.ask(lane, new Means("7@old", null, MediaWay.LINK));

        assertThat(waitingFor(lane).why()).isEqualTo(Why.BLOCKED);
        assertThat(waitingFor(lane).reason()).contains("The senders.json of worker 7@old", "restart");
        assertThat(read(lane).status()).isEqualTo(LaneStatus.BLOCKED);
        installation.ask(lane);
        assertThat(read(lane).waitingFor()).isNull();
    }
}
