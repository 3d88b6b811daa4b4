package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.AccountBusy;
import io.drumbeat.campaigns.outcome.Outcome.GivenBack;
import io.drumbeat.campaigns.outcome.Outcome.Retry;
import io.drumbeat.campaigns.outcome.Outcome.SenderBlocked;
import io.drumbeat.campaigns.outcome.Outcome.Transient;
import io.drumbeat.campaigns.outcome.Outcome.Unconfirmed;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Changes that come at the wrong moment: each once left a lane or a campaign hanging, or let one go on that must not. */
class NeverStuckTest {

    private static final Outcome SENT = new Accepted("wamid");
    private static final Outcome NOBODY_KNOWS = new Unconfirmed("timeout", "no answer");
    private static final String HELD_BLOCKS = "select count(*) from lane where block_lo is not null";
    private static final Outcome BLOCKED = new SenderBlocked("190", "The access token has expired.");

    @AutoClose
    private final Installation installation = new Installation();

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
                        Turn.Gated.class, gated -> assertThat(gated.why()).isEqualTo(Turn.Gated.Why.BLOCKED));
        installation.finish(inFlight, SENT);
        for (int sent = 2; sent < 40; sent++) {
            installation.send(b, SENT);
        }
        assertThat(installation.begin(b)).isEqualTo(new Turn.Exhausted());
        assertThat(installation.control.complete(campaign)).isTrue();
    }

    /** The last 78 of a list once waited for hours behind 50 that a person had asked for again, of whom each cost five minutes. */
    @Test
    void shouldGoOnWithTheUntriedWhereThoseThatAreDueAgainAreTheTrouble() {
        installation.database.freezeClock(Duration.ZERO);
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(20, "a");
        LaneId a = installation.lane(campaign, "a");
        for (int hanging = 1; hanging <= 8; hanging++) {
            installation.send(a, NOBODY_KNOWS);
            installation.database.freezeClock(Duration.ofHours(hanging));
        }
        installation.send(a, SENT);
        installation.retry(campaign);

        List<Integer> attempts = new ArrayList<>();
        for (int again = 0; again < 8; again++) {
            Dispatch hangs = installation.taken(a);
            installation.finish(hangs, NOBODY_KNOWS);
            Dispatch untried = installation.taken(a);
            installation.finish(untried, SENT);
            attempts.addAll(List.of(hangs.attempt(), untried.attempt()));
        }

        assertThat(attempts).containsExactly(2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1);
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
        RecoveryStore.Mended mended = installation.recovery.reconcile();

        assertThat(mended.unconfirmed()).isEqualTo(1);
        assertThat(installation.count(HELD_BLOCKS)).isZero();
    }

    @Test
    void shouldStayPausedWhenAPersonPausedItWhileItsSendersWereBlocked() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a");
        installation.send(installation.lane(campaign, "a"), BLOCKED);

        installation.control.apply(campaign, Command.PAUSE, "operator", "not today", null);
        installation.senders.resume(new SenderId("a"), "operator");
        installation.control.applyBreakers();

        assertThat(installation.status(campaign)).isEqualTo("paused");
        assertThat(installation.count("select count(*) from campaign_log where actor = 'operator'"))
                .isEqualTo(1);
    }

    @Test
    void shouldPauseAtOnceWhenItsOnlySenderWasBlockedBeforeItBegan() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.send(installation.lane(installation.campaign(4, "a"), "a"), BLOCKED);
        CampaignId later = installation.campaign(4, "a");

        assertThat(installation.ask(installation.lane(later, "a"))).isInstanceOf(Turn.Gated.class);

        assertThat(installation.status(later)).isEqualTo("paused");
        assertThat(installation.one(
                        "select status_reason from campaign where campaign_id = ?", String.class, later.value()))
                .isEqualTo("None of its senders can send. a: The access token has expired. (190)");
    }

    @Test
    void shouldWakeALaneWhoseCapWasRaisedLongBeforeItWouldComeBack() {
        installation.sender("a", Installation.NO_DELAY, 1);
        LaneId lane = installation.lane(installation.campaign(4, "a"), "a");
        installation.send(lane, SENT);
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Gated.class);
        assertThat(installation.recovery.reconcile().overdue()).isEmpty();

        installation.sender("a", Installation.NO_DELAY, 2);

        assertThat(installation.recovery.reconcile().overdue()).containsExactly(lane);
        installation.send(lane, SENT);
        assertThat(installation.recovery.reconcile().overdue()).isEmpty();
    }

    @Test
    void shouldWakeALaneWhoseBackOffAnOperatorEnded() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(installation.campaign(4, "a"), "a");
        installation.send(lane, new AccountBusy("429", "slow down", null));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);

        installation.senders.resume(new SenderId("a"), "operator");

        assertThat(installation.recovery.reconcile().overdue()).containsExactly(lane);
        installation.send(lane, SENT);
    }

    @Test
    void shouldFailWhenItsMediaCanBePublishedNowhereThoughItWasPausedMeanwhile() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a");
        installation.control.apply(campaign, Command.PAUSE, "operator", null, null);
        installation.publishing.unpublishable(installation.lane(campaign, "a"), "its gateway takes no video");
        assertThat(installation.status(campaign)).isEqualTo("paused");

        installation.control.apply(campaign, Command.RESUME, "operator", null, null);
        installation.recovery.reconcile();
        assertThat(installation.status(campaign)).as("it is tried again first").isEqualTo("running");
        installation.publishing.unpublishable(installation.lane(campaign, "a"), "its gateway takes no video");

        assertThat(installation.status(campaign)).isEqualTo("failed");
        assertThat(installation.one("select status_reason from campaign", String.class))
                .isEqualTo("a: its gateway takes no video");
    }

    /** Five failed fetches once made a lane unpublishable for good: no resume of anything brought it back. */
    @Test
    void shouldPublishAgainWhenTheCampaignIsResumed() {
        LaneId lane = installation.lane(unpublishableAtA(), "a");
        installation.control.apply(lane.campaign(), Command.PAUSE, "operator", null, null);
        installation.control.apply(lane.campaign(), Command.RESUME, "operator", null, null);

        assertThat(installation.dispatches.ask(lane, installation.means(lane, MediaWay.UPLOAD)))
                .isEqualTo(new Turn.Unpublished());
    }

    /** As above; its campaign goes on meanwhile. */
    @Test
    void shouldPublishAgainWhenTheSenderIsResumed() {
        LaneId lane = installation.lane(unpublishableAtA(), "a");
        assertThat(installation.recovery.reconcile().overdue()).doesNotContain(lane);

        installation.senders.resume(new SenderId("a"), "operator");

        assertThat(installation.recovery.reconcile().overdue()).contains(lane);
        assertThat(installation.dispatches.ask(lane, installation.means(lane, MediaWay.UPLOAD)))
                .isEqualTo(new Turn.Unpublished());
    }

    private CampaignId unpublishableAtA() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaignWithMedia("film", 10, 4, "a", "b");
        LaneId lane = installation.lane(campaign, "a");
        installation.publishing.unpublishable(lane, "its gateway takes no video");
        assertThat(installation.dispatches.ask(lane, installation.means(lane, MediaWay.UPLOAD)))
                .isInstanceOfSatisfying(
                        Turn.Gated.class, gated -> assertThat(gated.why()).isEqualTo(Turn.Gated.Why.BLOCKED));
        return campaign;
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

        lanes.forEach(lane -> installation.notReached(lane, "connection refused"));

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

    /** It stayed with the blocked lane until that came back from its pause. */
    @Test
    void shouldLeaveTheWholeShareOfABlockedSenderToTheOthersAtOnce() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(40, "a", "b");
        LaneId b = installation.lane(campaign, "b");
        Dispatch inFlight = installation.taken(installation.lane(campaign, "a"));
        assertThat(installation.count(HELD_BLOCKS)).isEqualTo(1);

        installation.finish(inFlight, BLOCKED);

        assertThat(installation.count(HELD_BLOCKS)).isZero();
        for (int sent = 0; sent < 40; sent++) {
            Dispatch dispatch = installation.taken(b);
            assertThat(dispatch.attempt()).isEqualTo(1);
            installation.finish(dispatch, SENT);
        }
        assertThat(installation.settled(campaign, "sent")).isEqualTo(40);
        assertThat(installation.control.complete(campaign)).isTrue();
    }

    @Test
    void shouldSayWhichSendersAreBlockedAndWhyAndGoOnWithTheFirstThatIsResumed() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId one = installation.campaign(4, "a", "b");
        CampaignId other = installation.campaign(4, "a");
        installation.send(installation.lane(one, "a"), BLOCKED);
        assertThat(installation.status(one)).isEqualTo("running");
        assertThat(installation.status(other)).isEqualTo("paused");

        installation.send(installation.lane(one, "b"), new SenderBlocked("131031", "The account is locked."));

        assertThat(installation.status(one)).isEqualTo("paused");
        assertThat(installation.one(
                        "select status_reason from campaign where campaign_id = ?", String.class, one.value()))
                .isEqualTo("None of its senders can send. a: The access token has expired. (190);"
                        + " b: The account is locked. (131031)");

        installation.senders.resume(new SenderId("a"), "operator");
        installation.recovery.reconcile();

        for (CampaignId campaign : List.of(one, other)) {
            assertThat(installation.status(campaign)).isEqualTo("running");
            assertThat(installation.one(
                            "select event || ': ' || detail from campaign_log where campaign_id = ?"
                                    + " order by log_id desc limit 1",
                            String.class,
                            campaign.value()))
                    .isEqualTo("resumed: one of its senders can send again");
        }
        for (int sent = 0; sent < 4; sent++) {
            installation.send(installation.lane(one, "a"), SENT);
        }
        assertThat(installation.control.complete(one)).isTrue();
    }

    /** The sender's new account was blocked for what the old one had said. */
    @Test
    void shouldBlockTheAccountThatRefusedWhenItsSenderHasAnotherByThen() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a");
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));
        installation.move("a", new AccountKey("cloud|vendor:443|another"));

        installation.finish(dispatch, BLOCKED);

        assertThat(installation.status(campaign)).isEqualTo("running");
        assertThat(installation.one("select account_key from account where blocked_reason is not null", String.class))
                .isEqualTo(dispatch.account().value());
        installation.send(installation.lane(campaign, "a"), SENT);
        installation.move("a", dispatch.account());
        assertThat(installation.begin(installation.lane(campaign, "a"))).isInstanceOf(Turn.Gated.class);
    }

    /** All lanes slept until the row that was due in a day. */
    @Test
    void shouldWakeTheLanesWhenALateAnswerSaysThatARowWasNotSent() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(2, "a", "b");
        LaneId a = installation.lane(campaign, "a");
        LaneId b = installation.lane(campaign, "b");
        Dispatch lost = installation.taken(a);
        installation.recovery.settleAfterCrash();
        installation.send(a, new Transient("131049", "not today", Retry.DAILY));
        assertThat(installation.begin(a))
                .isInstanceOfSatisfying(
                        Turn.Idle.class, idle -> assertThat(idle.delay()).isGreaterThan(Duration.ofHours(23)));
        assertThat(installation.begin(b)).isEqualTo(new Turn.Idle(null));
        assertThat(installation.recovery.reconcile().overdue()).isEmpty();

        DispatchStore.Settlement settlement = installation.finish(lost, new GivenBack("nothing had left"));

        assertThat(settlement.wakes()).isTrue();
        assertThat(installation.recovery.reconcile().overdue()).contains(b);
        assertThat(installation.taken(b).n()).isEqualTo(lost.n());
    }

    /** 29 rows waited for the hour that a vendor had asked of one number, though the other was free all the time. */
    @Test
    void shouldLeaveTheBlockOfAThrottledLaneToTheOthersAtOnce() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(40, "a", "b");

        installation.send(installation.lane(campaign, "a"), new AccountBusy("429", "slow down", Duration.ofHours(1)));

        assertThat(installation.count(HELD_BLOCKS)).isZero();
        for (int sent = 0; sent < 40; sent++) {
            installation.send(installation.lane(campaign, "b"), SENT);
        }
        assertThat(installation.control.complete(campaign)).isTrue();
    }

    @Test
    void shouldLeaveTheBlockToTheOthersWhenItsOwnPaceIsFar() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign =
                installation.campaignWith("{\"pacing\": {\"minDelay\": \"PT20S\", \"maxDelay\": \"PT20S\"}}", 40, "a");

        installation.send(installation.lane(campaign, "a"), SENT);

        assertThat(installation.count(HELD_BLOCKS)).isZero();
    }

    @Test
    void shouldLeaveTheBlockToTheOthersWhenTheVendorIsNotReached() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(installation.campaign(40, "a"), "a");
        installation.send(lane, SENT);
        assertThat(installation.count(HELD_BLOCKS)).isEqualTo(1);

        installation.notReached(lane, "connection refused");

        assertThat(installation.count(HELD_BLOCKS)).isZero();
    }

    /** The versions of another account were lower, so that nobody told the lane, and "running" stood there for good. */
    @Test
    void shouldGoOnByTheNumberThatReplacedABlockedOne() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a");
        LaneId lane = installation.lane(campaign, "a");
        for (int changes = 0; changes < 5; changes++) {
            installation.senders.pause(new SenderId("a"), "operator");
            installation.senders.resume(new SenderId("a"), "operator");
        }
        installation.send(lane, BLOCKED);
        installation.begin(lane);
        assertThat(installation.status(campaign)).isEqualTo("paused");

        installation.move("a", new AccountKey("cloud|vendor:443|another"));
        installation.followed.clear();
        RecoveryStore.Mended mended = installation.recovery.reconcile();

        assertThat(installation.status(campaign)).isEqualTo("running");
        assertThat(installation.followed).containsExactly(campaign);
        assertThat(mended.overdue()).containsExactly(lane);
        installation.send(lane, SENT);
        assertThat(installation.recovery.reconcile().overdue()).isEmpty();
    }

    @Test
    void shouldTellALaneWhoseThrottledNumberWasReplaced() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(installation.campaign(4, "a"), "a");
        installation.send(lane, new AccountBusy("429", "slow down", Duration.ofHours(1)));
        assertThat(installation.recovery.reconcile().overdue()).isEmpty();

        AccountKey first =
                Objects.requireNonNull(installation.means(lane, MediaWay.LINK).account());
        installation.move("a", new AccountKey("cloud|vendor:443|another"));

        assertThat(installation.recovery.reconcile().overdue()).containsExactly(lane);
        installation.send(lane, new AccountBusy("429", "slow down", Duration.ofHours(1)));
        assertThat(installation.recovery.reconcile().overdue()).isEmpty();

        installation.move("a", first);

        assertThat(installation.recovery.reconcile().overdue())
                .as("whichever account is the newer")
                .containsExactly(lane);
    }

    /** A worker with an older senders.json sent from its own number, under the slot, cap and media id of the other's. */
    /** An ask that came first had paused it, and its workflow heard of it half a minute later. */
    @Test
    void shouldTellOfThePauseWhoeverFindsThatNoSenderIsLeft() {
        CampaignId campaign = installation.campaign(9, "a");
        installation.publishing.block(new AccountKey("cloud|vendor:443|a"), "the token has expired");
        assertThat(installation.followed).containsExactly(campaign);
        CampaignId later = installation.campaign(9, "a");

        installation.ask(installation.lane(later, "a"));

        assertThat(installation.status(later)).isEqualTo("paused");
        assertThat(installation.followed).containsExactly(campaign, later);
    }

    @Test
    void shouldBeginNothingByANumberThatTheDatabaseDoesNotKnow() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(installation.campaign(4, "a"), "a");
        Means older = new Means("7@old", new AccountKey("cloud|vendor:443|another"), MediaWay.LINK);
        Means without = new Means("7@old", null, MediaWay.LINK);

        for (Means means : List.of(older, without)) {
            for (Turn turn : List.of(
                    installation.dispatches.ask(lane, means),
                    installation.dispatches.begin(lane, means, List.of(UUID.randomUUID())))) {
                assertThat(turn).isInstanceOfSatisfying(Turn.Gated.class, gated -> {
                    assertThat(gated.reason()).contains("7@old", "senders.json");
                    assertThat(gated.delay()).isLessThan(Duration.ofSeconds(10));
                });
            }
            assertThat(installation.publishing.objection(lane, means)).isPresent();
        }

        assertThat(installation.publishing.objection(lane, installation.means(lane, MediaWay.LINK)))
                .isEmpty();
        installation.send(lane, SENT);
        installation.move("a", new AccountKey("cloud|vendor:443|another"));
        assertThat(installation.dispatches.ask(lane, older)).isInstanceOf(Turn.Ready.class);
    }
}
