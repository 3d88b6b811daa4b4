package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many threads fight over few accounts; what the vendor would have seen is counted. */
@TakesLong
class ContentionTest {

    private static final int THREADS = 12;

    private final Installation installation = new Installation();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    private final Map<String, AtomicInteger> received = new ConcurrentHashMap<>();
    private final Map<AccountKey, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    private final AtomicInteger beatenSlots = new AtomicInteger();
    private final AtomicLong lastBegin = new AtomicLong();

    @AfterEach
    void close() {
        threads.shutdownNow();
        installation.close();
    }

    @Test
    void shouldSendOnceAndNeverTwiceAtATimeFromOneAccount() throws Exception {
        List<LaneId> lanes = lanes(8, 4, 60);

        everyone(() -> sendUntilExhausted(lanes, null));

        assertThat(beatenSlots).hasValue(0);
        assertThat(received.values()).as("doubles").allMatch(times -> times.get() == 1);
        assertThat(installation.count("select count(*) from recipient where status is null"))
                .isZero();
        assertThat(installation.count("select sum(sent + unconfirmed) from lane"))
                .isEqualTo(8 * 60);
        assertThat(installation.count("select count(*) from journal")).isZero();
    }

    @Test
    void shouldNeverPassACapThatManyReachTogether() throws Exception {
        installation.sender("capped", Installation.NO_DELAY, 10);
        List<LaneId> lanes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            lanes.add(installation.lane(installation.campaign(20, "capped"), "capped"));
        }

        everyone(() -> sendUntilExhausted(lanes, null));

