package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.control.Retry;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Consequence;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Report;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.SpecJson;
import io.drumbeat.campaigns.trimming.Trimming;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two or three processes at one campaign, statement by statement, in all orders of a small scope: nobody is begun twice, nothing
 * once a pause or the end is written, everybody is counted where they stand, locks come in their order, and nobody waits for
 * each other. The system property {@code drumbeat.interruptions} says how often a process may be interrupted, all at any
 * statement; all orders there are with a large number.
 */
@TakesLong
class InterleavingsTest {

    private static final int INTERRUPTIONS = Integer.getInteger("drumbeat.interruptions", 1);

    private static final int RECIPIENTS = 3;

    private static final int SESSIONS = 3;

    private static final Pattern ACCOUNT = Pattern.compile("(?s)from account.*for update|update account");

    private static final String SPEC = """
            {"name": "offer", "senders": ["a", "b"], "media": {"type": "image", "url": "https://example.com/a.png"},
             "autoPause": null}""";

    private final Installation installation = new Installation();
    private final Interleaved interleaved = new Interleaved(installation.database, SESSIONS);
    private CampaignId campaign = CampaignId.random();

    @BeforeEach
    void configure() {
        installation.database.freezeClock(Duration.ofDays(1));
        installation.sender("a", Installation.NO_DELAY, 100);
        installation.sender("b", Installation.NO_DELAY, 100);
    }

    @AfterEach
    void close() {
        interleaved.close();
        installation.close();
    }

    @Test
    void shouldBeginNobodyTwiceWhenOneLaneIsAtTwoProcesses() throws Exception {
        inAllOrders(() -> List.of(begin("a"), begin("a")), came -> {
            assertThat(came.stream().filter(Turn.Taken.class::isInstance)).hasSize(1);
        });
    }

    @Test
    void shouldBeginNobodyTwiceWhenTwoLanesTakeFromOneTape() throws Exception {
        inAllOrders(() -> List.of(begin("a"), begin("b")), came -> {
            assertThat(came).allMatch(Turn.Taken.class::isInstance);
        });
    }

    @Test
    void shouldTakeADueRowOnceWhenTwoLanesComeForIt() throws Exception {
        inAllOrders(
                () -> {
                    for (Dispatch dispatch : List.of(taken("a"), taken("b"))) {
                        installation.finish(dispatch, new Outcome.GivenBack("it came back"));
                    }
                    return List.of(begin("a"), begin("b"));
                },
                came -> {});
    }

    @Test
    void shouldGiveTheSameAnswerWhenABeginIsRepeatedBesideItself() throws Exception {
        inAllOrders(
                () -> {
                    List<UUID> ids = Dispatch.ids(1);
                    return List.of(begin("a", ids), begin("a", ids));
                },
                came -> assertThat(((Turn.Taken) came.get(0))
                                .begun()
                                .get(0)
                                .dispatch()
                                .n())
                        .isEqualTo(((Turn.Taken) came.get(1))
                                .begun()
                                .get(0)
                                .dispatch()
                                .n()));
    }

    @Test
    void shouldBeginNothingOnceAPauseIsWritten() throws Exception {
        inAllOrders(() -> List.of(begin("a"), begin("b"), command(Command.PAUSE)), came -> {
            assertThat(installation.status(campaign)).isEqualTo(came.get(2) == null ? "running" : "paused");
            assertNothingBegunBehind(2, came);
        });
    }

    @Test
    void shouldBeginNothingOnceACancellationIsWritten() throws Exception {
        inAllOrders(
                () -> List.of(
                        begin("a"), finish(taken("b"), new Outcome.GivenBack("not sent")), command(Command.CANCEL)),
                came -> {
                    assertThat(installation.status(campaign)).isEqualTo(came.get(2) == null ? "running" : "cancelled");
                    assertNothingBegunBehind(2, came);
                });
    }

    @Test
    void shouldCompleteOnceNothingIsLeft() throws Exception {
        inAllOrders(
                () -> {
                    installation.send(lane("a"), new Outcome.Accepted(null));
                    installation.send(lane("a"), new Outcome.Accepted(null));
                    return List.of(finish(taken("a"), new Outcome.Accepted(null)), this::complete, this::complete);
                },
                came -> assertThat(came.subList(1, 3)).isNotEqualTo(List.of(true, true)));
    }

