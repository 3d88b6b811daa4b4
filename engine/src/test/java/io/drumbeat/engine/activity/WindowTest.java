package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.sender.ConnectedSenderFixture;
import io.drumbeat.engine.workflow.DispatchResult;
import io.drumbeat.engine.workflow.DispatchResult.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several sends of one number at a time, on a real database. */
@TakesLong
final class WindowTest {

    private static final double UNLIMITED = Double.POSITIVE_INFINITY;

    private final Installation installation = new Installation();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Vendor vendor = new Vendor();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private final SlotBell bell = new SlotBell();
    private final Freshness freshness = new Freshness(Ticker.system());
    private double activitiesPerSecond = Double.POSITIVE_INFINITY;
    private @Nullable ConnectedSender connected;

    @AfterEach
    void close() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        installation.close();
    }

    @Test
    void shouldSendToEachOnceWithNoMoreOnThanMaxInFlight() throws Exception {
        LaneId lane = lane(new Pacing.Rate(UNLIMITED, 8), 500);
        CountDownLatch eightAreOn = new CountDownLatch(8);
        vendor.answer = message -> {
            eightAreOn.countDown();
            awaitQuietly(eightAreOn);
            return new Outcome.Accepted("id");
        };

        until(lane, Kind.EXHAUSTED);

        assertThat(vendor.phones).hasSize(500);
        assertThat(new HashSet<>(vendor.phones)).hasSize(500);
        assertThat(vendor.mostOn).hasValue(8);
        assertThat(installation.settled(lane.campaign(), "sent")).isEqualTo(500);
        assertThat(installation.count("select count(*) from journal")).isZero();
    }

    @Test
    void shouldWriteEachOutcomeWhereSomeFail() throws Exception {
        LaneId lane = lane(new Pacing.Rate(UNLIMITED, 16), 100);
        vendor.answer = message -> message.phone().endsWith("3")
                ? new Outcome.Rejected("131026", "not on WhatsApp", false)
                : new Outcome.Accepted("id");

        until(lane, Kind.EXHAUSTED);

        assertThat(installation.settled(lane.campaign(), "sent")).isEqualTo(90);
        assertThat(installation.settled(lane.campaign(), "failed")).isEqualTo(10);
    }

    /** Half a second of them is begun at once. */
    @Test
    void shouldSendToNobodyBeforeTheirSlot() throws Exception {
        LaneId lane = lane(new Pacing.Rate(20, 16), 12);
        AtomicInteger early = new AtomicInteger();
        vendor.answer = message -> {
            early.addAndGet((int) installation.count("""
                    select count(*) from journal join recipient using (campaign_id, tape, n)
                    where phone = ? and begun_at > clock_now()""", message.phone()));
            return new Outcome.Accepted("id");
        };

        until(lane, Kind.EXHAUSTED);

        assertThat(installation.settled(lane.campaign(), "sent")).isEqualTo(12);
        assertThat(early).hasValue(0);
    }

    /** Whoever pauses waits for what is on, and nothing begins after that. */
    @Test
    void shouldBeginNothingOncePauseHasAnswered() throws Exception {
        LaneId lane = lane(new Pacing.Rate(200, 16), 5_000);
        Future<DispatchResult> stint = start(lane);
        await().until(() -> vendor.phones.size() > 20);

        installation.control.apply(lane.campaign(), Command.PAUSE, "anna", null, null);
        int sent = vendor.phones.size();

        assertThat(stint.get().kind()).isEqualTo(Kind.GATED);
        assertThat(vendor.phones).hasSize(sent);
    }

    /** What is on when the stint is over goes on without it, and is written. */
    @Test
    void shouldWriteWhatIsOnWhenTheStintIsOver() throws Exception {
        LaneId lane = lane(new Pacing.Rate(UNLIMITED, 4), 100);
        CountDownLatch held = new CountDownLatch(1);
        vendor.answer = message -> {
            awaitQuietly(held);
            return new Outcome.Accepted("id");
        };
        Future<DispatchResult> stint = start(lane);
        await().until(() -> installation.count("select count(*) from journal") == 4);

        leaving.set(true);
        assertThat(stint.get().kind()).isEqualTo(Kind.NOT_YET);
        held.countDown();

        await().until(() -> installation.count("select count(*) from journal") == 0);
        assertThat(installation.settled(lane.campaign(), "sent")).isEqualTo(4);
    }

    /** One activity in ten seconds: the seven that this list takes are a single stint, where five would be one. */
    @Test
    void shouldLastAsLongAsTheInstallationWantsIt() throws Exception {
        LaneId lane = lane(new Pacing.Rate(20, 16), 140);
        activitiesPerSecond = 0.1;

        DispatchResult result = stint(lane);

        assertThat(vendor.phones).hasSizeGreaterThan(125);
        assertThat(result.outcome()).matches("1[2-4]\\d sent \\(lines 2-1[2-4]\\d\\)");
    }

    /** Its stints kept the limit with which they began, and gave back whom they met until they were over. */
    @Test
    void shouldGoByTheLongerLimitInTheSameStint() throws Exception {
        LaneId lane = lane(new Pacing.Rate(20, 16), 5_000);
        activitiesPerSecond = 0.001;
        Future<DispatchResult> stint = start(lane);
        await().until(() -> !vendor.phones.isEmpty());

        assertThat(freshness.allows(Duration.ofSeconds(2), freshness.limit())).isFalse();

        await().until(() ->
                installation.count("select count(*) from journal where leaves_by > begun_at + interval '2.2 s'") > 0);
        leaving.set(true);
        assertThat(stint.get().kind()).isEqualTo(Kind.SETTLED);
    }

    /** Whoever comes next was woken only where all connections were busy: the others came when it was too late. */
    @Test
    void shouldCallWhoComesNextWhenItsTurnIsOver() throws Exception {
        LaneId lane = lane(new Pacing.Rate(2, 16), 500);
        activitiesPerSecond = 0.001;
        Future<DispatchResult> stint = start(lane);
        await().until(() -> vendor.phones.size() > 1); // by now more connections are free than there are slots
        AccountKey account = Objects.requireNonNull(connected).account();

        SlotBell.Place waits =
                bell.queue(account, new Turn.Queued(Instant.EPOCH, CampaignId.random(), false), bell.rings(account));

        await().until(() -> waits.woken().availablePermits() == 1);
        leaving.set(true);
        stint.get();
    }

    /** Other campaigns of the number waited for the next stint, though slots were free. */
    @Test
    void shouldBeWaitedForByNobodyWhenTheStintIsOver() throws Exception {
        LaneId lane = lane(new Pacing.Rate(1, 16), 100);
        Future<DispatchResult> stint = start(lane);
        await().until(() -> !vendor.phones.isEmpty()
                && installation.count("select count(*) from lane where asked_at is not null") == 1);

        leaving.set(true);

        stint.get();
        assertThat(installation.count("select count(*) from lane where asked_at is not null"))
                .isZero();
    }

    @Test
    void shouldTakeNobodyAndBackOffWhenItsVendorIsNotReached() throws Exception {
        LaneId lane = lane(new Pacing.Rate(UNLIMITED, 16), 100);
        vendor.reached = false;

        assertThat(stint(lane).kind()).isEqualTo(Kind.NOT_YET);

        assertThat(installation.count("select count(*) from recipient where status is not null"))
                .isZero();
        assertThat(installation.count("select count(*) from journal")).isZero();
        assertThat(installation.count("select trouble from account")).isEqualTo(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private LaneId lane(Pacing pacing, int recipients) {
        Sender sender = installation.sender("main", pacing, null);
        CampaignId campaign = installation.campaign(recipients, "main");
        connected = ConnectedSenderFixture.sender(sender, vendor);
        return installation.lane(campaign, "main");
    }

    private void until(LaneId lane, Kind kind) throws Exception {
        await().atMost(Duration.ofMinutes(2)).until(() -> stint(lane).kind() == kind);
    }

    private Future<DispatchResult> start(LaneId lane) {
        return threads.submit(() -> stint(lane));
    }

    private DispatchResult stint(LaneId lane) throws InterruptedException {
        CampaignContent content = new CampaignContent(
                MediaType.IMAGE, "https://media/a.png", true, null, null, null, CampaignContent.Words.NONE, List.of());
        Stint.Tools tools = new Stint.Tools(
                installation.dispatches,
                campaign -> content,
                Ticker.system(),
                new Finisher(installation.dispatches, Ticker.system(), (group, settlement) -> {}),
                bell,
                new StintLength(installation.dispatches, Ticker.system(), activitiesPerSecond),
                freshness,
                threads,
                "test");
        StopSignal stop = leaving::get;
        return new Stint(tools, lane, connected, stop, new Tally()).run(Duration.ZERO);
    }

    private static final class Vendor implements Gateway {
        final List<String> phones = new CopyOnWriteArrayList<>();
        final AtomicInteger on = new AtomicInteger();
        final AtomicInteger mostOn = new AtomicInteger();
        volatile Function<Message, Outcome> answer = message -> new Outcome.Accepted("id");
        volatile boolean reached = true;

        @Override
        public MediaWay mediaWay() {
            return MediaWay.LINK;
        }

        @Override
        public Upload upload(MediaFile file) {
            throw new IllegalStateException("its media goes by a link");
        }

        @Override
        public Connection open() throws NotReached {
            if (!reached) {
                throw new NotReached("refused", null);
            }
            return new Connection() {
                @Override
                public Outcome send(Message message) {
                    mostOn.accumulateAndGet(on.incrementAndGet(), Math::max);
                    try {
                        phones.add(message.phone());
                        return answer.apply(message);
                    } finally {
                        on.decrementAndGet();
                    }
                }

                @Override
                public void close() {}
            };
        }
    }
}
