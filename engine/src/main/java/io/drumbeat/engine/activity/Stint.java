package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.campaigns.dispatch.DispatchStore.Settlement;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.Outcome;
import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.workflow.DispatchResult;
import io.drumbeat.engine.workflow.DispatchResult.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One activity's way through wait, ask, open, begin, send and finish. Nothing of the lane lives in it. */
final class Stint {
    private static final Logger LOG = LoggerFactory.getLogger(Stint.class);

    /** What a stint waits in all, however often others come first; what is further away is the workflow's to wait for. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** For a slot that is all but there it stays longer: a pause of just under the longest wait is one activity, not two. */
    private static final Duration LONGEST_STAY = LONGEST_WAIT.plusSeconds(1);

    /** How soon a wait hears that it should end. */
    private static final Duration SLICE = Duration.ofMillis(500);

    /** A send whose begin began longer ago is given back: the machine was frozen, or the commit stalled. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final Duration FAULT_RETRIED_FOR = Duration.ofSeconds(60);

    /** What a stint needs and shares with all others of the process. */
    record Tools(
            DispatchStore store,
            CampaignContents contents,
            Ticker ticker,
            Finisher finisher,
            SlotBell bell,
            Sent sent,
            String worker) {}

    /** Hears of every outcome that was written. */
    interface Sent {
        void settled(LaneId lane, Outcome outcome, Settlement settlement);
    }

    private final Tools tools;
    private final LaneId lane;
    private final @Nullable ConnectedSender sender;
    private final Presence presence;
    private final long arrived;

    /** @param sender null: this process does not have the lane's sender, and only asks what the lane is to do */
    Stint(Tools tools, LaneId lane, @Nullable ConnectedSender sender, Presence presence) {
        this.tools = tools;
        this.lane = lane;
        this.sender = sender;
        this.presence = presence;
        this.arrived = tools.ticker().nanos();
    }

    /** Waits for the slot, sends to one recipient where it may, and says what came of it. */
    DispatchResult run(Duration hint) throws InterruptedException {
        if (sender == null) {
            Means none = new Means(tools.worker(), null, MediaWay.LINK);
            return Objects.requireNonNull(
                    tools.store().ask(lane, none).fold(new Answered()).result(), "nobody begins without a sender");
        }
        CampaignContent content = tools.contents().of(lane.campaign());
        Means means = new Means(
                tools.worker(), sender.account(), sender.gateway().mediaWay().where(content.fetchable()));
        await(hint.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : hint, new Semaphore(0));
        while (!presence.leaving()) {
            long heard = tools.bell().rings(sender.account());
            Step step = tools.store().ask(lane, means).fold(new Asked(sender.gateway(), content, means));
            if (step.result() != null) {
                if (step.result().kind() != Kind.NOT_YET) {
                    tools.bell().ring(sender.account()); // it has sent, or does not want the slot
                }
                return step.result();
            }
            awaitTurn(step, sender.account(), heard);
        }
        return DispatchResult.without(Kind.NOT_YET, 0L, null);
    }

    /** Where others come first, the end of a send wakes it: theirs may end sooner than expected. */
    private void awaitTurn(Step step, AccountKey account, long heard) throws InterruptedException {
        if (!step.turn()) {
            await(step.delay(), new Semaphore(0));
            return;
        }
        long due = tools.ticker().nanos() + step.delay().toNanos();
        SlotBell.Place place = tools.bell().queue(account, due, heard);
        try {
            await(step.delay(), place.woken());
        } finally {
            tools.bell().leave(place);
        }
    }

    private void await(Duration duration, Semaphore woken) throws InterruptedException {
        long start = tools.ticker().nanos();
        Duration left = duration;
        boolean called = false;
        while (!called && left.compareTo(Duration.ZERO) > 0 && !presence.leaving()) {
            called = tools.ticker().sleepUnless(woken, left.compareTo(SLICE) > 0 ? SLICE : left);
            left = duration.minus(tools.ticker().since(start));
        }
    }

    /** What comes next: a result, or a wait and then another question. */
    private record Step(@Nullable DispatchResult result, Duration delay, boolean turn) {
        static Step end(DispatchResult result) {
            return new Step(result, Duration.ZERO, false);
        }

