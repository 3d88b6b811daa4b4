package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.outcome.Consequence;
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
import io.drumbeat.campaigns.outcome.Report;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What becomes known of a dispatch when its row has been settled already, by itself or by another one. */
class LateTruthTest {

    private static final Outcome REFUSED = new Rejected("131026", "undeliverable", false);
    private static final Outcome NOBODY_KNOWS = new Unconfirmed("timeout", "no answer");
    private static final List<Outcome> NOT_SENT = List.of(
            new GivenBack("nothing had left"),
            new AccountBusy("429", "slow down", null),
            new Transient("131049", "not today", Retry.DAILY),
            new SenderBlocked("190", "The access token has expired."),
            new CampaignBlocked("132001", "no such template"));

    @AutoClose
    private final Installation installation = Installation.with("a", "b");

    /** Unconfirmed at a, and begun again at b because a person asked for it. */
    private Dispatch begunAgain(Dispatch first) {
        installation.settleAfterCrash();
        installation.retry(first.lane().campaign());
        return installation.taken(installation.lane(first.lane().campaign(), "b"));
    }

    private long counted(Dispatch dispatch, String status) {
        return installation.count(
                "select " + status + " from lane where campaign_id = ? and sender_id = ?",
                dispatch.lane().campaign().value(),
                dispatch.lane().sender().value());
    }

    private String messageId(Dispatch dispatch) {
        return installation.one(
                "select message_id from recipient where campaign_id = ? and n = ?",
                String.class,
                dispatch.lane().campaign().value(),
                dispatch.n());
    }