        assertThat(received.values().stream().mapToInt(AtomicInteger::get).sum())
                .isEqualTo(10);
    }

    @Test
    void shouldBeginNothingOncePauseHasAnswered() throws Exception {
        List<LaneId> lanes = lanes(2, 4, 4_000);
        List<Future<?>> running = new ArrayList<>();
        AtomicInteger stop = new AtomicInteger();
        for (int i = 0; i < THREADS; i++) {
            running.add(threads.submit(() -> sendUntilExhausted(lanes, stop)));
        }
        for (int round = 0; round < 3; round++) {
            int before = sends();
            awaitSends(before + 20);
            CampaignId campaign = lanes.get(0).campaign();
            CampaignId other = lanes.get(4).campaign();
            installation.control.apply(campaign, Command.PAUSE, "test", null, null);
            installation.control.apply(other, Command.PAUSE, "test", null, null);
            long paused = System.nanoTime();

            for (LaneId lane : lanes) {
                assertThat(installation.begin(lane)).isInstanceOf(Turn.Gated.class);
            }
            assertThat(lastBegin.get() - paused)
                    .as("ns from the pause's answer to the last send")
                    .isNegative();
            installation.control.apply(campaign, Command.RESUME, "test", null, null);
            installation.control.apply(other, Command.RESUME, "test", null, null);
        }
        stop.set(1);
        for (Future<?> thread : running) {
            thread.get();
        }
        assertThat(received.values()).as("doubles").allMatch(times -> times.get() == 1);
    }

    @Test
    void shouldAnswerAPauseOnlyAfterTheBeginThatHasPassedItsGate() throws Exception {
        LaneId lane = lanes(1, 1, 9).get(0);

        Future<Turn> beginning;
        Future<?> pausing;
        try (Handle tape = installation.database.database().jdbi().open()) {
            tape.begin();
            tape.execute("select from tape for update");
            beginning = threads.submit(() -> installation.begin(lane));
            awaitWaiting(1);
            pausing = threads.submit(
                    () -> installation.control.apply(lane.campaign(), Command.PAUSE, "test", null, null));
            await().until(() -> pausing.isDone() || waiting() == 2);
            assertThat(pausing.isDone()).as("a begin is under way").isFalse();
            tape.commit();
        }

        assertThat(beginning.get()).isInstanceOf(Turn.Taken.class);
        installation.finish(Installation.only((Turn.Taken) beginning.get()), new Outcome.Accepted(null));
        pausing.get();
        assertThat(installation.begin(lane)).isInstanceOf(Turn.Gated.class);
    }

    /** On a machine that takes long to begin, a send leaves later than two seconds after it was begun. */
    @Test
    void shouldAnswerAPauseOnlyWhenASendThatMayLeaveLaterCannotLeaveAnyMore() {
        LaneId lane = lanes(1, 1, 9).get(0);
        Means usual = installation.means(lane, MediaWay.LINK);
        Means slow = new Means(usual.worker(), usual.account(), usual.way(), Duration.ofSeconds(3));
        assertThat(installation.dispatches.begin(lane, slow, Dispatch.ids(1))).isInstanceOf(Turn.Taken.class);
        String left = "select count(*) from journal where leaves_by <= clock_now()";
        assertThat(installation.one(left, Long.class)).isZero();

        installation.control.apply(lane.campaign(), Command.PAUSE, "test", null, null);

        assertThat(installation.one(left, Long.class))
                .as("those that cannot leave any more")
                .isEqualTo(1);
        assertThat(installation.count("select count(*) from journal where lease_until < leaves_by + interval '30 s'"))
                .as("it is not settled before it can have ended")
                .isZero();
    }

    @Test
    void shouldHoldTheAccountThatASenderHasNowWhenItMovedWhileItWaited() throws Exception {
        LaneId lane = lanes(1, 1, 9).get(0);
        AccountKey moved = new AccountKey("cloud|vendor:443|another");

        Future<Turn> beginning;
        try (Handle before = installation.database.database().jdbi().open();
                Handle now = installation.database.database().jdbi().open()) {
            before.begin();
            before.execute("select from account for update");
            beginning = threads.submit(() -> installation.dispatches.begin(
                    lane, new Means("test", moved, MediaWay.LINK), List.of(UUID.randomUUID())));
            awaitWaiting(1);
            installation.move("s0", moved);
            now.begin();
            now.execute(
                    "update account set held_by = ?, lease_until = clock_now() + interval '1 min' where account_key = ?",
                    UUID.randomUUID(),
                    moved.value());
            before.commit();
            await().until(() -> beginning.isDone() || waitsFor(now));
            now.commit();
        }

        assertThat(beginning.get()).as("another send has that account's slot").isInstanceOf(Turn.NotYet.class);
    }

    /** Nobody knows whether it has left, until it cannot any more (docs/protocol.md#pause-answers-last). */
    @Test
    void shouldNotAnswerAPauseBeforeWhatWasBegunJustNowHasLeftOrCannot() {
        LaneId lane = lanes(1, 1, 9).get(0);
        installation.database.freezeClock(Duration.ofDays(1));
        installation.taken(lane);

        long asked = System.nanoTime();
        installation.control.apply(lane.campaign(), Command.PAUSE, "test", null, null);

        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    /** Whatever was waited for has passed when the slot is looked at (docs/protocol.md#database-clock). */
    @Test
    void shouldReadTheTimeOnceItHasTheLocks() throws Exception {
        LaneId lane = lanes(1, 1, 9).get(0);

        Future<Turn> beginning;
        Instant before;
        try (Handle holder = installation.database.database().jdbi().open()) {
            holder.begin();
            holder.execute("select from account for update");
            beginning = threads.submit(() -> installation.begin(lane));
            awaitWaiting(1);
            before = installation.one("select clock_now()", Instant.class);
            holder.commit();
        }

        assertThat(beginning.get()).isInstanceOf(Turn.Taken.class);
        assertThat(installation.one("select begun_at from journal", Instant.class))
                .isAfterOrEqualTo(before);
    }

    private void awaitWaiting(int transactions) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> waiting() == transactions);
    }

    private long waiting() {
        return installation.count("""
                select count(*) from pg_stat_activity
                where datname = current_database() and wait_event_type = 'Lock'""");
    }

    private boolean waitsFor(Handle holder) {
        int pid = holder.select("select pg_backend_pid()").mapTo(Integer.class).one();
        return installation.count("""
                select count(*) from pg_stat_activity
                where datname = current_database() and ? = any(pg_blocking_pids(pid))""", pid) == 1;
    }

    private List<LaneId> lanes(int campaigns, int accounts, int recipients) {
        String[] senders = new String[accounts];
        for (int i = 0; i < accounts; i++) {
            senders[i] = "s" + i;
            installation.sender(senders[i], Installation.NO_DELAY, null);
        }
        List<LaneId> lanes = new ArrayList<>();
        for (int i = 0; i < campaigns; i++) {
            CampaignId campaign = installation.campaign(recipients, senders);
            for (String sender : senders) {
                lanes.add(installation.lane(campaign, sender));
            }
        }
        return lanes;
    }

    private void everyone(Callable<?> work) throws Exception {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            running.add(threads.submit(work));
        }
        for (Future<?> thread : running) {
            thread.get();
        }
    }

    private @Nullable Void sendUntilExhausted(List<LaneId> lanes, @Nullable AtomicInteger stop) {
        int over = 0;
        while (over < lanes.size() && (stop == null || stop.get() == 0)) {
            over = 0;
            for (LaneId lane : lanes) {
                Turn turn = installation.begin(lane);
                if (turn instanceof Turn.Taken taken) {
                    send(Installation.only(taken));
                } else if (turn instanceof Turn.Exhausted || isCapped(turn)) {
                    over++;
                }
            }
        }
        return null;
    }

    private static boolean isCapped(Turn turn) {
        return turn instanceof Turn.Gated gated && gated.why() == Turn.Gated.Why.CAPPED;
    }

    private void send(Dispatch dispatch) {
        lastBegin.accumulateAndGet(System.nanoTime(), Math::max);
        AtomicInteger sending = inFlight.computeIfAbsent(dispatch.account(), account -> new AtomicInteger());
        if (sending.incrementAndGet() > 1) {
            beatenSlots.incrementAndGet();
        }
        received.computeIfAbsent(dispatch.lane().campaign() + dispatch.phone(), phone -> new AtomicInteger())
                .incrementAndGet();
        sending.decrementAndGet();
        installation.finish(
                dispatch,
                ThreadLocalRandom.current().nextInt(20) == 0
                        ? new Outcome.Unconfirmed("timeout", "no answer")
                        : new Outcome.Accepted(null));
    }

    private int sends() {
        return received.size();
    }

    private void awaitSends(int sends) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> sends() >= sends);
    }
}