        static Step again(Duration delay, boolean turn) {
            return new Step(null, delay, turn);
        }
    }

    /** What {@code ask} and {@code begin} can both answer. */
    private class Answered implements Turn.Reader<Step> {
        @Override
        public Step taken(Turn.Taken turn) {
            throw new IllegalStateException("only begin takes a recipient");
        }

        @Override
        public Step ready(Turn.Ready turn) {
            throw new IllegalStateException("only ask says that it may begin");
        }

        @Override
        public Step notYet(Turn.NotYet turn) {
            Duration stay = tools.ticker().since(arrived).plus(turn.delay());
            if (stay.compareTo(LONGEST_STAY) > 0) {
                return Step.end(
                        DispatchResult.without(Kind.NOT_YET, turn.delay().toMillis(), turn.trouble()));
            }
            return Step.again(turn.delay(), turn.turn());
        }

        @Override
        public Step idle(Turn.Idle turn) {
            return Step.end(DispatchResult.without(Kind.IDLE, turn.delay().toMillis(), null));
        }

        @Override
        public Step gated(Turn.Gated turn) {
            Long delay = turn.delay() == null ? null : turn.delay().toMillis();
            return Step.end(DispatchResult.without(Kind.GATED, delay, turn.reason()));
        }

        @Override
        public Step unpublished(Turn.Unpublished turn) {
            return Step.end(DispatchResult.without(Kind.UNPUBLISHED, null, null));
        }

        @Override
        public Step exhausted(Turn.Exhausted turn) {
            return Step.end(DispatchResult.without(Kind.EXHAUSTED, null, null));
        }
    }

    private final class Asked extends Answered {
        private final Gateway gateway;
        private final CampaignContent content;
        private final Means means;

        Asked(Gateway gateway, CampaignContent content, Means means) {
            this.gateway = gateway;
            this.content = content;
            this.means = means;
        }

        @Override
        public Step ready(Turn.Ready turn) {
            try (Gateway.Connection connection = gateway.open()) {
                return presence.leaving() ? Step.again(Duration.ZERO, false) : begin(connection, content, means);
            } catch (Gateway.NotReached notReached) {
                tools.store().notReached(lane, means, String.valueOf(notReached.getMessage()));
                return Step.again(Duration.ZERO, false);
            }
        }
    }

    private Step begin(Gateway.Connection connection, CampaignContent content, Means means) {
        UUID id = UUID.randomUUID();
        long first = tools.ticker().nanos();
        return begun(means, id, first).fold(new Answered() {
            @Override
            public Step taken(Turn.Taken turn) {
                return Step.end(send(connection, content, means.way(), turn.dispatch(), first));
            }
        });
    }

    /**
     * Repeated with the same id, begin gives the same answer: a lost reply leaves no recipient behind. While the database
     * is away, nobody knows whether it has taken one, so that only its answer ends this; a fault has taken none.
     */
    private Turn begun(Means means, UUID id, long first) {
        return new Insistence(tools.ticker()).until(() -> tools.store().begin(lane, means, id), failed -> {
            LOG.warn("begin of lane {} is repeated: {}", lane, Failures.describe(failed));
            return failed instanceof DatabaseUnavailable
                    || tools.ticker().since(first).compareTo(FAULT_RETRIED_FOR) <= 0;
        });
    }

    private DispatchResult send(
            Gateway.Connection connection, CampaignContent content, MediaWay way, Dispatch dispatch, long first) {
        presence.at(dispatch.line());
        Outcome outcome;
        if (tools.ticker().since(first).compareTo(FRESH) > 0) {
            outcome = new Outcome.GivenBack("it took more than a second to begin");
        } else {
            outcome = Sending.send(connection, content, way, dispatch);
        }
        Settlement settlement =
                tools.finisher().finish(dispatch, outcome, tools.ticker().nanos());
        tools.sent().settled(lane, outcome, settlement);
        return new DispatchResult(
                Kind.SETTLED, settlement.untilNextSlot().toMillis(), dispatch.line(), outcome.text(), null);
    }
}