    @Test
    void shouldSettleOnceWhatAProcessAndTheReconcilerKnowOf() throws Exception {
        inAllOrders(
                () -> List.of(finish(taken("a"), new Outcome.Accepted("m")), this::reconcile, begin("b")),
                came -> assertThat(installation.settled(campaign, "sent")).isEqualTo(came.get(0) == null ? 0 : 1));
    }

    @Test
    void shouldCountEachFailureOfAnAccountWhoseSendsEndTogether() throws Exception {
        installation.sender("a", new Pacing.Rate(100, 10), null);
        Outcome unknown = new Outcome.Unconfirmed("timeout", "no answer");
        inAllOrders(
                () -> List.of(finish(taken("a"), unknown), finish(taken("a"), unknown)),
                came -> assertThat(installation.count("select trouble from account where account_key like '%a'"))
                        .isEqualTo(2));
    }

    @Test
    void shouldHaveOneTruthWhenAnOutcomeAReceiptAndARetryMeet() throws Exception {
        inAllOrders(
                () -> {
                    Dispatch late = taken("a");
                    installation.settleAfterCrash();
                    return List.of(finish(late, new Outcome.Accepted("m")), receipt(late), this::retry);
                },
                came -> {});
    }

    @Test
    void shouldRunOnWhenARetryMeetsTheEnd() throws Exception {
        inAllOrders(
                () -> {
                    for (int i = 0; i < RECIPIENTS; i++) {
                        installation.send(lane("a"), new Outcome.Rejected("131026", "undeliverable", false));
                    }
                    return List.of(this::retry, this::complete, begin("a"));
                },
                came -> {
                    if (came.get(0) != null) {
                        assertThat(installation.status(campaign)).isEqualTo("running");
                    }
                });
    }

    @Test
    void shouldLoseNobodyWhenASenderIsTakenOut() throws Exception {
        inAllOrders(
                () -> {
                    Dispatch on = taken("a");
                    return List.of(finish(on, new Outcome.GivenBack("not sent")), begin("b"), takeOut("a"));
                },
                came -> {
                    if (came.get(2) != null) {
                        assertThat(came.get(2)).isEqualTo(new CampaignControl.Applied(CampaignStatus.RUNNING, true));
                    }
                });
    }

    @Test
    void shouldGiveAPlaceOfTheCapBackOnceWhenItsMinuteBecomesAPartOfItsHour() throws Exception {
        inAllOrders(
                () -> {
                    installation.database.freezeClock(Duration.ofDays(1));
                    installation.send(lane("a"), new Outcome.Accepted(null));
                    Dispatch late = taken("a");
                    installation.database.freezeClock(Duration.ofDays(1).plusHours(2));
                    return List.of(finish(late, new Outcome.GivenBack("not sent")), this::trim);
                },
                came -> assertThat(installation.count("select sum(sends) from cap_use"))
                        .isEqualTo(came.get(0) == null ? 2 : 1));
    }

    private interface Preparation {
        List<Function<Session, Object>> prepare() throws Exception;
    }

    private interface Check {
        void check(List<@Nullable Object> came) throws Exception;
    }

    /** Each two of them, and all of them with an interruption less. */
    private void inAllOrders(Preparation preparation, Check check) throws Exception {
        int sessions = inAllOrders(preparation, check, Set.of(0, 1), INTERRUPTIONS);
        if (sessions == 3) {
            inAllOrders(preparation, check, Set.of(0, 2), INTERRUPTIONS);
            inAllOrders(preparation, check, Set.of(1, 2), INTERRUPTIONS);
            inAllOrders(preparation, check, Set.of(0, 1, 2), INTERRUPTIONS - 1);
        }
    }

    private int inAllOrders(Preparation preparation, Check check, Set<Integer> part, int interruptions)
            throws Exception {
        Orders orders = new Orders(interruptions);
        int sessions;
        do {
            afresh();
            List<Function<Session, Object>> work = preparation.prepare();
            sessions = work.size();
            try {
                List<@Nullable Object> came = interleaved.run(work, part, orders);
                assertLockOrder();
                assertAddsUp("behind all of them");
                check.check(came);
                sendTheRest();
            } catch (Exception | AssertionError e) {
                throw new AssertionError("in the order " + interleaved.steps(), e);
            }
        } while (orders.next());
        return sessions;
    }

    /** Another campaign, as if there had been none before. */
    private void afresh() {
        installation.database.database().jdbi().useHandle(handle -> handle.execute("""
                delete from journal; delete from due; delete from free_block; delete from cap_use;
                update account set due_at = 'epoch', held_by = null, lease_until = null, blocked_reason = null, trouble = 0,
                    backed_off_at = 'epoch';
                update campaign set status = 'cancelled' where status <> 'cancelled';
                update lane set ended = true, block_tape = null, block_lo = null, block_hi = null where not ended"""));
        campaign = installation.campaignWith(SPEC, RECIPIENTS, "a", "b");
    }

