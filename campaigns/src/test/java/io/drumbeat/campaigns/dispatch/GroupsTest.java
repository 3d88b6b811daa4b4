package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.dispatch.DispatchStore.Ended;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.Pacing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one transaction begins or finishes of one lane (docs/protocol.md#begin-in-groups). */
final class GroupsTest {

    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final Outcome NO_ANSWER = new Outcome.Unconfirmed("timeout", "no answer");
    private static final double UNLIMITED = Double.POSITIVE_INFINITY;

    @AutoClose
    private final Installation installation = new Installation();

    @BeforeEach
    void freeze() {
        installation.database.freezeClock(Duration.ZERO);
    }

    @Test
    void shouldSpreadAGroupsSlotsEvenlyAndGoOnBehindThemWhenALaneHasARate() {
        LaneId lane = lane(new Pacing.Rate(100, 64), 100);

        List<Turn.Begun> first = taken(lane, 10);
        List<Turn.Begun> next = taken(lane, 10);

        List<Duration> starts = first.stream().map(Turn.Begun::startsIn).toList();
        assertThat(starts).hasSize(10);
        assertThat(IntStream.range(1, 10).mapToObj(i -> starts.get(i).minus(starts.get(i - 1))))
                .containsOnly(Duration.ofMillis(10));
        assertThat(strings("""
                select distinct (begun_at - lag(begun_at) over (order by begun_at))::text from journal""")).containsExactlyInAnyOrder(null, "00:00:00.01");
        assertThat(rows(first)).containsExactlyElementsOf(numbers(1, 10));
        assertThat(rows(next)).containsExactlyElementsOf(numbers(11, 20));
    }

    @Test
    void shouldBeginNothingMoreThanHalfASecondAhead() {
        LaneId lane = lane(new Pacing.Rate(10, 64), 100);

        assertThat(taken(lane, 64)).hasSize(6);
        assertThat(begin(lane, 64)).isInstanceOf(Turn.NotYet.class);
    }

    @Test
    void shouldTakeAQuarterOfASecondOfSlotsWhereAnotherCampaignWaits() {
        LaneId lane = lane(new Pacing.Rate(40, 64), 100);
        installation.ask(installation.lane(installation.campaign(100, "a"), "a"));

        assertThat(taken(lane, 64)).hasSize(10);
    }

    @Test
    void shouldHaveNoMoreOnThanMaxInFlightWhoeverBegins() {
        LaneId lane = lane(new Pacing.Rate(UNLIMITED, 5), 100);
        LaneId other = installation.lane(installation.campaign(100, "a"), "a");
        List<Turn.Begun> on = taken(lane, 3);

        assertThat(taken(other, 64)).hasSize(2);
        assertThat(begin(lane, 64)).isInstanceOfSatisfying(Turn.NotYet.class, GroupsTest::looksAsSoonAsASlotIsAnybodys);
        finish(SENT, on.get(0));
        assertThat(taken(lane, 64)).hasSize(1);
    }

    /** The turn passes when some have begun: who was told to wait for the end of a send missed the slots until then. */
    @Test
    void shouldTellALaneToComeInTimeForItsTurnHoweverLongSendsTake() {
        LaneId lane = lane(new Pacing.Rate(UNLIMITED, 64), 100);
        LaneId other = installation.lane(installation.campaign(100, "a"), "a");
        List<Turn.Begun> first = taken(lane, 3);
        installation.database.freezeClock(Duration.ofSeconds(8));
        finish(SENT, first.get(0));

        assertThat(installation.ask(other)).isEqualTo(new Turn.Ready());
        assertThat(installation.ask(lane))
                .isInstanceOfSatisfying(Turn.NotYet.class, GroupsTest::looksAsSoonAsASlotIsAnybodys);
    }

    private static void looksAsSoonAsASlotIsAnybodys(Turn.NotYet turn) {
        assertThat(turn.delay()).isEqualTo(Duration.ofMillis(250));
        assertThat(turn.queued()).as("it may be woken sooner").isNotNull();
    }

    @Test
    void shouldTakeWhatTheCapLeavesAndNoMore() {
        installation.sender("a", new Pacing.Rate(UNLIMITED, 64), 7);
        LaneId lane = installation.lane(installation.campaign(100, "a"), "a");
        taken(lane, 5);

        assertThat(taken(lane, 5)).hasSize(2);
        assertThat(begin(lane, 5))
                .isInstanceOfSatisfying(
                        Turn.Gated.class, gated -> assertThat(gated.why()).isEqualTo(Turn.Gated.Why.CAPPED));
    }

    @Test
    void shouldPassOverTheSuppressedWithinAGroup() {
        LaneId lane = lane(new Pacing.Rate(UNLIMITED, 64), 10);
        suppress(lane, 2, 4);

        assertThat(rows(taken(lane, 4))).containsExactly(1L, 3L, 5L, 6L);
        assertThat(installation.settled(lane.campaign(), "skipped")).isEqualTo(2);
    }

    @Test
    void shouldTakeRowsThatAreDueBeforeTheBlocks() {
        LaneId lane = lane(new Pacing.Rate(UNLIMITED, 64), 10);
        List<Turn.Begun> first = taken(lane, 2);
        finish(new Outcome.Transient("131000", "try again", Outcome.Retry.USUAL), first.get(0), first.get(1));
        installation.database.freezeClock(Duration.ofMinutes(1));

        List<Turn.Begun> next = taken(lane, 4);

        assertThat(rows(next)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(next.stream().map(begun -> begun.dispatch().attempt())).containsExactly(2, 2, 1, 1);
    }

    @Test
    void shouldWriteEachOutcomeOfAGroupAndCountItOnce() {
        LaneId lane = lane(new Pacing.Rate(UNLIMITED, 64), 8);
        List<Turn.Begun> group = taken(lane, 8);
        List<Ended> ended = List.of(
                ended(group.get(3), SENT),
                ended(group.get(0), new Outcome.Rejected("131026", "not on WhatsApp", false)),
                ended(group.get(1), NO_ANSWER),
                ended(group.get(2), new Outcome.GivenBack("too late")),
                ended(group.get(4), SENT));

        installation.dispatches.finish(ended);
        installation.dispatches.finish(ended);

        assertThat(strings("select n || ' ' || coalesce(status, 'pending') from recipient where n <= 5 order by n"))
                .containsExactly("1 failed", "2 unconfirmed", "3 pending", "4 sent", "5 sent");
        assertThat(strings("select sent || ' ' || failed || ' ' || unconfirmed || ' ' || skipped from lane"))
                .containsExactly("2 1 1 0");
        assertThat(installation.count("select count(*) from journal")).isEqualTo(3);
        assertThat(strings("select status || ' ' || n from outcome order by n"))
                .containsExactly("failed 1", "unconfirmed 2");
        assertThat(installation.count("select count(*) from past_dispatch")).isEqualTo(3);
        assertThat(installation.count("select count(*) from due where n = 3")).isEqualTo(1);
        assertThat(installation.count("select sum(sends) from cap_use")).isEqualTo(7);
    }

    /** The order of the keys is the order of the locks, the order of the ends that of the failure window. */
    @Test
    void shouldShowTheFailureWindowEachOutcomeInTheOrderInWhichItEnded() {
        installation.sender("a", new Pacing.Rate(UNLIMITED, 64), null);
        CampaignId campaign =
                installation.campaignWith("{\"autoPause\": {\"failureRate\": 0.9, \"window\": 4}}", 10, "a");
        List<Turn.Begun> group = new ArrayList<>(taken(installation.lane(campaign, "a"), 3));
        Collections.reverse(group);

        installation.dispatches.finish(List.of(
                ended(group.get(0), NO_ANSWER),
                ended(group.get(1), new Outcome.Rejected("1", "no", false)),
                ended(group.get(2), SENT)));

        assertThat(strings("select bad::text from failure_window")).containsExactly("{1,2}");
    }

    @Test
    void shouldGiveTheSameAnswerWhenBeginIsRepeatedAndNothingOnceOneWasSettled() {
        LaneId lane = lane(new Pacing.Rate(UNLIMITED, 64), 10);
        List<UUID> ids = ids(4);

        Turn first = begin(lane, ids);
        assertThat(begin(lane, ids)).isEqualTo(first);
        assertThat(installation.count("select count(*) from journal")).isEqualTo(4);

        finish(NO_ANSWER, ((Turn.Taken) first).begun().get(2));
        assertThat(begin(lane, ids)).isEqualTo(new Turn.NotYet(Duration.ZERO, null));

        assertThat(installation.count("select count(*) from journal")).isZero();
        assertThat(installation.count("select count(*) from due"))
                .as("nobody has sent them")
                .isEqualTo(4);
    }

    @Test
    void shouldHoldNoSlotAndLoseNobodyWhenAProcessDiesWithAGroupOn() {
        LaneId lane = lane(new Pacing.Rate(UNLIMITED, 5), 10);
        taken(lane, 5);

        installation.settleAfterCrash();

        assertThat(installation.settled(lane.campaign(), "unconfirmed")).isEqualTo(5);
        assertThat(taken(lane, 64)).hasSize(5);
    }

    /** A sick vendor must not burn the list, and one burst is one step, not sixty-four. */
    @Test
    void shouldBackOffOnceWhenSendsThatWereOnTogetherGetNoAnswer() {
        LaneId lane = lane(new Pacing.Rate(UNLIMITED, 64), 100);
        List<Turn.Begun> burst = taken(lane, 20);
        installation.database.freezeClock(Duration.ofSeconds(5));

        finish(NO_ANSWER, burst.subList(0, 10).toArray(Turn.Begun[]::new));
        finish(NO_ANSWER, burst.subList(10, 20).toArray(Turn.Begun[]::new));

        assertThat(installation.count("select trouble from account")).isEqualTo(2);
        assertThat(begin(lane, 64))
                .isInstanceOfSatisfying(
                        Turn.NotYet.class,
                        notYet -> assertThat(notYet.delay()).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(33)));
    }

    @Test
    void shouldHalveARateOnceWhenItsVendorSaysTooManyAndClimbBack() {
        LaneId lane = lane(new Pacing.Rate(100, 64), 1_000);
        List<Turn.Begun> burst = taken(lane, 20);
        finish(new Outcome.AccountBusy("429", "too many", null), burst.toArray(Turn.Begun[]::new));

        assertThat(interval(lane)).isBetween(Duration.ofMillis(18), Duration.ofMillis(20));
        installation.database.freezeClock(Duration.ofSeconds(5));
        assertThat(interval(lane)).isBetween(Duration.ofMillis(12), Duration.ofMillis(14));
        installation.database.freezeClock(Duration.ofSeconds(11));
        assertThat(interval(lane)).isEqualTo(Duration.ofMillis(10));
    }

    @Test
    void shouldStopOnceWhenItsVendorIsNotReached() {
        LaneId lane = lane(new Pacing.Rate(100, 64), 1_000);

        finish(
                new Outcome.AccountBusy(Outcome.AccountBusy.NOT_REACHED, "connection refused", null),
                taken(lane, 20).toArray(Turn.Begun[]::new));

        assertThat(installation.count("select trouble from account")).isEqualTo(1);
        assertThat(begin(lane, 64))
                .isInstanceOfSatisfying(
                        Turn.NotYet.class,
                        notYet -> assertThat(notYet.delay()).isBetween(Duration.ofSeconds(28), Duration.ofSeconds(33)));
    }

    @Test
    void shouldStopWhenItsVendorSaysUntilWhen() {
        LaneId lane = lane(new Pacing.Rate(100, 64), 1_000);

        finish(
                new Outcome.AccountBusy("429", "too many", Duration.ofSeconds(7)),
                taken(lane, 2).toArray(Turn.Begun[]::new));

        assertThat(begin(lane, 64))
                .isInstanceOfSatisfying(
                        Turn.NotYet.class,
                        notYet -> assertThat(notYet.delay()).isBetween(Duration.ofSeconds(6), Duration.ofSeconds(8)));
    }

    /** Between the slots of a campaign that goes slower none is left for others: that would beat the account's rate. */
    @Test
    void shouldKeepACampaignsOwnSlowerRate() {
        installation.sender("a", new Pacing.Rate(100, 64), null);
        LaneId lane =
                installation.lane(installation.campaignWith("{\"pacing\": {\"ratePerSecond\": 20}}", 100, "a"), "a");

        assertThat(taken(lane, 64)).hasSize(11);
        assertThat(begin(lane, 64)).isInstanceOf(Turn.NotYet.class);
    }

    private List<String> strings(String sql) {
        return installation
                .database
                .database()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    private Duration interval(LaneId lane) {
        List<Turn.Begun> two = taken(lane, 2);
        finish(SENT, two.get(0), two.get(1));
        return two.get(1).startsIn().minus(two.get(0).startsIn());
    }

    private LaneId lane(Pacing pacing, int recipients) {
        installation.sender("a", pacing, null);
        return installation.lane(installation.campaign(recipients, "a"), "a");
    }

    private void suppress(LaneId lane, long... rows) {
        for (long n : rows) {
            installation
                    .database
                    .database()
                    .jdbi()
                    .useHandle(handle -> handle.execute("""
                            insert into suppression (phone, reason, source, created_at)
                            select phone, 'test', 'test', clock_now() from recipient where campaign_id = ? and n = ?""", lane.campaign().value(), n));
        }
    }

    private List<Turn.Begun> taken(LaneId lane, int most) {
        Turn turn = begin(lane, most);
        if (turn instanceof Turn.Taken taken) {
            return taken.begun();
        }
        throw new AssertionError("expected recipients, got " + turn);
    }

    private Turn begin(LaneId lane, int most) {
        return begin(lane, ids(most));
    }

    private Turn begin(LaneId lane, List<UUID> ids) {
        return installation.dispatches.begin(lane, installation.means(lane, MediaWay.LINK), ids);
    }

    private void finish(Outcome outcome, Turn.Begun... group) {
        installation.dispatches.finish(
                Stream.of(group).map(begun -> ended(begun, outcome)).toList());
    }

    private static Ended ended(Turn.Begun begun, Outcome outcome) {
        return new Ended(begun.dispatch(), outcome, Duration.ZERO);
    }

    private static List<UUID> ids(int many) {
        return Stream.generate(UUID::randomUUID).limit(many).toList();
    }

    private static List<Long> rows(List<Turn.Begun> begun) {
        return begun.stream().map(one -> one.dispatch().n()).toList();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }
}
