package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.RecordingGateway;
import io.drumbeat.engine.gateway.Gateway.MediaFile;
import io.drumbeat.engine.gateway.MediaReference;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.sender.ConnectedSenderFixture;
import io.drumbeat.engine.workflow.DispatchResult;
import io.drumbeat.engine.workflow.DispatchResult.Kind;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class StintTest {
    private static final String LINK = "https://media/offer.png";
    private static final MediaFile FILE = new MediaFile("offer.png", "image/png", 0, InputStream::nullInputStream);

    private final SettableTicker ticker = new SettableTicker();
    private final ScriptedDispatches store = new ScriptedDispatches();
    private final RecordingGateway gateway = new RecordingGateway();
    private final LaneId lane = new LaneId(CampaignId.random(), new SenderId("main"));
    private final ConnectedSender sender =
            ConnectedSenderFixture.sender(new SenderId("main"), new AccountKey("test|vendor:443|1"), gateway);
    private final SlotBell bell = new SlotBell();
    private final Freshness freshness = new Freshness(ticker);
    private boolean leaving;
    private boolean fetchable = true;

    private DispatchResult run(Duration hint) throws InterruptedException {
        CampaignContent content = new CampaignContent(
                MediaType.IMAGE, LINK, fetchable, FILE, null, null, CampaignContent.Words.NONE, List.of());
        Stint.Tools tools = new Stint.Tools(
                store,
                campaign -> content,
                ticker,
                new Finisher(store, ticker, (group, settlement) -> {}),
                bell,
                new StintLength(store, ticker, 1),
                freshness,
                Runnable::run,
                "test");
        StopSignal stop = () -> leaving;
        return new Stint(tools, lane, sender, stop, new Tally()).run(hint);
    }

    @Test
    void shouldSendAndSayWhenTheNextSlotIs() throws InterruptedException {
        DispatchResult result = run(Duration.ofSeconds(3));

        assertThat(ticker.now()).isEqualTo(Duration.ofSeconds(3));
        assertThat(gateway.phones()).containsExactly("+4915112345678");
        assertThat(store.outcomes).containsExactly(new Outcome.Accepted("id-+4915112345678"));
        assertThat(result).isEqualTo(new DispatchResult(Kind.SETTLED, 4000L, 2L, "sent", null));
    }

    @Test
    void shouldWaitItselfWhenTheSlotIsNear() throws InterruptedException {
        store.asks.add(() -> new Turn.NotYet(Duration.ofSeconds(7), null));

        assertThat(run(Duration.ZERO).kind()).isEqualTo(Kind.SETTLED);

        assertThat(ticker.now()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void shouldLeaveTheWaitToTheWorkflowWhenTheSlotIsFar() throws InterruptedException {
        store.asks.add(() -> new Turn.NotYet(Duration.ofSeconds(40), "connection refused"));

        assertThat(run(Duration.ZERO)).isEqualTo(DispatchResult.without(Kind.NOT_YET, 40_000L, "connection refused"));
        assertThat(store.begun).isEmpty();
    }

    /** A pause of 9.99 s ran two activities for each recipient: its hint is cut to milliseconds, and the rest was too much. */
    @Test
    void shouldStayWhenTheSlotIsAllButThereAfterAlmostTheLongestWait() throws InterruptedException {
        store.asks.add(() -> new Turn.NotYet(Duration.ofMillis(11), null));

        assertThat(run(Duration.ofMillis(9_990)).kind()).isEqualTo(Kind.SETTLED);

        assertThat(ticker.now()).isEqualTo(Duration.ofMillis(10_001));
    }

    @Test
    void shouldNotStayForEverWhenOthersKeepComingFirst() throws InterruptedException {
        for (int others = 0; others < 10; others++) {
            store.asks.add(() -> new Turn.NotYet(Duration.ofSeconds(6), null));
        }

        assertThat(run(Duration.ZERO).kind()).isEqualTo(Kind.NOT_YET);

        assertThat(ticker.now()).isLessThanOrEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void shouldTouchNoRecipientWhenTheVendorIsNotReached() throws InterruptedException {
        gateway.isReachable(false);
        store.asks.add(Turn.Ready::new);
        store.asks.add(() -> new Turn.NotYet(Duration.ofSeconds(30), "connection refused"));

        assertThat(run(Duration.ZERO).reason()).isEqualTo("connection refused");

        assertThat(store.notReached).containsExactly("connection refused");
        assertThat(store.begun).isEmpty();
    }

    /** Where each begin took more than a second, each was given back: nobody was sent to, and nothing said why. */
    @Test
    void shouldSendWhenEachBeginTakesLongerThanUsual() throws InterruptedException {
        for (int i = 0; i < 4; i++) {
            store.begins.add(() -> {
                ticker.pass(Duration.ofMillis(3_500));
                return ScriptedDispatches.taken(lane, UUID.randomUUID());
            });
        }

        for (int i = 0; i < 4; i++) {
            run(Duration.ZERO);
        }

        assertThat(store.outcomes).hasSize(4);
        assertThat(store.outcomes.subList(0, 2)).allMatch(Outcome.GivenBack.class::isInstance);
        assertThat(store.outcomes.subList(2, 4)).allMatch(Outcome.Accepted.class::isInstance);
        assertThat(freshness.limit()).isEqualTo(Duration.ofSeconds(4));
        ticker.pass(Duration.ofMinutes(1));
        assertThat(freshness.limit()).isEqualTo(Duration.ofSeconds(2));
        ticker.pass(Duration.ofMinutes(1));
        assertThat(freshness.limit()).isEqualTo(Duration.ofSeconds(1));
    }

    /** It kept the limit with which it began, and gave back whom it met until it was over. */
    @Test
    void shouldGoByTheLongerLimitInTheSameStint() throws InterruptedException {
        store.lanes = 60;
        store.untilNextSlot = Duration.ZERO;
        for (int i = 0; i < 2; i++) {
            store.begins.add(() -> {
                ticker.pass(Duration.ofMillis(1_500));
                return ScriptedDispatches.taken(lane, UUID.randomUUID());
            });
            store.asks.add(Turn.Ready::new);
        }
        store.asks.add(Turn.Exhausted::new);

        run(Duration.ZERO);

        assertThat(store.outcomes.get(0)).isInstanceOf(Outcome.GivenBack.class);
        assertThat(store.outcomes.get(1)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void shouldGiveBackWhenBeginTookMoreThanASecond() throws InterruptedException {
        UUID[] id = new UUID[1];
        store.begins.add(() -> {
            ticker.pass(Duration.ofMillis(1001));
            id[0] = store.begun.get(0);
            return ScriptedDispatches.taken(lane, id[0]);
        });

        assertThat(run(Duration.ZERO).outcome()).isEqualTo("given_back");

        assertThat(gateway.phones()).isEmpty();
        assertThat(store.outcomes).hasSize(1).first().isInstanceOf(Outcome.GivenBack.class);
    }

    @Test
    void shouldCountTheRetriesOfBeginWhenItDecidesWhatIsFresh() throws InterruptedException {
        for (int failure = 0; failure < 6; failure++) {
            store.begins.add(() -> {
                throw new IllegalStateException("connection lost");
            });
        }

        assertThat(run(Duration.ZERO).outcome()).isEqualTo("given_back");

        assertThat(store.begun).hasSize(7);
        assertThat(store.begun.stream().distinct()).as("the same dispatch id").hasSize(1);
        assertThat(gateway.phones()).isEmpty();
    }

    @Test
    void shouldSendWhenBeginSucceedsAfterAShortRetry() throws InterruptedException {
        store.begins.add(() -> {
            throw new IllegalStateException("connection lost");
        });

        assertThat(run(Duration.ZERO).outcome()).isEqualTo("sent");
    }

    /** It gave up after a minute: a recipient that its last call had taken was left unconfirmed, though never sent. */
    @Test
    void shouldAskForTheSameUntilItIsAnsweredWhenTheDatabaseIsAwayForLong() throws InterruptedException {
        for (int failure = 0; failure < 100; failure++) {
            store.begins.add(() -> {
                throw TestDatabase.away();
            });
        }
        store.begins.add(() -> new Turn.NotYet(Duration.ZERO, null));

        assertThat(run(Duration.ZERO)).isEqualTo(DispatchResult.without(Kind.NOT_YET, 0L, null));
        assertThat(ticker.now()).isGreaterThan(Duration.ofMinutes(5));
        assertThat(run(Duration.ZERO).outcome()).isEqualTo("sent");

        assertThat(store.begun.subList(0, 101).stream().distinct())
                .as("the same dispatch id")
                .hasSize(1);
        assertThat(store.begun.get(101)).as("and then another one").isNotEqualTo(store.begun.get(0));
        assertThat(gateway.phones()).hasSize(1);
    }

    @Test
    void shouldFailTheActivityWhenBeginIsAtFaultForAMinute() {
        for (int failure = 0; failure < 100; failure++) {
            store.begins.add(() -> {
                throw new IllegalStateException("a fault");
            });
        }

        assertThatThrownBy(() -> run(Duration.ZERO)).isInstanceOf(IllegalStateException.class);

        assertThat(ticker.now()).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
    }

    @Test
    void shouldFailTheActivityWhenTheDatabaseIsAway() {
        store.asks.add(() -> {
            throw new IllegalStateException("connection refused");
        });

        assertThatThrownBy(() -> run(Duration.ZERO)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldKeepTheOutcomeWhenItIsNotWrittenAtOnce() throws InterruptedException {
        for (int failure = 0; failure < 50; failure++) {
            store.finishes.add(() -> {
                throw new IllegalStateException("connection refused");
            });
        }
        store.finishes.add(() -> Thread.currentThread().interrupt());

        assertThat(run(Duration.ZERO).outcome()).isEqualTo("sent");

        assertThat(store.outcomes).hasSize(1);
        assertThat(gateway.phones()).hasSize(1);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void shouldFinishTheSendAndBeginNoOtherWhenCancelledInBetween() throws InterruptedException {
        gateway.answers(message -> {
            leaving = true;
            return new Outcome.Accepted("1");
        });

        assertThat(run(Duration.ZERO).outcome()).isEqualTo("sent");
        assertThat(store.outcomes).hasSize(1);

        assertThat(run(Duration.ofSeconds(8)).kind()).isEqualTo(Kind.NOT_YET);
        assertThat(store.begun).hasSize(1);
        assertThat(ticker.now()).as("nobody waits who is leaving").isZero();
    }

    @Test
    void shouldCallItUnconfirmedWhenTheGatewayBreaksItsPromise() throws InterruptedException {
        gateway.answers(message -> {
            throw new IllegalStateException("a fault");
        });

        assertThat(run(Duration.ZERO).outcome()).isEqualTo("unconfirmed fault");
    }

    @Test
    void shouldTellTheLaneWhenTheGateIsShut() throws InterruptedException {
        store.asks.add(() -> new Turn.Gated(Turn.Gated.Why.PAUSED, "wrong picture", null));
        assertThat(run(Duration.ZERO)).isEqualTo(DispatchResult.without(Kind.GATED, null, "wrong picture"));

        store.asks.add(() -> new Turn.Idle(Duration.ofSeconds(2)));
        assertThat(run(Duration.ZERO)).isEqualTo(DispatchResult.without(Kind.IDLE, 2000L, null));

        store.asks.add(Turn.Exhausted::new);
        assertThat(run(Duration.ZERO).kind()).isEqualTo(Kind.EXHAUSTED);
    }

    @Test
    void shouldCarryTheFileWhenTheFirstSendIsTheUpload() throws InterruptedException {
        gateway.takesMedia(MediaWay.FIRST_SEND);
        fetchable = false;

        run(Duration.ZERO);
        store.begins.add(() -> ScriptedDispatches.published(lane, "https://vendor/offer.png"));
        run(Duration.ZERO);

        assertThat(store.ways).containsOnly(MediaWay.FIRST_SEND);
        assertThat(gateway.messages())
                .extracting(Message::media)
                .containsExactly(new MediaReference.File(FILE), new MediaReference.Link("https://vendor/offer.png"));
    }

    @Test
    void shouldCarryNoFileWhenTheVendorCanFetchIt() throws InterruptedException {
        gateway.takesMedia(MediaWay.FIRST_SEND);

        run(Duration.ZERO);

        assertThat(store.ways).containsOnly(MediaWay.LINK);
        assertThat(gateway.messages()).extracting(Message::media).containsExactly(new MediaReference.Link(LINK));
    }

    @Test
    void shouldSendByIdWhenTheMediaWasUploaded() throws InterruptedException {
        gateway.takesMedia(MediaWay.UPLOAD);
        store.begins.add(() -> ScriptedDispatches.published(lane, "77"));

        run(Duration.ZERO);

        assertThat(store.ways).containsOnly(MediaWay.UPLOAD);
        assertThat(gateway.messages()).extracting(Message::media).containsExactly(new MediaReference.Id("77"));
    }

    /** Twenty lanes at one activity a second: twenty seconds each, of a pause of four. */
    @Test
    void shouldGoOnToTheNextAsLongAsTheOtherLanesHaveTheirActivities() throws InterruptedException {
        store.lanes = 20;

        DispatchResult result = run(Duration.ofSeconds(4));

        assertThat(gateway.phones()).hasSize(5);
        assertThat(ticker.now()).isEqualTo(Duration.ofSeconds(20));
        assertThat(result).isEqualTo(new DispatchResult(Kind.SETTLED, 4000L, 6L, "5 sent (lines 2-6)", null));
    }

    @Test
    void shouldSendToOneWhereThatIsNotTooManyActivities() throws InterruptedException {
        store.lanes = 4;

        assertThat(run(Duration.ofSeconds(4)).outcome()).isEqualTo("sent");
    }

    @Test
    void shouldStopAtTheGateInTheMiddleOfAStintAndSayWhatWasSent() throws InterruptedException {
        store.lanes = 100;
        store.asks.add(Turn.Ready::new);
        store.asks.add(Turn.Ready::new);
        store.asks.add(() -> new Turn.Gated(Turn.Gated.Why.PAUSED, "wrong picture", null));

        assertThat(run(Duration.ZERO))
                .isEqualTo(new DispatchResult(Kind.GATED, null, 3L, "2 sent (lines 2-3)", "wrong picture"));
    }

    @Test
    void shouldBeginNoOtherInAStintThatIsToEnd() throws InterruptedException {
        store.lanes = 100;
        gateway.answers(message -> {
            leaving = gateway.phones().size() == 3;
            return new Outcome.Accepted("1");
        });

        assertThat(run(Duration.ZERO).outcome()).isEqualTo("3 sent (lines 2-4)");

        assertThat(store.begun).hasSize(3);
        assertThat(ticker.now()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void shouldLeaveTheWaitToTheWorkflowInAStintToo() throws InterruptedException {
        store.lanes = 100;
        store.untilNextSlot = Duration.ofMillis(10_001);

        assertThat(run(Duration.ZERO)).isEqualTo(new DispatchResult(Kind.SETTLED, 10_001L, 2L, "sent", null));
    }

    /** Others come first again and again: it is not the sum of its waits that makes it leave. */
    @Test
    void shouldCountItsPatienceFromItsLastSend() throws InterruptedException {
        store.lanes = 60;
        store.untilNextSlot = Duration.ZERO;
        for (int n = 0; n < 10; n++) {
            store.asks.add(Turn.Ready::new);
            store.asks.add(() -> new Turn.NotYet(Duration.ofSeconds(6), null));
        }

        assertThat(run(Duration.ZERO).outcome()).isEqualTo("11 sent (lines 2-12)");
    }

    @Test
    void shouldComeAtOnceWhenTheSendItWaitsForHasEnded() throws InterruptedException {
        store.asks.add(() -> {
            bell.ring(sender.account());
            return new Turn.NotYet(Duration.ofSeconds(7), null, new Turn.Queued(Instant.EPOCH, lane.campaign(), false));
        });

        assertThat(run(Duration.ZERO).kind()).isEqualTo(Kind.SETTLED);

        assertThat(ticker.now()).isZero();
    }

    @Test
    void shouldCallTheNextWhenItHasSentOrDoesNotWantTheSlot() throws InterruptedException {
        run(Duration.ZERO);
        assertThat(bell.rings(sender.account()).turns()).isEqualTo(1);

        store.asks.add(Turn.Exhausted::new);
        run(Duration.ZERO);
        assertThat(bell.rings(sender.account()).turns()).isEqualTo(2);
    }
}
