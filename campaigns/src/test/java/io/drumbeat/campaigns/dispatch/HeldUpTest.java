package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.control.Gate;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others hold keeps nobody waiting for long, and what an answer says of it stays true. */
@TakesLong
class HeldUpTest {

    private static final int CALLERS = 40;
    private static final int MANY_GATES = 12;

    /** How many campaigns of one process wait in PostgreSQL. */
    private static final int AT_A_TIME = 6;

    private final Installation installation = new Installation();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private CampaignId campaign;

    @BeforeEach
    void campaign() {
        installation.sender("s", Installation.NO_DELAY, null);
        campaign = installation.campaign(9, "s");
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        installation.close();
    }

    /** Pauses answered, and a send began after them: it had waited at the gate with a snapshot from before. */
    @Test
    void shouldSeeThePauseThatABeginHasWaitedForWhenTheDefaultIsRepeatableRead() throws Exception {
        String database = installation.one("select current_database()", String.class);
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "alter database " + database + " set default_transaction_isolation = 'repeatable read'"));
        try (Database ours = Database.connect(installation.database.address(), 2);
                Handle pausing = installation.database.database().jdbi().open()) {
            DispatchStores stores = DispatchStores.on(ours, CampaignControl.on(ours), new Random(7));
            LaneId lane = installation.lane(campaign, "s");
            Means means = installation.means(lane, MediaWay.LINK);
            pausing.begin();
            holdGate(pausing);
            Future<Turn> beginning =
                    threads.submit(() -> stores.sending().begin(lane, means, List.of(UUID.randomUUID())));
            await().until(() -> waiting() == 1);
            pausing.execute("update campaign set status = 'paused'");
            pausing.commit();

            assertThat(beginning.get()).isInstanceOf(Turn.Gated.class);
        }
    }

    /** A worker that was frozen in the middle of a begin made pauses wait for a minute, and answer 503. */
    @Test
    void shouldPauseWhenAFrozenWorkerIsAtItsGate() {
        try (Database ours = Database.connect(installation.database.address(), 3)) {
            Handle frozen = ours.jdbi().open();
            frozen.begin();
            enter(frozen);

            assertThat(pause(CampaignControl.on(ours)))
                    .isEqualTo(new CampaignControl.Applied(CampaignStatus.PAUSED, true));
            assertThatThrownBy(frozen::commit).hasStackTraceContaining("idle-in-transaction");
        }
    }

    /** What a 503 said had failed happened when the gate opened at last. */
    @Test
    void shouldNotPauseLaterWhenItSaidThatItDidNot() {
        try (Database ours = Database.connect(installation.database.address(), 2);
                Handle holder = installation.database.database().jdbi().open()) {
            holder.begin();
            holdGate(holder);

            assertThatThrownBy(() -> pause(CampaignControl.on(ours)))
                    .isInstanceOfSatisfying(
                            DatabaseUnavailable.class,
                            e -> assertThat(e.nothingDone()).isTrue());
            holder.commit();
        }
        assertThat(installation.status(campaign)).isEqualTo("running");
        assertThat(waiting()).isZero();
    }

    /** Forty of them had all connections: other campaigns and /readyz answered 503 too. */
    @Test
    void shouldLeaveOthersTheirConnectionsWhenManyWaitForOneGate() throws Exception {
        CampaignId other = installation.campaign(9, "s");
        List<Future<CampaignControl.Result>> pauses = new ArrayList<>();
        CountDownLatch called = new CountDownLatch(CALLERS);
        try (Handle holder = installation.database.database().jdbi().open()) {
            holder.begin();
            holdGate(holder);
            for (int i = 0; i < CALLERS; i++) {
                pauses.add(threads.submit(() -> {
                    called.countDown();
                    return pause(installation.control);
                }));
            }
            called.await();
            await().until(() -> waiting() == 1);

            assertThat(installation.control.apply(other, Command.PAUSE, "test", null, null))
                    .isEqualTo(new CampaignControl.Applied(CampaignStatus.PAUSED, true));
            assertThat(waiting()).isEqualTo(1);
            holder.commit();
        }
        int paused = 0;
        for (Future<CampaignControl.Result> pause : pauses) {
            try {
                assertThat(pause.get()).isInstanceOf(CampaignControl.Applied.class);
                paused++;
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOfSatisfying(
                                DatabaseUnavailable.class,
                                held -> assertThat(held.nothingDone()).isTrue());
            }
        }
        assertThat(paused).isPositive();
        assertThat(installation.status(campaign)).isEqualTo("paused");
    }

    /** The outcome was called unwritten, and repeated; meanwhile the lanes went on. */
    @Test
    void shouldBeginNothingMoreWhenWhatTrippedCannotPauseItsCampaignYet() {
        try (Database ours = Database.connect(installation.database.address(), 3);
                Handle holder = installation.database.database().jdbi().open()) {
            DispatchStores stores = DispatchStores.on(ours, CampaignControl.on(ours), new Random(7));
            LaneId lane = installation.lane(campaign, "s");
            Dispatch dispatch = installation.taken(lane);
            holder.begin();
            enter(holder);

            assertThat(stores.sending()
                            .finish(List.of(new DispatchStore.Ended(
                                    dispatch,
                                    new Outcome.CampaignBlocked("132001", "no such template"),
                                    Duration.ZERO)))
                            .wakes())
                    .isTrue();

            assertThat(installation.status(campaign)).isEqualTo("running");
            assertThat(installation.begin(lane))
                    .isInstanceOfSatisfying(
                            Turn.Gated.class,
                            gated -> assertThat(gated.reason()).contains("no such template"));
            holder.rollback();
            stores.recovery().reconcile();
            assertThat(installation.status(campaign)).isEqualTo("paused");
        }
    }

    /** Nothing was mended anywhere for as long as one gate did not open. */
    @Test
    void shouldMendOtherCampaignsWhenTheGateOfOneDoesNotOpen() {
        installation.sender("t", Installation.NO_DELAY, null);
        CampaignId other = installation.campaign(9, "t");
        installation.taken(installation.lane(campaign, "s"));
        installation.taken(installation.lane(other, "t"));
        installation.database.shiftClock(Duration.ofMinutes(2));
        try (Database ours = Database.connect(installation.database.address(), 3);
                Handle holder = installation.database.database().jdbi().open()) {
            DispatchStores stores = DispatchStores.on(ours, CampaignControl.on(ours), new Random(7));
            holder.begin();
            holdGate(holder);

            assertThat(stores.recovery().reconcile().unconfirmed()).isEqualTo(1);

            assertThat(installation.settled(other, "unconfirmed")).isEqualTo(1);
            holder.rollback();
            assertThat(stores.recovery().reconcile().unconfirmed()).isEqualTo(1);
        }
    }

    /** As many campaigns as there are connections, each behind a gate that does not open. */
    @Test
    void shouldLeaveOthersTheirConnectionsWhenManyGatesDoNotOpen() throws Exception {
        List<CampaignId> held = new ArrayList<>();
        for (int i = 0; i < MANY_GATES; i++) {
            held.add(installation.campaign(9, "s"));
        }
        List<Future<CampaignControl.Result>> pauses = new ArrayList<>();
        try (Database ours = Database.connect(installation.database.address(), MANY_GATES);
                Handle holder = installation.database.database().jdbi().open()) {
            CampaignControl control = CampaignControl.on(ours);
            holder.begin();
            held.forEach(id -> holdGate(holder, id));
            for (CampaignId id : held) {
                pauses.add(threads.submit(() -> control.apply(id, Command.PAUSE, "test", null, null)));
            }
            await().until(() -> waiting() >= AT_A_TIME);

            assertThat(waiting()).isEqualTo(AT_A_TIME);
            ours.jdbi().useHandle(handle -> handle.execute("select true"));
            assertThat(waiting()).isEqualTo(AT_A_TIME);
            holder.commit();
            await().until(() -> pauses.stream().allMatch(Future::isDone));
        }
    }

    /** It has happened by then: an answer that it failed would be wrong. */
    @Test
    void shouldAnswerThePauseWhenPostgresqlGoesAwayOnceItIsWritten() throws Exception {
        installation.taken(installation.lane(campaign, "s"));
        Database ours = Database.connect(installation.database.address(), 2);
        Future<CampaignControl.Result> pausing = threads.submit(() -> pause(CampaignControl.on(ours)));
        await().until(() -> installation.status(campaign).equals("paused"));
        ours.close();

        assertThat(pausing.get()).isEqualTo(new CampaignControl.Applied(CampaignStatus.PAUSED, true));
    }

    private CampaignControl.Result pause(CampaignControl control) {
        return control.apply(campaign, Command.PAUSE, "test", null, null);
    }

    private void holdGate(Handle handle) {
        holdGate(handle, campaign);
    }

    private static void holdGate(Handle handle, CampaignId campaign) {
        handle.createQuery("select pg_advisory_xact_lock(hashtextextended(:key, 0)) is null")
                .bind("key", "campaign " + campaign)
                .mapTo(Boolean.class)
                .one();
    }

    private long waiting() {
        return installation.count("""
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'""");
    }

    /** Goes in at the campaign's gate, as a begin does. */
    private void enter(Handle handle) {
        handle.createQuery(Gate.SHARED)
                .bind("campaign", campaign)
                .mapTo(Boolean.class)
                .one();
    }
}
