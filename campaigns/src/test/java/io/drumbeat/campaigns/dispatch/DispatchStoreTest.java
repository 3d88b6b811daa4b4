package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.AccountBusy;
import io.drumbeat.campaigns.outcome.Outcome.CampaignBlocked;
import io.drumbeat.campaigns.outcome.Outcome.GivenBack;
import io.drumbeat.campaigns.outcome.Outcome.Rejected;
import io.drumbeat.campaigns.outcome.Outcome.Retry;
import io.drumbeat.campaigns.outcome.Outcome.SenderBlocked;
import io.drumbeat.campaigns.outcome.Outcome.Transient;
import io.drumbeat.campaigns.outcome.Outcome.Unconfirmed;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.SenderId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@TakesLong
class DispatchStoreTest {

    private static final Outcome SENT = new Accepted("wamid");
    private static final Outcome REFUSED = new Rejected("131026", "undeliverable", false);
    private static final Outcome NOBODY_KNOWS = new Unconfirmed("timeout", "no answer");
    private static final Pacing.Delay THREE_TO_FIVE = new Pacing.Delay(Duration.ofSeconds(3), Duration.ofSeconds(5));

    @AutoClose
    private final Installation installation = new Installation();

    @Test
    void shouldSendToEveryRecipientOnceAndThenBeExhausted() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(7, "a");
        LaneId lane = installation.lane(campaign, "a");

        Set<String> phones = new HashSet<>();
        for (int i = 0; i < 7; i++) {
            Dispatch dispatch = installation.taken(lane);
            assertThat(phones.add(dispatch.phone())).isTrue();
            installation.finish(dispatch, SENT);
        }

