package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.LogLine;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.sender.Portfolio;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.suppression.Suppression;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message by which somebody tries a campaign out (docs/protocol.md#test-send-once). */
class TestSendTest {

    private static final Pacing FOUR_SECONDS = new Pacing.Delay(Duration.ofSeconds(4), Duration.ofSeconds(4));
    private static final Outcome SENT = new Outcome.Accepted("wamid");
    private static final String PHONE = "+919812345670";

    @AutoClose
    private final Installation installation = new Installation();

    private final TestSendStore tests = installation.stores.tests();
    private Duration now = Duration.ZERO;

    @BeforeEach
    void freeze() {
        installation.database.freezeClock(now);
    }

    private void pass(Duration time) {
        now = now.plus(time);
        installation.database.freezeClock(now);
    }

    private static TestSend test(LaneId lane) {
        return new TestSend(Dispatch.ids(1).get(0), lane, PHONE, List.of(), "asha");
    }

    private LaneId lane(Pacing pacing, @Nullable Integer dailyCap) {
        installation.sender("a", pacing, dailyCap);
        return installation.lane(installation.campaign(10, "a"), "a");
    }

    private TestTurn begin(TestSend test) {
        return tests.begin(test, installation.means(test.lane(), MediaWay.LINK));
    }

    private TestTurn keep(TestSend test) {
        return tests.keep(test, installation.means(test.lane(), MediaWay.LINK));
    }

    private Dispatch begun(LaneId lane) {
        TestTurn turn = begin(test(lane));
        assertThat(turn).isInstanceOf(TestTurn.Begun.class);
        return ((TestTurn.Begun) turn).dispatch();
    }

    private String refusal(LaneId lane) {
        TestTurn turn = begin(test(lane));
        assertThat(turn).isInstanceOf(TestTurn.Refused.class);
        return ((TestTurn.Refused) turn).reason();
    }

    private List<LogLine> log(CampaignId campaign) {
        return CampaignStore.on(installation.database.database()).log(campaign, null, 50).items().stream()
                .filter(line -> line.event().equals("test_sent"))
                .toList();
    }

    private String told(CampaignId campaign) {
        assertThat(log(campaign)).hasSize(1);
        return String.valueOf(log(campaign).get(0).detail());
    }

    @Test
    void shouldTellOfATestInTheLogAndCountItNowhere() {
        LaneId lane = lane(FOUR_SECONDS, 10);

        Dispatch test = begun(lane);
        assertThat(told(lane.campaign())).isEqualTo("a to …5670: begun; whether it was sent is not known");
        tests.finish(test, SENT, Duration.ZERO);

        assertThat(told(lane.campaign())).isEqualTo("a to …5670: sent");
        assertThat(log(lane.campaign()).get(0).actor()).isEqualTo("asha");
        assertThat(installation.count("select count(*) from recipient where status is null and attempts = 0"))
                .isEqualTo(10);
        assertThat(installation.settled(lane.campaign(), "sent")).isZero();
        assertThat(installation.count("select sum(outcomes) from lane")).isZero();
        assertThat(installation.count("select count(*) from journal")).isZero();
        assertThat(installation.count("select count(*) from past_dispatch")).isZero();
        assertThat(installation.count("select sum(sends) from cap_use")).isEqualTo(1);
    }

    @Test
    void shouldKeepItsAccountsPaceBothWays() {
        LaneId lane = lane(FOUR_SECONDS, null);
        installation.send(lane, SENT);

        assertThat(begin(test(lane))).isEqualTo(new TestTurn.NotYet(Duration.ofSeconds(4)));
        pass(Duration.ofSeconds(4));
        Dispatch test = begun(lane);
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);
        tests.finish(test, SENT, Duration.ZERO);

        assertThat(installation.begin(lane)).isEqualTo(new Turn.NotYet(Duration.ofSeconds(4), null));
        pass(Duration.ofSeconds(4));
        installation.send(lane, SENT);
    }

    @Test
    void shouldGetTheNextSlotWhereItKeepsThatAndLetItGoWhereItIsGivenUp() {
        LaneId lane = lane(FOUR_SECONDS, null);
        installation.send(lane, SENT);
        TestSend test = test(lane);

        assertThat(keep(test)).isEqualTo(new TestTurn.NotYet(Duration.ofSeconds(4)));
        pass(Duration.ofSeconds(4));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);
        assertThat(keep(test)).isEqualTo(new TestTurn.Ready());

        tests.giveUp(test);
        installation.send(lane, SENT);
        assertThat(log(lane.campaign())).isEmpty();
    }

    @Test
    void shouldBeOneMoreOfARatesSends() {
        LaneId lane = lane(new Pacing.Rate(2, 1), null);
        Dispatch test = begun(lane);

        pass(Duration.ofSeconds(1));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);
        tests.finish(test, SENT, Duration.ZERO);
        Dispatch on = installation.taken(lane);

        pass(Duration.ofSeconds(1));
        assertThat(begin(test(lane))).isInstanceOf(TestTurn.NotYet.class);
        installation.finish(on, SENT);
        begun(lane);
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);
    }

    @Test
    void shouldCountInTheDailyCapUnlessItSurelyWasNotSent() {
        LaneId lane = lane(Installation.NO_DELAY, 1);
        tests.finish(begun(lane), new Outcome.Rejected("131026", "no WhatsApp", false), Duration.ZERO);
        assertThat(told(lane.campaign())).isEqualTo("a to …5670: failed (131026): no WhatsApp");
        assertThat(refusal(lane)).contains("daily cap");
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Gated.class);

        pass(Duration.ofHours(25));
        assertThat(tests.finish(begun(lane), new Outcome.GivenBack("too late"), Duration.ZERO))
                .isFalse();
        installation.send(lane, SENT);
    }

    @Test
    void shouldTakeAPlaceOfItsPortfolioUnlessThePersonHasOne() {
        installation.ofPortfolio("a", Installation.NO_DELAY, null, new Portfolio("acme", 1));
        LaneId lane = installation.lane(installation.campaign(2, "a"), "a");
        tests.finish(begun(lane), SENT, Duration.ZERO);
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Gated.class);
        tests.finish(begun(lane), SENT, Duration.ZERO);

        TestSend another = new TestSend(Dispatch.ids(1).get(0), lane, "+919812345671", List.of(), "asha");
        assertThat(begin(another)).isInstanceOf(TestTurn.Refused.class);
    }

    @Test
    void shouldNotBeSentToAPhoneOnTheSuppressionList() {
        LaneId lane = lane(FOUR_SECONDS, null);
        SuppressionStore.on(installation.database.database())
                .add(List.of(new Suppression.Request(PHONE, "complained")), "api ops");

        assertThat(begin(test(lane))).isEqualTo(new TestTurn.Suppressed("complained (api ops)"));
    }

    @Test
    void shouldBeHeldByWhatConcernsItsSenderAndByNoPauseOfItsCampaign() {
        LaneId lane = lane(Installation.NO_DELAY, null);
        installation.control.apply(lane.campaign(), Command.PAUSE, "op", null, null);
        tests.finish(begun(lane), SENT, Duration.ZERO);

        installation.senders.pause(new SenderId("a"), "op");
        assertThat(refusal(lane)).isEqualTo("The sender was paused by op.");
        installation.senders.resume(new SenderId("a"), "op");
        assertThat(tests.finish(begun(lane), new Outcome.SenderBlocked("190", "no access"), Duration.ZERO))
                .isTrue();
        assertThat(refusal(lane)).isEqualTo("no access (190)");

        installation.control.apply(lane.campaign(), Command.CANCEL, "op", null, null);
        assertThat(begin(test(lane))).isEqualTo(new TestTurn.Ended(CampaignStatus.CANCELLED));
    }

    @Test
    void shouldNotBeSentInItsSendersQuietHours() {
        installation.sender(
                "a",
                Installation.NO_DELAY,
                null,
                new QuietHours(LocalTime.of(12, 0), LocalTime.of(11, 0), ZoneId.of("UTC")));
        LaneId lane = installation.lane(installation.campaign(1, "a"), "a");

        assertThat(refusal(lane)).isEqualTo("These are quiet hours.");
    }

    @Test
    void shouldTripNothingOfItsCampaign() {
        LaneId lane = lane(Installation.NO_DELAY, null);
        tests.finish(begun(lane), new Outcome.CampaignBlocked("132001", "no such template"), Duration.ZERO);

        assertThat(installation.status(lane.campaign())).isEqualTo("running");
        installation.send(lane, SENT);
    }

    /** What it has renewed is missed no second time without a pause, by a campaign that it was tried out for. */
    @Test
    void shouldHaveMediaUploadedAgainThatTheVendorMisses() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(installation.campaignWithMedia("offer", 10, 20, "a"), "a");
        installation.upload("id-1");
        TestTurn turn = tests.begin(test(lane), installation.means(lane, MediaWay.UPLOAD));
        Dispatch begun = ((TestTurn.Begun) turn).dispatch();
        assertThat(begun.uploadedMedia()).isEqualTo("id-1");

        tests.finish(begun, new Outcome.MediaGone("131053", "Media upload error"), Duration.ZERO);

        assertThat(installation.begin(lane, MediaWay.UPLOAD)).isEqualTo(new Turn.Unpublished());
        assertThat(installation.status(lane.campaign())).isEqualTo("running");
        assertThat(installation.count("select count(*) from publication where renewed"))
                .isEqualTo(1);
    }

    @Test
    void shouldFreeItsSlotByTheLeaseAndRepeatNothingWhenItsProcessDies() {
        LaneId lane = lane(FOUR_SECONDS, null);
        Dispatch test = begun(lane);

        installation.recovery.reconcile();
        pass(Duration.ofSeconds(38));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);
        pass(Duration.ofSeconds(2));
        installation.recovery.reconcile();
        Dispatch next = installation.taken(lane);
        assertThat(told(lane.campaign())).isEqualTo("a to …5670: begun; whether it was sent is not known");

        // It was only late: what is known is told, once, and the other's slot stays its own.
        tests.finish(test, SENT, Duration.ZERO);
        tests.finish(test, new Outcome.Unconfirmed("timeout", "no answer"), Duration.ZERO);
        assertThat(told(lane.campaign())).isEqualTo("a to …5670: sent");
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);
        installation.finish(next, SENT);
        assertThat(installation.settled(lane.campaign(), "sent")).isEqualTo(1);
    }

    @Test
    void shouldKeepItsAccountsPaceWhenAProcessStartsThatIsAlone() {
        LaneId lane = lane(FOUR_SECONDS, null);
        begun(lane);

        installation.settleAfterCrash();
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);
        pass(Duration.ofSeconds(40));
        installation.send(lane, SENT);
    }
}