    @Test
    void shouldKeepTheMessageIdWhenALaterReportNamesNone() {
        CampaignId campaign = installation.campaign(1, "a");
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));
        installation.finish(dispatch, new Accepted("m"));

        installation.reports.learn(
                dispatch.id(), new Report.Failed(Consequence.NONE, "131026", "undeliverable"), Duration.ZERO);
        assertThat(messageId(dispatch)).isEqualTo("m");
        installation.reports.learn(dispatch.id(), new Report.Taken(null, true), Duration.ZERO);

        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
        assertThat(messageId(dispatch)).isEqualTo("m");
    }

    @Test
    void shouldNotTakeAnotherDispatchsMessageIdForItsOwn() {
        CampaignId campaign = installation.campaign(1, "a", "b");
        Dispatch first = installation.taken(installation.lane(campaign, "a"));
        Dispatch second = begunAgain(first);
        installation.finish(second, new Accepted("second"));
        installation.reports.learn(
                second.id(), new Report.Failed(Consequence.NONE, "131026", "undeliverable"), Duration.ZERO);

        installation.finish(first, new Accepted(null));

        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
        assertThat(messageId(first)).isNull();
    }

    /** The counter of the lane that reported was lowered, and its failed became -1. */
    @Test
    void shouldCountWhereTheRowWasCountedWhenTwoSendersHadIt() {
        CampaignId campaign = installation.campaign(1, "a", "b");
        Dispatch first = installation.taken(installation.lane(campaign, "a"));
        Dispatch second = begunAgain(first);
        installation.finish(second, REFUSED);
        assertThat(counted(second, "failed")).isEqualTo(1);

        installation.reports.learn(first.id(), new Report.Taken("m", false), Duration.ZERO);

        assertThat(counted(first, "sent")).isEqualTo(1);
        assertThat(counted(first, "failed")).isZero();
        assertThat(counted(second, "failed")).isZero();
        assertThat(messageId(first)).isEqualTo("m");
    }

    @Test
    void shouldBeUnconfirmedWhenOneDispatchMayHaveBeenSentThoughTheOtherWasRefused() {
        CampaignId campaign = installation.campaign(1, "a", "b");
        Dispatch first = installation.taken(installation.lane(campaign, "a"));
        installation.finish(first, new GivenBack("it took more than a second to begin"));
        Dispatch second = installation.taken(installation.lane(campaign, "b"));
        installation.finish(second, REFUSED);

        installation.finish(first, NOBODY_KNOWS);

        assertThat(installation.settled(campaign, "failed")).isZero();
        assertThat(installation.settled(campaign, "unconfirmed")).isEqualTo(1);
        assertThat(counted(first, "unconfirmed")).isEqualTo(1);
        installation.finish(second, REFUSED);
        assertThat(installation.settled(campaign, "unconfirmed")).isEqualTo(1);
    }

    /** A row in the journal counts as sending only; what was said of another dispatch of it was dropped. */
    @Test
    void shouldRememberThatItWasAcceptedWhileItIsSentAgain() {
        CampaignId campaign = installation.campaign(1, "a", "b");
        Dispatch first = installation.taken(installation.lane(campaign, "a"));
        Dispatch second = begunAgain(first);

        installation.reports.learn(first.id(), new Report.Taken("m", true), Duration.ZERO);
        assertThat(counted(first, "sent")).isZero();
        installation.finish(second, REFUSED);

        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
        assertThat(counted(first, "sent")).isEqualTo(1);
        assertThat(installation.count("select count(*) from due")).isZero();
    }

    @Test
    void shouldNotSendAgainWhenTheOneBeforeTurnsOutToBeAcceptedMeanwhile() {
        CampaignId campaign = installation.campaign(1, "a", "b");
        Dispatch first = installation.taken(installation.lane(campaign, "a"));
        Dispatch second = begunAgain(first);
        installation.finish(first, new Accepted("m"));

        installation.finish(second, new AccountBusy("429", "slow down", null));

        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
        assertThat(installation.begin(installation.lane(campaign, "a"))).isEqualTo(new Turn.Exhausted());
    }

    @Test
    void shouldGiveTheCapBackHoweverLateItIsKnownThatNothingWasSent() {
        for (Outcome outcome : NOT_SENT) {
            LaneId lane = installation.lane(installation.campaign(1, "a"), "a");
            Dispatch dispatch = installation.taken(lane);
            installation.settleAfterCrash();
            installation.database.shiftClock(Duration.ofMinutes(3));
            assertThat(capUse()).isEqualTo(1);

            installation.finish(dispatch, outcome);
            assertThat(capUse()).as("%s", outcome).isZero();
            installation.finish(dispatch, outcome);
            assertThat(capUse()).isZero();

            installation.forgetTroubles();
        }
    }

    @Test
    void shouldGiveTheCapBackAtOnceWhenNothingWasSent() {
        for (Outcome outcome : NOT_SENT) {
            installation.send(installation.lane(installation.campaign(1, "a"), "a"), outcome);
            assertThat(capUse()).as("%s", outcome).isZero();
            installation.forgetTroubles();
        }
    }

    /** They waited until the next day for a cap that had a place free. */
    @Test
    void shouldWakeTheLanesThatTheCapHoldsWhenItHasAPlaceAgain() {
        installation.sender("a", Installation.NO_DELAY, 1);
        LaneId lane = installation.lane(installation.campaign(2, "a"), "a");
        LaneId other = installation.lane(installation.campaign(2, "a"), "a");
        Dispatch lost = installation.taken(lane);
        installation.settleAfterCrash();
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Gated.class);
        assertThat(installation.begin(other)).isInstanceOf(Turn.Gated.class);

        DispatchStore.Settlement settlement = installation.finish(lost, new GivenBack("nothing had left"));

        assertThat(settlement.wakes()).isTrue();
        assertThat(installation.recovery.reconcile().overdue()).contains(other);
        installation.send(other, new Accepted("m"));
    }

    private long capUse() {
        return installation.count("select coalesce(sum(sends), 0) from cap_use");
    }

    /** One whose lease has passed is still in the journal, but the slot is another's by then, or waits for its vendor. */
    @Test
    void shouldNotComeSoonerThanWhoHeldTheSlotSinceHasSaid() {
        LaneId lane = installation.lane(installation.campaign(9, "a"), "a");
        Dispatch slow = installation.taken(lane);
        installation.database.shiftClock(Duration.ofMinutes(2));
        Dispatch next = installation.taken(lane);
        installation.finish(next, new AccountBusy("429", "slow down", Duration.ofMinutes(3)));

        installation.finish(slow, new Accepted("m"));

        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);
    }
}