        assertThat(installation.begin(lane)).isEqualTo(new Turn.Exhausted());
        assertThat(installation.settled(campaign, "sent")).isEqualTo(7);
        assertThat(installation.control.complete(campaign)).isTrue();
        assertThat(installation.status(campaign)).isEqualTo("completed");
    }

    @Test
    void shouldGiveTheSameAnswerWhenBeginIsRepeated() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(installation.campaign(3, "a"), "a");
        UUID id = UUID.randomUUID();

        Turn first = installation.dispatches.begin(lane, installation.means(lane, MediaWay.LINK), List.of(id));
        Turn again = installation.dispatches.begin(lane, installation.means(lane, MediaWay.LINK), List.of(id));

        assertThat(again).isEqualTo(first);
        assertThat(installation.count("select count(*) from journal")).isEqualTo(1);
    }

    @Test
    void shouldChangeNothingWhenFinishIsRepeated() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(2, "a");
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));

        installation.finish(dispatch, SENT);
        installation.finish(dispatch, SENT);

        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
    }

    @Test
    void shouldKeepTheRowWhenFinishOfASendThatGoesAgainIsRepeated() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(1, "a");
        LaneId lane = installation.lane(campaign, "a");
        Dispatch first = installation.taken(lane);
        installation.finish(first, new GivenBack("too late"));
        installation.finish(first, new GivenBack("too late"));

        Dispatch second = installation.taken(lane);
        installation.finish(first, new GivenBack("too late"));
        installation.finish(second, SENT);
        installation.finish(first, new GivenBack("too late"));

        assertThat(second.attempt()).isEqualTo(1);
        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
        assertThat(installation.begin(lane)).isEqualTo(new Turn.Exhausted());
    }

    @Test
    void shouldHoldTheSlotWhileASendIsOnAndPauseFromItsEnd() {
        installation.sender("a", THREE_TO_FIVE, null);
        LaneId lane = installation.lane(installation.campaign(9, "a"), "a");
        Dispatch dispatch = installation.taken(lane);

        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);

        DispatchStore.Settlement settlement = installation.finish(dispatch, SENT);
        assertThat(settlement.untilNextSlot()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);

        installation.database.shiftClock(Duration.ofSeconds(2));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);
        installation.database.shiftClock(Duration.ofSeconds(5));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Taken.class);
    }

    @Test
    void shouldKeepTheSlotOfADeadProcessUntilItsLeaseHasPassed() {
        installation.sender("a", THREE_TO_FIVE, null);
        LaneId lane = installation.lane(installation.campaign(9, "a"), "a");
        installation.taken(lane);

        installation.database.shiftClock(Duration.ofSeconds(39));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);
        installation.database.shiftClock(Duration.ofSeconds(41));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Taken.class);
    }

    @Test
    void shouldShareOneSlotBetweenTwoCampaigns() {
        installation.sender("a", THREE_TO_FIVE, null);
        LaneId one = installation.lane(installation.campaign(9, "a"), "a");
        LaneId other = installation.lane(installation.campaign(9, "a"), "a");

        installation.send(one, SENT);

        assertThat(installation.begin(other)).isInstanceOf(Turn.NotYet.class);
        installation.database.shiftClock(Duration.ofSeconds(5));
        assertThat(installation.begin(other)).isInstanceOf(Turn.Taken.class);
    }

    @Test
    void shouldServeTheLaneServedLongestAgoFirst() {
        installation.sender("a", THREE_TO_FIVE, null);
        LaneId[] lanes = new LaneId[20];
        int[] served = new int[20];
        for (int i = 0; i < 20; i++) {
            lanes[i] = installation.lane(installation.campaign(50, "a"), "a");
        }
        Duration clock = Duration.ZERO;
        for (int slot = 0; slot < 60; slot++) {
            // Greedy lanes: all of them ask, the first one first, whenever there is a slot.
            for (int i = 0; i < 20; i++) {
                if (installation.ask(lanes[i]) instanceof Turn.Ready) {
                    installation.send(lanes[i], SENT);
                    served[i]++;
                }
            }
            clock = clock.plusSeconds(5);
            installation.database.shiftClock(clock);
        }
        assertThat(served)
                .as("in 60 slots every one of 20 campaigns gets its share")
                .containsOnly(3);
    }

    @Test
    void shouldLeaveARowUnconfirmedWhenItsProcessDied() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(1, "a");
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));

        assertThat(installation.recovery.settleAfterCrash()).isEqualTo(1);

        assertThat(installation.settled(campaign, "unconfirmed")).isEqualTo(1);
        assertThat(installation.begin(installation.lane(campaign, "a"))).isEqualTo(new Turn.Exhausted());

        installation.finish(dispatch, SENT);
        assertThat(installation.settled(campaign, "sent"))
                .as("a late answer is the truth")
                .isEqualTo(1);
        assertThat(installation.settled(campaign, "unconfirmed")).isZero();
    }

    @Test
    void shouldSendAgainWhenALateAnswerSaysItSurelyWasNotSent() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(1, "a");
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));
        installation.recovery.settleAfterCrash();

        installation.finish(dispatch, new GivenBack("nothing left"));

        assertThat(installation.settled(campaign, "unconfirmed")).isZero();
        installation.send(installation.lane(campaign, "a"), SENT);
        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
    }

    @Test
    void shouldSettleOnlyLinesPastTheirLeaseWhileOtherProcessesLive() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(1, "a");
        installation.taken(installation.lane(campaign, "a"));

        assertThat(installation.recovery.reconcile().unconfirmed()).isZero();
        installation.database.shiftClock(Duration.ofSeconds(36));
        assertThat(installation.recovery.reconcile().unconfirmed()).isEqualTo(1);
        assertThat(installation.settled(campaign, "unconfirmed")).isEqualTo(1);
    }

    @Test
    void shouldTryATransientRefusalFiveTimesThenFail() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(1, "a");
        LaneId lane = installation.lane(campaign, "a");
        Duration clock = Duration.ZERO;
        for (int attempt = 1; attempt <= 5; attempt++) {
            Dispatch dispatch = installation.taken(lane);
            assertThat(dispatch.attempt()).isEqualTo(attempt);
            installation.finish(dispatch, new Transient("131000", "try later", Retry.USUAL));
            if (attempt < 5) {
                assertThat(installation.begin(lane)).isInstanceOf(Turn.Idle.class);
            }
            clock = clock.plusSeconds(30L << (attempt - 1)).plusMillis(10);
            installation.database.shiftClock(clock);
        }
        assertThat(installation.settled(campaign, "failed")).isEqualTo(1);
        assertThat(installation.begin(lane)).isEqualTo(new Turn.Exhausted());
    }

    @Test
    void shouldBackOffTheAccountAndCostNoAttemptWhenItIsBusy() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(installation.campaign(1, "a"), "a");

        installation.send(lane, new AccountBusy("429", "slow down", Duration.ofSeconds(7)));

        Turn turn = installation.begin(lane);
        assertThat(turn).isInstanceOfSatisfying(Turn.NotYet.class, notYet -> {
            assertThat(notYet.delay()).isBetween(Duration.ofMillis(6_500), Duration.ofMillis(7_700));
            assertThat(notYet.trouble()).isEqualTo("slow down");
        });
        installation.database.shiftClock(Duration.ofSeconds(8));
        assertThat(installation.taken(lane).attempt()).isEqualTo(1);
    }

    @Test
    void shouldBackOffFromTheSecondUnconfirmedInARow() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(installation.campaign(9, "a"), "a");

        assertThat(installation.send(lane, NOBODY_KNOWS).untilNextSlot()).isZero();
        assertThat(installation.send(lane, NOBODY_KNOWS).untilNextSlot()).isGreaterThan(Duration.ofSeconds(29));
    }

    @Test
    void shouldLetTwentyCampaignsMakeOneProbe() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId first = installation.lane(installation.campaign(9, "a"), "a");
        installation.notReached(first, "connection refused");
        for (int i = 0; i < 19; i++) {
            LaneId other = installation.lane(installation.campaign(9, "a"), "a");
            assertThat(installation.ask(other)).isInstanceOf(Turn.NotYet.class);
        }
    }

    @Test
    void shouldStopAtTheDailyCapAndGoOnWhenItsMinuteHasLeftTheWindow() {
        installation.sender("a", Installation.NO_DELAY, 2);
        LaneId lane = installation.lane(installation.campaign(9, "a"), "a");
        installation.send(lane, SENT);
        installation.send(lane, SENT);

        assertThat(installation.begin(lane)).isInstanceOfSatisfying(Turn.Gated.class, gated -> {
            assertThat(gated.why()).isEqualTo(Turn.Gated.Why.CAPPED);
            assertThat(gated.delay())
                    .isBetween(Duration.ofHours(24), Duration.ofHours(24).plusMinutes(1));
        });
        installation.database.shiftClock(Duration.ofHours(23));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Gated.class);
        installation.database.shiftClock(Duration.ofHours(24).plusMinutes(1));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Taken.class);
    }

    @Test
    void shouldGiveTheCapBackWhenNothingWasSent() {
        installation.sender("a", Installation.NO_DELAY, 1);
        LaneId lane = installation.lane(installation.campaign(9, "a"), "a");
        installation.send(lane, new GivenBack("too late"));

        installation.send(lane, SENT);

        assertThat(installation.begin(lane)).isInstanceOf(Turn.Gated.class);
    }

    @Test
    void shouldCompleteAtTheCapWhenNothingIsLeft() {
        installation.sender("a", Installation.NO_DELAY, 1);
        LaneId lane = installation.lane(installation.campaign(1, "a"), "a");
        installation.send(lane, SENT);

        assertThat(installation.begin(lane)).isEqualTo(new Turn.Exhausted());
    }

    @Test
    void shouldBlockTheSenderAndLeaveItsShareToTheOthers() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a", "b");

        installation.send(installation.lane(campaign, "a"), new SenderBlocked("190", "The access token has expired."));

        assertThat(installation.begin(installation.lane(campaign, "a"))).isInstanceOf(Turn.Gated.class);
        for (int i = 0; i < 4; i++) {
            installation.send(installation.lane(campaign, "b"), SENT);
        }
        assertThat(installation.settled(campaign, "sent")).isEqualTo(4);
        assertThat(installation.control.complete(campaign)).isTrue();
    }

    /** Its next slot was far away as well: the block went back a second time, which failed, again and again. */
    @Test
    void shouldGiveTheBlockBackOnceWhenASenderIsBlockedWhoseCampaignGoesSlowly() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign =
                installation.campaignWith("{\"pacing\": {\"minDelay\": \"PT20S\", \"maxDelay\": \"PT20S\"}}", 9, "a");

        installation.send(installation.lane(campaign, "a"), new SenderBlocked("190", "The access token has expired."));

        assertThat(installation.count("select sum(hi - lo + 1) from free_block"))
                .isEqualTo(3);
        assertThat(installation.count("select count(*) from lane where block_lo is not null"))
                .isZero();
    }

    @Test
    void shouldPauseWhenAllSendersAreBlockedAndResumeWithTheFirst() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a");
        installation.send(installation.lane(campaign, "a"), new SenderBlocked("190", "The access token has expired."));
        assertThat(installation.status(campaign)).isEqualTo("paused");

        installation.senders.resume(new SenderId("a"), "operator");
        installation.control.applyBreakers();

        assertThat(installation.status(campaign)).isEqualTo("running");
        assertThat(installation.taken(installation.lane(campaign, "a")).attempt())
                .isEqualTo(1);
    }

    @Test
    void shouldNameTheCodeAloneWhenTheVendorThatBlocksHasNoWords() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a");

        installation.send(installation.lane(campaign, "a"), new SenderBlocked("http_401", ""));

        assertThat(installation.one("select status_reason from campaign", String.class))
                .isEqualTo("None of its senders can send. a: http_401");
    }

    @Test
    void shouldPauseTheCampaignWhenItsMediaIsRefused() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a");

        installation.send(installation.lane(campaign, "a"), new CampaignBlocked("132001", "no such template"));

        assertThat(installation.status(campaign)).isEqualTo("paused");
        assertThat(installation.one("select status_reason from campaign", String.class))
                .contains("132001");
    }

    @Test
    void shouldPauseWhenTheFirstTenAreRefusedAlike() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(40, "a");
        for (int i = 0; i < 10; i++) {
            assertThat(installation.status(campaign)).isEqualTo("running");
            installation.send(installation.lane(campaign, "a"), REFUSED);
        }
        assertThat(installation.status(campaign)).isEqualTo("paused");
        assertThat(installation.one("select status_reason from campaign", String.class))
                .as("what to do about it stands in the vendor's words")
                .isEqualTo("The first 10 recipients were all refused alike: 131026: undeliverable");
    }

    @Test
    void shouldNameTheCodeAloneWhenTheVendorHasNoWordsForIt() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(40, "a");
        for (int i = 0; i < 10; i++) {
            installation.send(installation.lane(campaign, "a"), new Rejected("http_400", "", false));
        }

        assertThat(installation.one("select status_reason from campaign", String.class))
                .isEqualTo("The first 10 recipients were all refused alike: http_400");
    }

    @Test
    void shouldSayWhyMostOfThemFailedWhenTooManyDo() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign =
                installation.campaignWith("{\"autoPause\": {\"failureRate\": 0.5, \"window\": 4}}", 40, "a");
        LaneId lane = installation.lane(campaign, "a");
        installation.send(lane, SENT);
        installation.send(lane, NOBODY_KNOWS);
        installation.finish(installation.taken(lane), REFUSED);
        installation.database.shiftClock(Duration.ofMinutes(10));

        installation.send(lane, REFUSED);

        assertThat(installation.one("select status_reason from campaign", String.class))
                .isEqualTo("3 of the last 4 recipients failed or are unconfirmed, most often: 131026: undeliverable");
    }

    /** A sent one is looked at only where it fills a window that has enough bad ones; it is of another lane here. */
    @Test
    void shouldPauseWithTheSentOneThatFillsTheWindowOfAllLanes() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign =
                installation.campaignWith("{\"autoPause\": {\"failureRate\": 0.5, \"window\": 4}}", 40, "a", "b");
        installation.send(installation.lane(campaign, "a"), REFUSED);
        installation.send(installation.lane(campaign, "a"), SENT);
        installation.send(installation.lane(campaign, "b"), REFUSED);
        assertThat(installation.status(campaign)).isEqualTo("running");

        installation.send(installation.lane(campaign, "b"), SENT);

        assertThat(installation.status(campaign)).isEqualTo("paused");
    }

    @Test
    void shouldPauseWhenTooManyOfTheLastOutcomesFailedAndForgetThemOnResume() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign =
                installation.campaignWith("{\"autoPause\": {\"failureRate\": 0.5, \"window\": 4}}", 40, "a");
        LaneId lane = installation.lane(campaign, "a");
        installation.send(lane, SENT);
        installation.send(lane, REFUSED);
        installation.send(lane, SENT);
        assertThat(installation.status(campaign)).isEqualTo("running");
        installation.send(lane, REFUSED);
        assertThat(installation.status(campaign)).isEqualTo("paused");

        installation.control.apply(campaign, Command.RESUME, "me", null, null);
        installation.send(lane, SENT);
        installation.send(lane, SENT);
        installation.send(lane, REFUSED);
        assertThat(installation.status(campaign)).isEqualTo("running");
    }

    @Test
    void shouldSkipWhoIsSuppressedWithoutSlotOrCap() {
        installation.sender("a", Installation.NO_DELAY, 2);
        CampaignId campaign = installation.campaign(3, "a");
        installation
                .database
                .database()
                .jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "insert into suppression select phone, 'STOP', 'test', clock_now() from recipient where n = 1"));

        installation.send(installation.lane(campaign, "a"), SENT);
        installation.send(installation.lane(campaign, "a"), new Rejected("131050", "opted out", true));

        assertThat(installation.settled(campaign, "skipped")).isEqualTo(1);
        assertThat(installation.count("select count(*) from suppression")).isEqualTo(2);
        assertThat(installation.begin(installation.lane(campaign, "a"))).isEqualTo(new Turn.Exhausted());
    }

    /** A lane that was told by its finish to come in an hour does not ask again before: it kept its rows for the hour. */
    @Test
    void shouldLeaveNothingInABlockThatIsFarFromItsTurn() {
        installation.sender("a", THREE_TO_FIVE, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(6, "a", "b");
        installation.send(installation.lane(campaign, "a"), new AccountBusy("429", "slow down", null));

        for (int i = 0; i < 6; i++) {
            installation.send(installation.lane(campaign, "b"), SENT);
        }
        assertThat(installation.settled(campaign, "sent")).isEqualTo(6);
    }

    @Test
    void shouldGiveBackTheBlockOfALaneThatDoesNotComeAnyMore() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(40, "a", "b");
        installation.send(installation.lane(campaign, "a"), SENT);
        assertThat(installation.count("select count(*) from lane where block_lo is not null"))
                .isEqualTo(1);

        installation.database.shiftClock(Duration.ofSeconds(45));
        installation.recovery.reconcile();

        assertThat(installation.count("select count(*) from lane where block_lo is not null"))
                .isZero();
        assertThat(installation.count("select count(*) from free_block")).isEqualTo(1);
    }

    @Test
    void shouldSpreadARateEvenlyAndDropASlotThatIsTooLate() {
        installation.database.freezeClock(Duration.ZERO);
        installation.sender("a", new Pacing.Rate(1, 1), null);
        LaneId lane = installation.lane(installation.campaign(9, "a"), "a");
        installation.send(lane, SENT);

        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);
        installation.database.freezeClock(Duration.ofSeconds(60));
        installation.send(lane, SENT);
        assertThat(installation.begin(lane))
                .as("a minute's slots are not caught up")
                .isInstanceOf(Turn.NotYet.class);
    }

    @Test
    void shouldKeepACampaignsOwnSlowerPaceAndLeaveTheSlotToOthers() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId slow =
                installation.campaignWith("{\"pacing\": {\"minDelay\": \"PT20S\", \"maxDelay\": \"PT20S\"}}", 9, "a");
        CampaignId quick = installation.campaign(9, "a");
        installation.send(installation.lane(slow, "a"), SENT);

        assertThat(installation.begin(installation.lane(slow, "a"))).isInstanceOf(Turn.NotYet.class);
        installation.send(installation.lane(quick, "a"), SENT);
        installation.send(installation.lane(quick, "a"), SENT);
        installation.database.shiftClock(Duration.ofSeconds(20));
        installation.send(installation.lane(slow, "a"), SENT);
    }

    @Test
    void shouldReadWhatIsLeftOfACancelledCampaignAsSkippedAndTurnBackToDueIntoSkipped() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(3, "a");
        Dispatch inFlight = installation.taken(installation.lane(campaign, "a"));
        installation.database.shiftClock(Duration.ofSeconds(3));
        installation.control.apply(campaign, Command.CANCEL, "me", null, null);

        installation.finish(inFlight, new AccountBusy("429", "slow down", null));

        assertThat(installation.settled(campaign, "skipped")).isEqualTo(1);
        assertThat(installation.count("select count(*) from due")).isZero();
        assertThat(installation.begin(installation.lane(campaign, "a"))).isEqualTo(new Turn.Exhausted());
    }
}
