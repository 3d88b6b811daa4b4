package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.activity.Finisher.Over;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.sender.ConnectedSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stint of a number that has a rate: several sends at a time, each at its own slot, begun and finished in groups
 * (docs/protocol.md#own-slot-each). A hand is a thread with a connection of its own; as many recipients are begun as hands are
 * free. What is on when the stint is over goes on: the journal has it, and the next stint begins beside it.
 */
final class Window {
    private static final Logger LOG = LoggerFactory.getLogger(Window.class);

    /** As long as it begins new ones at least. */
    private static final Duration SHORTEST = Duration.ofSeconds(5);

    /** The most that one transaction begins or finishes. */
    private static final int GROUP = 64;

    private static final int FIRST_HANDS = 4;

    /** Between two begins, so that groups are more than a few. */
    private static final Duration BREATH = Duration.ofMillis(10);

    /** How soon it looks again where the slots that may be taken are taken: they are half a second ahead then. */
    private static final Duration AHEAD_ENOUGH = Duration.ofMillis(100);

    /** How long an outcome waits for others to be written with. */
    private static final Duration GATHERING = Duration.ofMillis(5);

    /** A connection that idles longer may have been closed by its vendor: a fresh one is opened. */
    private static final Duration IDLES = Duration.ofSeconds(1);

    /** How soon whoever writes outcomes sees that the window has ended, and nothing is on. */
    private static final Duration LOOKS = Duration.ofMillis(100);

    private final Stint.Tools tools;
    private final Ticker ticker;
    private final LaneId lane;
    private final ConnectedSender sender;
    private final int mostHands;
    private final CampaignContent content;
    private final Means means;
    private final StopSignal stop;
    private final Tally tally;
    private final Waiting waiting;
    private final long arrived;

    /** Since when it has begun nobody, in ticks. */
    private long waitsSince;

    private final AtomicInteger hands = new AtomicInteger();
    private final FreeHands<Begun> free;
    private final BlockingQueue<Over> over = new LinkedBlockingQueue<>();
    private final AtomicInteger on = new AtomicInteger();
    private final AtomicReference<@Nullable String> notReached = new AtomicReference<>();
    private volatile boolean closed;

    Window(
            Stint.Tools tools,
            LaneId lane,
            ConnectedSender sender,
            int mostHands,
            CampaignContent content,
            Means means,
            StopSignal stop,
            Tally tally) {
        this.tools = tools;
        this.ticker = tools.ticker();
        this.lane = lane;
        this.sender = sender;
        this.mostHands = mostHands;
        this.content = content;
        this.means = means;
        this.stop = stop;
        this.tally = tally;
        this.free = new FreeHands<>(ticker);
        this.waiting = new Waiting(ticker, tools.bell(), stop);
        this.arrived = ticker.nanos();
        this.waitsSince = arrived;
    }

    /**
     * One that was begun.
     *
     * @param slot when it is to be sent, in ticks
     * @param earliest when that was at the earliest, in ticks: whoever paused the campaign counts from there
     */
    private record Begun(Dispatch dispatch, long slot, long earliest) {}

    /** Sends until the stint is over, or nothing may begin; what is on then goes on. */
    Step run() {
        tools.threads().execute(this::finishAll);
        try {
            return sendAll();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return Step.end(tally.result(Duration.ZERO));
        } finally {
            closed = true;
        }
    }

    private Step sendAll() throws InterruptedException {
        grow(Math.min(FIRST_HANDS, mostHands));
        while (!stop.requested() && ticker.since(arrived).compareTo(length()) < 0) {
            if (!tools.freshness().limit().equals(means.leavesWithin())) {
                return Step.again(Duration.ZERO); // what begins from now on may leave later, or must leave sooner
            }
            int many = free.take(GROUP, BREATH);
            if (many > 0) {
                SlotBell.Rings heard = tools.bell().rings(sender.account());
                Step step = begin(many);
                if (step.result() != null) {
                    return step;
                }
                waiting.wait(step, sender.account(), heard);
            } else if (hands.get() == 0) {
                tools.store().notReached(lane, means, String.valueOf(notReached.get()));
                return Step.again(Duration.ZERO);
            }
        }
        tools.store().leave(lane);
        tools.bell().ring(sender.account());
        return Step.end(tally.result(Duration.ZERO));
    }

    private Duration length() {
        Duration length = tools.length().now();
        return length.compareTo(SHORTEST) > 0 ? length : SHORTEST;
    }

    private Step begin(int many) {
        long asked = ticker.nanos();
        int taken = 0;
        try {
            Turn turn = Stint.begun(tools, lane, means, Dispatch.ids(many));
            if (turn instanceof Turn.Taken some) {
                taken = some.begun().size();
                waitsSince = ticker.nanos();
                send(some.begun(), asked);
            }
            return turn.fold(new Next(taken == many));
        } finally {
            free.letGo(many - taken);
        }
    }

    /** @param asked when begin was called, in ticks */
    private void send(List<Turn.Begun> group, long asked) {
        long answered = ticker.nanos();
        on.addAndGet(group.size());
        for (Turn.Begun one : group) {
            long startsIn = one.startsIn().toNanos();
            free.give(new Begun(one.dispatch(), answered + startsIn, asked + startsIn));
        }
    }

    /** When to begin again. */
    private final class Next extends Answers {
        private final boolean allBusy;

        Next(boolean allBusy) {
            super(ticker, waitsSince);
            this.allBusy = allBusy;
        }

        @Override
        public Step taken(Turn.Taken turn) {
            tools.bell().ring(sender.account());
            if (allBusy) {
                grow(Math.min(hands.get(), mostHands - hands.get()));
            }
            return Step.again(BREATH);
        }

        @Override
        public Step notYet(Turn.NotYet turn) {
            boolean ahead = turn.queued() == null
                    && !turn.delay().isZero()
                    && turn.delay().compareTo(AHEAD_ENOUGH) < 0;
            return super.notYet(ahead ? new Turn.NotYet(AHEAD_ENOUGH, turn.trouble()) : turn);
        }
    }

    private void grow(int more) {
        hands.addAndGet(more);
        for (int i = 0; i < more; i++) {
            tools.threads().execute(this::lend);
        }
    }

    /** One hand, as long as the stint lasts. */
    private void lend() {
        try {
            while (!closed) {
                try (Gateway.Connection connection = sender.gateway().open()) {
                    serve(connection);
                }
            }
        } catch (Gateway.NotReached e) {
            notReached.set(e.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException fault) {
            LOG.error("A connection to the vendor of lane {} could not be opened: {}", lane, Failures.describe(fault));
            notReached.set("a fault while connecting: " + Failures.describe(fault));
        } finally {
            hands.decrementAndGet();
        }
    }

    /** Sends one recipient by {@code connection}; none where it has idled for too long. */
    private void serve(Gateway.Connection connection) throws InterruptedException {
        Begun mine = free.await(IDLES);
        if (mine == null) {
            return;
        }
        Outcome early = sleepUntilItsSlot(mine);
        long began = ticker.nanos();
        Outcome outcome = early == null ? send(connection, mine) : early;
        over.add(new Over(mine.dispatch(), outcome, mine.slot(), began, ticker.nanos()));
    }

    /** What comes of it where the worker stops meanwhile; null: its slot has come. */
    private @Nullable Outcome sleepUntilItsSlot(Begun mine) {
        try {
            ticker.sleep(Duration.ofNanos(Math.max(0, mine.slot() - ticker.nanos())));
            return null;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new Outcome.GivenBack("the worker stops");
        }
    }

    private Outcome send(Gateway.Connection connection, Begun mine) {
        tally.begins(mine.dispatch().line());
        return tools.freshness().allows(ticker.since(mine.earliest()), means.leavesWithin())
                ? Sending.send(connection, content, means.way(), mine.dispatch())
                : Stint.TOO_LATE;
    }

    /** Writes outcomes as they come, past the end of the stint: until there is none any more. */
    private void finishAll() {
        List<Over> group = new ArrayList<>();
        while (!(closed && on.get() == 0)) {
            if (gather(group)) {
                var unused = tools.finisher().finish(List.copyOf(group));
                group.forEach(one -> tally.settled(one.dispatch().line(), one.outcome()));
                on.addAndGet(-group.size());
                tools.bell().ringForAnEnd(sender.account());
                group.clear();
            }
        }
    }

    private boolean gather(List<Over> group) {
        try {
            Over first = ticker.poll(over, LOOKS);
            if (first == null) {
                return false;
            }
            group.add(first);
            over.drainTo(group, GROUP - 1);
            if (group.size() < GROUP) {
                ticker.sleep(GATHERING);
                over.drainTo(group, GROUP - group.size());
            }
            return true;
        } catch (InterruptedException stopping) {
            return !group.isEmpty(); // what is in hand is written all the same
        }
    }
}
