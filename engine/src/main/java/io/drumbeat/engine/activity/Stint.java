package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.campaigns.dispatch.DispatchStore.Settlement;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.workflow.DispatchResult;
import io.drumbeat.engine.workflow.DispatchResult.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One activity's way through wait, ask, open, begin, send and finish, over and over until its time is over
 * (docs/protocol.md#stints-level-the-load). Nothing of the lane lives in it.
 */
final class Stint {
    private static final Logger LOG = LoggerFactory.getLogger(Stint.class);

    /** The machine was frozen, or the commit stalled. */
    static final Outcome TOO_LATE = new Outcome.GivenBack("it took too long to begin");

    private static final Duration FAULT_RETRIED_FOR = Duration.ofSeconds(60);

    /**
     * What a stint needs and shares with all others of the process.
     *
     * @param threads for sends that go on side by side
     */
    record Tools(
            DispatchStore store,
            CampaignContents contents,
            Ticker ticker,
            Finisher finisher,
            SlotBell bell,
            StintLength length,
            Freshness freshness,
            Executor threads,
            String worker) {}

    private final Tools tools;
    private final LaneId lane;
    private final @Nullable ConnectedSender sender;
    private final StopSignal stop;
    private final Tally tally;
    private final Waiting waiting;
    private final long arrived;

    /** Since when it has begun nobody, in ticks. */
    private long waitsSince;

    /** When it was last told that it may send, in ticks. */
    private long due;

    /**
     * One that is not begun yet.
     *
     * @param sender null: this process does not have the lane's sender, and only asks what the lane is to do
     * @param tally hears of every send
     */
    Stint(Tools tools, LaneId lane, @Nullable ConnectedSender sender, StopSignal stop, Tally tally) {
        this.tools = tools;
        this.lane = lane;
        this.sender = sender;
        this.stop = stop;
        this.tally = tally;
        this.waiting = new Waiting(tools.ticker(), tools.bell(), stop);
        this.arrived = tools.ticker().nanos();
        this.waitsSince = arrived;
    }

    /** Waits for the slot, sends to a recipient where it may, and to the next until its time is over; says what came of it. */
    DispatchResult run(Duration hint) throws InterruptedException {
        if (sender == null) {
            Means none = new Means(tools.worker(), null, MediaWay.LINK);
            return Objects.requireNonNull(
                    tools.store()
                            .ask(lane, none)
                            .fold(new Answers(tools.ticker(), waitsSince))
                            .result(),
                    "nobody begins without a sender");
        }
        CampaignContent content = tools.contents().of(lane.campaign());
        due = arrived + hint.toNanos();
        waiting.wait(hint.compareTo(Waiting.LONGEST) > 0 ? Waiting.LONGEST : hint);
        while (!stop.requested()) {
            SlotBell.Rings heard = tools.bell().rings(sender.account());
            Means means = new Means(
                    tools.worker(),
                    sender.account(),
                    sender.gateway().mediaWay().where(content.fetchable()),
                    tools.freshness().limit());
            Step step = tools.store().ask(lane, means).fold(new Asked(sender, content, means));
            if (step.result() != null) {
                if (step.result().row() == null && step.result().kind() != Kind.NOT_YET) {
                    tools.bell().ring(sender.account()); // it does not want the slot
                }
                return tally.with(step.result());
            }
            due = tools.ticker().nanos() + step.delay().toNanos();
            waiting.wait(step, sender.account(), heard);
        }
        return tally.result(Duration.ZERO);
    }

    private final class Asked extends Answers {
        private final ConnectedSender sender;
        private final CampaignContent content;
        private final Means means;

        Asked(ConnectedSender sender, CampaignContent content, Means means) {
            super(tools.ticker(), waitsSince);
            this.sender = sender;
            this.content = content;
            this.means = means;
        }

        @Override
        public Step ready(Turn.Ready turn) {
            if (sender.sender().pacing() instanceof Pacing.Rate rate) {
                return new Window(tools, lane, sender, rate.maxInFlight(), content, means, stop, tally).run();
            }
            try (Gateway.Connection connection = sender.gateway().open()) {
                return stop.requested() ? Step.again(Duration.ZERO) : begin(connection);
            } catch (Gateway.NotReached notReached) {
                tools.store().notReached(lane, means, String.valueOf(notReached.getMessage()));
                return Step.again(Duration.ZERO);
            }
        }

        private Step begin(Gateway.Connection connection) {
            long first = tools.ticker().nanos();
            return begun(tools, lane, means, Dispatch.ids(1)).fold(new Answers(tools.ticker(), waitsSince) {
                @Override
                public Step taken(Turn.Taken turn) {
                    return send(connection, turn.begun().get(0).dispatch(), first);
                }
            });
        }

        private Step send(Gateway.Connection connection, Dispatch dispatch, long first) {
            tally.begins(dispatch.line());
            long began = tools.ticker().nanos();
            Outcome outcome = tools.freshness().allows(tools.ticker().since(first), means.leavesWithin())
                    ? Sending.send(connection, content, means.way(), dispatch)
                    : TOO_LATE;
            Settlement settlement = tools.finisher()
                    .finish(List.of(new Finisher.Over(
                            dispatch, outcome, due, began, tools.ticker().nanos())));
            tally.settled(dispatch.line(), outcome);
            tools.bell().ring(sender.account());
            waitsSince = tools.ticker().nanos();
            return next(settlement.untilNextSlot());
        }
    }

    /** Goes on to the lane's next slot, unless its time is over or the slot is the workflow's to wait for. */
    private Step next(Duration untilSlot) {
        boolean goesOn = !stop.requested()
                && untilSlot.compareTo(Waiting.LONGEST) <= 0
                && tools.ticker().since(arrived).compareTo(tools.length().now()) < 0;
        return goesOn ? Step.again(untilSlot) : Step.end(tally.result(untilSlot));
    }

    /**
     * Repeated with the same ids, begin gives the same answer: a lost reply leaves no recipient behind. While the database
     * is away, nobody knows whether it has taken any, so that only its answer ends this; a fault has taken none.
     */
    static Turn begun(Tools tools, LaneId lane, Means means, List<UUID> ids) {
        long first = tools.ticker().nanos();
        return new Insistence(tools.ticker()).until(() -> tools.store().begin(lane, means, ids), failed -> {
            LOG.warn("begin of lane {} is repeated: {}", lane, Failures.describe(failed));
            return failed instanceof DatabaseUnavailable
                    || tools.ticker().since(first).compareTo(FAULT_RETRIED_FOR) <= 0;
        });
    }
}
