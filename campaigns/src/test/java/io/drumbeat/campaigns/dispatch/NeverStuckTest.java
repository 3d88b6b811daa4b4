package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.campaign.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.CampaignId;
import io.drumbeat.campaigns.dispatch.Outcome.Accepted;
import io.drumbeat.campaigns.dispatch.Outcome.AccountBusy;
import io.drumbeat.campaigns.dispatch.Outcome.SenderBlocked;
import io.drumbeat.campaigns.sender.SenderId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes that come at the wrong moment: each once left a lane or a campaign hanging, or let one go on that must not. */
class NeverStuckTest {

    private static final Outcome SENT = new Accepted("wamid");

    private final Installation installation = new Installation();

    @AfterEach
    void close() {
        installation.close();
    }

    @Test
    void shouldSendByTheOthersWhenASenderIsRemovedInMidCampaign() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(40, "a", "b");
        LaneId a = installation.lane(campaign, "a");
        LaneId b = installation.lane(campaign, "b");
        installation.send(a, SENT);
        Dispatch inFlight = installation.taken(a);
        installation.remove("a");

        assertThat(installation.begin(a))
                .isInstanceOfSatisfying(
                        Turn.Gated.class, gated -> assertThat(gated.why()).isEqualTo("blocked"));
        installation.finish(inFlight, SENT);
        for (int sent = 2; sent < 40; sent++) {
            installation.send(b, SENT);
        }
        assertThat(installation.begin(b)).isEqualTo(new Turn.Exhausted());
        assertThat(installation.control.complete(campaign)).isTrue();
    }

    @Test
    void shouldMendWhatARemovedSenderLeftBehind() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(40, "a", "b");
        installation.send(installation.lane(campaign, "a"), SENT);
        installation.taken(installation.lane(campaign, "a"));
        installation.remove("a");

        installation.database.shiftClock(Duration.ofMinutes(2));
        DispatchStore.Mended mended = installation.dispatches.reconcile();

        assertThat(mended.unconfirmed()).isEqualTo(1);
        assertThat(installation.count("select count(*) from lane where block_lo is not null"))
                .isZero();
    }

    @Test
    void shouldStayPausedWhenAPersonPausedItWhileItsSendersWereBlocked() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a");
        installation.send(installation.lane(campaign, "a"), new SenderBlocked("190", "The access token has expired."));

        installation.control.apply(campaign, Command.PAUSE, "operator", "not today", null);
        installation.senders.resume(new SenderId("a"), "operator");
        installation.control.applyBreakers();

        assertThat(installation.status(campaign)).isEqualTo("paused");
        assertThat(installation.count("select count(*) from campaign_log where actor = 'operator'"))
                .isEqualTo(1);
    }

    @Test
    void shouldWakeALaneWhoseCapWasRaisedLongBeforeItWouldComeBack() {
        installation.sender("a", Installation.NO_DELAY, 1);
        LaneId lane = installation.lane(installation.campaign(4, "a"), "a");
        installation.send(lane, SENT);
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Gated.class);
        assertThat(installation.dispatches.reconcile().overdue()).isEmpty();

        installation.sender("a", Installation.NO_DELAY, 2);

        assertThat(installation.dispatches.reconcile().overdue()).containsExactly(lane);
        installation.send(lane, SENT);
        assertThat(installation.dispatches.reconcile().overdue()).isEmpty();
    }

    @Test
    void shouldWakeALaneWhoseBackOffAnOperatorEnded() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(installation.campaign(4, "a"), "a");
        installation.send(lane, new AccountBusy("429", "slow down", null));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);

        installation.senders.resume(new SenderId("a"), "operator");

        assertThat(installation.dispatches.reconcile().overdue()).containsExactly(lane);
        installation.send(lane, SENT);
    }

    @Test
    void shouldFailWhenItsMediaCanBePublishedNowhereThoughItWasPausedMeanwhile() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a");
        installation.control.apply(campaign, Command.PAUSE, "operator", null, null);
        installation.dispatches.unpublishable(installation.lane(campaign, "a"), "its gateway takes no video");
        assertThat(installation.status(campaign)).isEqualTo("paused");

        installation.control.apply(campaign, Command.RESUME, "operator", null, null);
        installation.dispatches.reconcile();

        assertThat(installation.status(campaign)).isEqualTo("failed");
        assertThat(installation.one("select status_reason from campaign", String.class))
                .isEqualTo("a: its gateway takes no video");
    }

    @Test
    void shouldHoldTheGateForFewOfALongRowOfSuppressed() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(250, "a");
        LaneId lane = installation.lane(campaign, "a");
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute("insert into suppression"
                        + " select phone, 'STOP', 'test', clock_now() from recipient where n < 250"));

        assertThat(installation.begin(lane)).isEqualTo(new Turn.NotYet(Duration.ZERO, null));
        assertThat(installation.settled(campaign, "skipped")).isBetween(1L, 200L);
        while (installation.begin(lane) instanceof Turn.NotYet notYet) {
            assertThat(notYet.delay()).isZero();
        }
        assertThat(installation.settled(campaign, "skipped")).isEqualTo(249);
        assertThat(installation.count("select n from journal")).isEqualTo(250);
    }

    @Test
    void shouldCountOneFailureWhenSeveralLanesFoundTheVendorAwayAtOnce() {
        installation.sender("a", Installation.NO_DELAY, null);
        List<LaneId> lanes = List.of(
                installation.lane(installation.campaign(9, "a"), "a"),
                installation.lane(installation.campaign(9, "a"), "a"));

        lanes.forEach(lane -> installation.dispatches.notReached(lane, "connection refused"));

        assertThat(installation.count("select trouble from account")).isEqualTo(1);
    }

    @Test
    void shouldNotHammerAVendorThatSaysSlowDownAndComeAtOnce() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(installation.campaign(1, "a"), "a");

        DispatchStore.Settlement settlement =
                installation.send(lane, new AccountBusy("429", "slow down", Duration.ZERO));

        assertThat(settlement.untilNextSlot()).isGreaterThan(Duration.ofMillis(500));
    }
}
