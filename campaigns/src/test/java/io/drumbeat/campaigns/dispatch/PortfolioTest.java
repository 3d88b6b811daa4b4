package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.Campaign.LaneStatus;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor.Why;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.dispatch.DispatchStore.Ended;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.Portfolio;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStore.Places;
import io.drumbeat.campaigns.sender.SenderStore.State;
import io.drumbeat.campaigns.sender.SenderStore.Writing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many people the numbers of one business may send to in a day (docs/protocol.md#portfolio-places). */
class PortfolioTest {

    private static final Pacing FAST = new Pacing.Rate(Double.POSITIVE_INFINITY, 256);
    private static final Outcome SENT = new Accepted("wamid");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration WINDOW = Duration.ofHours(24).plusMinutes(1);

    private final Installation installation = new Installation();
    private final ExecutorService eachItsOwn = Executors.newCachedThreadPool();
    private Duration now = Duration.ZERO;

    @BeforeEach
    void freeze() {
        installation.database.freezeClock(now);
    }

    @AfterEach
    void close() {
        eachItsOwn.shutdownNow();
        installation.close();
    }

    private void pass(Duration time) {
        now = now.plus(time);
        installation.database.freezeClock(now);
    }

    /** Both of the numbers of a business that may send to so many people a day. */
    private void numbers(int people) {
        installation.ofPortfolio("a", FAST, null, new Portfolio("acme", people));
        installation.ofPortfolio("b", FAST, null, new Portfolio("acme", people));
    }

    private LaneId lane(int recipients, String sender) {
        return installation.lane(installation.campaign(recipients, sender), sender);
    }

    private Turn begin(LaneId lane, int most) {
        return installation.dispatches.begin(lane, installation.means(lane, MediaWay.LINK), Dispatch.ids(most));
    }

    private List<Dispatch> taken(LaneId lane, int most) {
        return begin(lane, most) instanceof Turn.Taken taken
                ? taken.begun().stream().map(Turn.Begun::dispatch).toList()
                : List.of();
    }

    private void finish(List<Dispatch> sends, Outcome outcome) {
        installation.dispatches.finish(sends.stream()
                .map(send -> new Ended(send, outcome, Duration.ZERO))
                .toList());
    }

    private int sent(LaneId lane, int most) {
        List<Dispatch> sends = taken(lane, most);
        if (!sends.isEmpty()) {
            finish(sends, SENT);
        }
        return sends.size();
    }

    private Duration full(LaneId lane) {
        Turn turn = begin(lane, 50);
        assertThat(turn)
                .isInstanceOfSatisfying(
                        Turn.Gated.class, gated -> assertThat(gated.why()).isEqualTo(Turn.Gated.Why.FULL));
        return Objects.requireNonNull(((Turn.Gated) turn).delay());
    }

    private void writes(String sender, int person, Duration when) {
        State state = installation.senders.find(new SenderId(sender)).orElseThrow();
        installation.senders.written(
                state.sender().account(), List.of(new Writing(phone(person), null, START.plus(when))));
    }

    private static String phone(int n) {
        return "+4915%08d".formatted(n);
    }

    private Places places() {
        return Objects.requireNonNull(
                installation.senders.find(new SenderId("b")).orElseThrow().places());
    }

    /** What Meta would count over both numbers, told by who was taken when. */
    @Test
    void shouldSendToTwoThousandOfTenThousandADayOverTwoNumbers() {
        numbers(2000);
        CampaignId campaign = installation.campaign(10_000, "a", "b");
        List<LaneId> lanes = List.of(installation.lane(campaign, "a"), installation.lane(campaign, "b"));
        Map<String, Duration> at = new HashMap<>();
        while (at.size() < 10_000) {
            List<Duration> waits = new ArrayList<>();
            for (LaneId lane : lanes) {
                Turn turn = begin(lane, 64);
                if (turn instanceof Turn.Taken taken) {
                    List<Dispatch> sends =
                            taken.begun().stream().map(Turn.Begun::dispatch).toList();
                    sends.forEach(send -> assertThat(at.put(send.phone(), now)).isNull());
                    finish(sends, SENT);
                } else if (turn instanceof Turn.Gated gated) {
                    waits.add(Objects.requireNonNull(gated.delay()));
                }
            }
            pass(
                    waits.size() < 2
                            ? Duration.ofSeconds(20)
                            : Stream.concat(waits.stream(), Stream.of(WINDOW))
                                    .min(Duration::compareTo)
                                    .orElseThrow());
        }

        List<Duration> times = at.values().stream().sorted().toList();
        assertThat(times.get(1999)).as("all of the first day's").isLessThan(Duration.ofHours(1));
        for (int i = 0; i + 2000 < times.size(); i++) {
            assertThat(times.get(i + 2000).minus(times.get(i)))
                    .as("the one that would be the 2001st of a day")
                    .isGreaterThanOrEqualTo(Duration.ofDays(1));
        }
        assertThat(now).as("no day is lost").isLessThan(WINDOW.multipliedBy(4).plusHours(1));
    }

    @Test
    void shouldTakeNoPlaceForWhomItHasSentToAlready() {
        numbers(3);
        assertThat(sent(lane(5, "a"), 50)).isEqualTo(3);
        LaneId again = lane(5, "b");

        assertThat(sent(again, 50)).as("the three who have a place").isEqualTo(3);
        assertThat(full(again)).isEqualTo(WINDOW);
        assertThat(places()).isEqualTo(new Places(3, START.plus(WINDOW)));
    }

    /** The end of the sends that were on said that it goes on at once. */
    @Test
    void shouldStillTellWhenThereIsAPlaceWhenTheSendsThatWereOnHaveEnded() {
        numbers(3);
        CampaignId campaign = installation.campaignWith("""
                {"name": "offer", "senders": ["a"], "media": {"type": "image", "url": "https://example.com/a.png"}}""", 5, "a");
        LaneId lane = installation.lane(campaign, "a");
        List<Dispatch> on = taken(lane, 3);
        full(lane);

        finish(on, SENT);

        Campaign.Lane shown = CampaignStore.on(installation.database.database())
                .find(campaign)
                .orElseThrow()
                .lanes()
                .get(0);
        assertThat(shown.status()).isEqualTo(Campaign.LaneStatus.CAPPED);
        assertThat(shown.nextSendAt()).isEqualTo(START.plus(WINDOW));
    }

    /** Who is sent to a second time is a recipient of the day that begins then. */
    @Test
    void shouldKeepAPlaceForADayAfterTheLastSend() {
        numbers(1);
        sent(lane(1, "a"), 1);
        pass(Duration.ofHours(23));
        sent(lane(1, "b"), 1);
        pass(Duration.ofHours(2));

        LaneId other = lane(2, "a");
        assertThat(sent(other, 1)).isEqualTo(1);
        assertThat(full(other)).isEqualTo(WINDOW);
    }

    @Test
    void shouldGoOnAtTheMomentAtWhichTheOldestLeaves() {
        numbers(2);
        LaneId lane = lane(9, "a");
        sent(lane, 1);
        pass(Duration.ofHours(5));
        sent(lane, 1);
        pass(Duration.ofHours(1));

        Duration delay = full(lane);
        assertThat(delay).isEqualTo(WINDOW.minusHours(6));
        pass(delay.minusMillis(1));
        assertThat(full(lane)).isEqualTo(Duration.ofMillis(1));
        pass(Duration.ofMillis(1));
        assertThat(sent(lane, 50)).isEqualTo(1);
        assertThat(full(lane)).isEqualTo(Duration.ofHours(5));
    }

    @Test
    void shouldTakeNoPlaceForADayAfterSomebodyWrote() {
        numbers(1);
        sent(lane(1, "a"), 1);
        writes("b", 2, Duration.ZERO);
        writes("b", 2, Duration.ofHours(-2));
        LaneId lane = lane(3, "a");

        assertThat(taken(lane, 50)).extracting(Dispatch::phone).containsExactly(phone(1), phone(2));
        assertThat(places().used()).isEqualTo(1);

        pass(Duration.ofHours(24));
        assertThat(taken(lane(2, "b"), 50)).extracting(Dispatch::phone).containsExactly(phone(1));
    }

    /** The lane slept for a day, though whoever is next needs no place any more. */
    @Test
    void shouldWakeALaneThatIsCappedWhenSomebodyWrites() {
        numbers(1);
        LaneId lane = lane(3, "a");
        sent(lane, 1);
        full(lane);
        pass(Duration.ofMinutes(5));
        assertThat(installation.recovery.reconcile().overdue()).doesNotContain(lane);

        writes("b", 2, now);

        assertThat(installation.recovery.reconcile().overdue()).contains(lane);
        assertThat(sent(lane, 50)).isEqualTo(1);
        full(lane);
    }

    /** One who wrote made everybody free, so that there was no limit for a day. */
    @Test
    void shouldStillCountTheOthersWhenSomebodyWrote() {
        numbers(2);
        writes("a", 1, Duration.ZERO);
        LaneId lane = lane(9, "a");

        assertThat(sent(lane, 2)).isEqualTo(2);
        assertThat(places().used()).as("the one who had not written").isEqualTo(1);
        assertThat(sent(lane, 50) + sent(lane, 50)).isEqualTo(1);
        full(lane);
    }

    @Test
    void shouldTellWhoWroteByTheIdOfAUserWhoseNumberIsKnown() {
        numbers(1);
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle ->
                        handle.execute("insert into user_person (user_id, person) values ('IN.42', ?)", phone(1)));
        installation.senders.written(
                installation
                        .senders
                        .find(new SenderId("a"))
                        .orElseThrow()
                        .sender()
                        .account(),
                List.of(new Writing(null, "IN.42", START), new Writing(null, "IN.43", START)));

        assertThat(sent(lane(3, "a"), 50)).isEqualTo(1);
        assertThat(installation.count("select count(*) from portfolio_writer")).isEqualTo(1);
        assertThat(places().used()).isZero();
    }

    @Test
    void shouldCountAPersonOnceWhoseNumberHasTwoForms() {
        numbers(1);
        LaneId old = lane(1, "a");
        installation.sendTo(old.campaign(), 1, "+5215512345678");
        LaneId young = lane(1, "b");
        installation.sendTo(young.campaign(), 1, "+525512345678");

        assertThat(sent(old, 1) + sent(young, 1)).isEqualTo(2);
    }

    @Test
    void shouldGiveThePlaceBackOfASendThatWasNone() {
        numbers(2);
        LaneId lane = lane(9, "a");
        List<Dispatch> two = taken(lane, 50);
        assertThat(two).hasSize(2);
        full(lane);

        finish(two.subList(0, 1), new Outcome.GivenBack("too late"));

        assertThat(places()).isEqualTo(new Places(1, null));
        assertThat(taken(lane, 50)).hasSize(1);
    }

    /** The second send to somebody was none: the place is that of the first one, until a day after that. */
    @Test
    void shouldGiveBackNoMoreThanWhatTheSendHadTaken() {
        numbers(1);
        sent(lane(1, "a"), 1);
        pass(Duration.ofHours(10));
        LaneId again = lane(1, "b");
        finish(taken(again, 1), new Outcome.GivenBack("too late"));

        LaneId other = lane(2, "a");
        assertThat(sent(other, 1)).isEqualTo(1);
        assertThat(places().until()).isEqualTo(START.plus(Duration.ofHours(10)).plus(WINDOW));

        pass(Duration.ofHours(15));
        finish(taken(lane(1, "b"), 1), new Outcome.GivenBack("too late"));
        assertThat(full(other)).isEqualTo(WINDOW.minusHours(15));
    }

    @Test
    void shouldKeepThePlaceOfASendThatNobodyKnowsOf() {
        numbers(1);
        LaneId lane = lane(2, "a");
        taken(lane, 1);

        installation.settleAfterCrash();

        full(lane);
    }

    /** Both see the last place, and both come to the portfolio before either has it. */
    @Test
    void shouldGiveThePlaceAwayOnceWhenTwoNumbersBeginAtTheSameTime() {
        numbers(1);
        LaneId one = lane(4, "a");
        LaneId two = lane(4, "b");
        installation.sendTo(two.campaign(), 1, phone(11));

        List<CompletableFuture<Integer>> begins = installation
                .database
                .database()
                .transact(handle -> {
                    handle.execute("select 1 from portfolio for update");
                    List<CompletableFuture<Integer>> both = Stream.of(one, two)
                            .map(lane -> CompletableFuture.supplyAsync(
                                    () -> taken(lane, 1).size(), eachItsOwn))
                            .toList();
                    awaitWaiting(2);
                    return both;
                });

        assertThat(begins.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(1);
        assertThat(places().used()).isEqualTo(1);
    }

    private void awaitWaiting(int sessions) {
        await().until(() -> installation.count("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and wait_event_type = 'Lock'""") == sessions);
    }

    @Test
    void shouldGiveAwayEachPlaceOnceWhenManyBegin() {
        numbers(60);
        CampaignId campaign = installation.campaign(400, "a", "b");
        CampaignId other = installation.campaign(400, "a", "b");
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "update recipient set phone = replace(phone, '+49', '+43') where campaign_id = ?",
                        other.value()));

        List<CompletableFuture<Integer>> runs = Stream.of(campaign, other)
                .flatMap(one -> Stream.of("a", "b").map(sender -> installation.lane(one, sender)))
                .map(lane -> CompletableFuture.supplyAsync(() -> untilFull(lane), eachItsOwn))
                .toList();

        assertThat(runs.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(60);
        assertThat(installation.count("select count(distinct person) from portfolio_recipient"))
                .isEqualTo(60);
    }

    private int untilFull(LaneId lane) {
        int all = 0;
        while (true) {
            Turn turn = begin(lane, 4);
            if (turn instanceof Turn.Gated) {
                return all;
            }
            if (turn instanceof Turn.Taken taken) {
                all += taken.begun().size();
                finish(taken.begun().stream().map(Turn.Begun::dispatch).toList(), SENT);
            }
        }
    }

    @Test
    void shouldSayThatALaneIsCappedAndUntilWhen() {
        numbers(1);
        CampaignId campaign = installation.campaignWith("""
                {"name": "test", "senders": ["a"], "media": {"type": "image", "url": "https://example.org/a.png"}}""", 3, "a");
        LaneId lane = installation.lane(campaign, "a");
        sent(lane, 1);
        full(lane);

        Campaign.Lane read = CampaignStore.on(installation.database.database())
                .find(campaign)
                .orElseThrow()
                .lanes()
                .get(0);

        assertThat(CampaignStore.on(installation.database.database())
                        .find(campaign)
                        .orElseThrow()
                        .progress()
                        .outlook()
                        .estimatedFinishAt())
                .as("not before its next send")
                .isAfter(START.plus(WINDOW));
        assertThat(read.status()).isEqualTo(LaneStatus.CAPPED);
        assertThat(read.nextSendAt()).isEqualTo(START.plus(WINDOW));
        assertThat(read.waitingFor())
                .isEqualTo(new WaitingFor(
                        Why.CAP,
                        "The portfolio acme has sent to as many people as it may in 24 hours.",
                        START.plus(WINDOW)));
        assertThat(installation.senders.list())
                .extracting(State::status)
                .as("nor can the other number")
                .containsExactly("capped", "capped");
    }

    /** Who was told to come again tomorrow never heard of a place that is free today. */
    @Test
    void shouldCallACappedLaneWhenAPlaceIsFreeSooner() {
        numbers(1);
        List<Dispatch> one = taken(lane(1, "b"), 1);
        LaneId waits = lane(2, "a");
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "update recipient set phone = replace(phone, '+49', '+43') where campaign_id = ?",
                        waits.campaign().value()));
        full(waits);
        assertThat(installation.recovery.reconcile().overdue()).isEmpty();

        finish(one, new Outcome.GivenBack("too late"));

        assertThat(installation.recovery.reconcile().overdue()).containsExactly(waits);
    }

    @Test
    void shouldGoOnWhenSendersJsonAllowsMore() {
        numbers(1);
        LaneId lane = lane(3, "a");
        sent(lane, 1);
        full(lane);

        numbers(2);

        assertThat(installation.recovery.reconcile().overdue()).containsExactly(lane);
        assertThat(sent(lane, 50)).isEqualTo(1);
    }

    @Test
    void shouldWaitForSeveralToLeaveWhenSendersJsonAllowsLess() {
        numbers(3);
        LaneId lane = lane(9, "a");
        for (int hour = 0; hour < 3; hour++) {
            sent(lane, 1);
            pass(Duration.ofHours(1));
        }
        numbers(1);

        assertThat(full(lane)).isEqualTo(WINDOW.minusHours(1));
    }

    @Test
    void shouldLimitNoSenderOfAnotherBusiness() {
        numbers(1);
        installation.sender("c", FAST, null);
        CampaignId campaign = installation.campaign(9, "a", "c");

        assertThat(sent(installation.lane(campaign, "a"), 50)).isEqualTo(1);
        assertThat(sent(installation.lane(campaign, "c"), 50)).isPositive();
        assertThat(installation.count("select count(*) from portfolio_recipient"))
                .isEqualTo(1);
    }

    @Test
    void shouldPassOverTheUnwantedWhenItIsFull() {
        numbers(1);
        sent(lane(1, "a"), 1);
        LaneId lane = lane(3, "b");
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into suppression (phone, reason, source, created_at) values (?, 'asked', 'test', clock_now())",
                        phone(2)));

        assertThat(sent(lane, 50)).isEqualTo(1);
        full(lane);
        assertThat(installation.settled(lane.campaign(), "skipped")).isEqualTo(1);
    }

    @Test
    void shouldTakeThoseThatAreDueAgainAndHaveAPlace() {
        numbers(2);
        LaneId lane = lane(5, "a");
        finish(taken(lane, 2), new Outcome.Transient("131000", "try again", Outcome.Retry.USUAL));
        LaneId other = lane(4, "b");
        installation.sendTo(other.campaign(), 1, phone(3));
        installation.sendTo(other.campaign(), 2, phone(4));
        assertThat(sent(other, 2)).as("they have the places now").isEqualTo(2);
        writes("a", 2, Duration.ZERO);
        pass(Duration.ofMinutes(1));

        assertThat(taken(lane, 50)).extracting(Dispatch::phone).containsExactly(phone(2), phone(3), phone(4));
    }
}