    private Dispatch taken(String sender) {
        return installation.taken(lane(sender));
    }

    private LaneId lane(String sender) {
        return installation.lane(campaign, sender);
    }

    private Function<Session, Object> begin(String sender) {
        return begin(sender, Dispatch.ids(1));
    }

    private Function<Session, Object> begin(String sender, List<UUID> ids) {
        LaneId lane = lane(sender);
        return session -> session.stores.sending().begin(lane, installation.means(lane, MediaWay.LINK), ids);
    }

    private Function<Session, Object> finish(Dispatch dispatch, Outcome outcome) {
        return session ->
                session.stores.sending().finish(List.of(new DispatchStore.Ended(dispatch, outcome, Duration.ZERO)));
    }

    private Function<Session, Object> command(Command command) {
        return session -> {
            try {
                return session.control.apply(campaign, command, "operator", null, null);
            } catch (Session.AwaitsLastSends written) {
                return written;
            }
        };
    }

    private Object complete(Session session) {
        return session.control.complete(campaign);
    }

    /** Of a process that is alone there: what is in the journal is settled whatever its lease says. */
    private Object reconcile(Session session) {
        return session.stores.recovery().settleAfterCrash();
    }

    private Function<Session, Object> receipt(Dispatch dispatch) {
        return session -> {
            session.stores
                    .reports()
                    .learn(
                            dispatch.id(),
                            new Report.Failed(Consequence.NONE, "131026", "undeliverable"),
                            Duration.ZERO);
            return true;
        };
    }

    private Object trim(Session session) {
        Trimming trimming = new Trimming(session.database);
        for (int step = 0; step < 20; step++) {
            trimming.step();
        }
        return true;
    }

    private Object retry(Session session) {
        return session.control.retry(campaign, new Retry(Retry.POSSIBLE, Set.of()), "operator");
    }

    private Function<Session, Object> takeOut(String sender) {
        CampaignSpec before = SpecJson.read(SPEC);
        CampaignSpec after = SpecJson.read(SPEC.replace("\"" + sender + "\", ", ""));
        return session -> session.control.change(campaign, before, after, "operator");
    }

    private void assertNothingBegunBehind(int stop, List<@Nullable Object> came) {
        for (int i = 0; came.get(stop) != null && i < came.size(); i++) {
            if (came.get(i) instanceof Turn.Taken) {
                assertThat(interleaved.committed(i))
                        .as("when %d has begun, by the steps", i)
                        .isLessThan(interleaved.committed(stop));
            }
        }
    }

    /** In each transaction the gate comes before the account, and once (docs/protocol.md#lock-order). */
    private void assertLockOrder() {
        for (int session = 0; session < SESSIONS; session++) {
            boolean gate = false;
            boolean account = false;
            for (String sql : interleaved.steps(session)) {
                boolean takesGate = sql.contains("'campaign ' || ");
                assertThat(takesGate && (gate || account))
                        .as("session %d takes the gate behind other locks", session)
                        .isFalse();
                gate = !sql.equals(Session.COMMIT) && (gate || takesGate);
                account = !sql.equals(Session.COMMIT)
                        && (account || ACCOUNT.matcher(sql).find());
            }
        }
    }

    private void assertAddsUp(String when) {
        Bookkeeping.assertAddsUp(installation, campaign, RECIPIENTS, when);
    }

    /** Whoever is left gets a message, and only then it is complete; what waits for another go is due at once. */
    private void sendTheRest() {
        installation.database.database().jdbi().useHandle(handle -> handle.execute("update due set due_at = 'epoch'"));
        installation.settleAfterCrash();
        installation.control.apply(campaign, Command.RESUME, "operator", null, null);
        for (int i = 0; installation.status(campaign).equals("running") && i < 3 * RECIPIENTS; i++) {
            for (String sender : List.of("a", "b")) {
                if (installation.begin(lane(sender)) instanceof Turn.Taken taken) {
                    installation.finish(Installation.only(taken), new Outcome.Accepted(null));
                }
            }
            installation.control.complete(campaign);
        }
        assertThat(installation.status(campaign)).isIn("completed", "cancelled");
        assertAddsUp("at its end");
        assertThat(installation.count("select count(*) from journal")).isZero();
    }
}
