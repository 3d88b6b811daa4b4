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

/** One activity's way through wait, ask, open, begin, send and finish. Nothing of the lane lives in it. */
final class Stint {
    private static final Logger LOG = LoggerFactory.getLogger(Stint.class);

    /** A send whose begin began longer ago is given back: the machine was frozen, or the commit stalled. */
    static final Duration FRESH = Duration.ofSeconds(1);

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
            Executor threads,
            String worker) {}

    private final Tools tools;
    private final LaneId lane;
    private final @Nullable ConnectedSender sender;
    private final Presence presence;
    private final Waiting waiting;
    private final long arrived;

    /** @param sender null: this process does not have the lane's sender, and only asks what the lane is to do */
    Stint(Tools tools, LaneId lane, @Nullable ConnectedSender sender, Presence presence) {
        this.tools = tools;
        this.lane = lane;
        this.sender = sender;
        this.presence = presence;
        this.waiting = new Waiting(tools.ticker(), tools.bell(), presence);
        this.arrived = tools.ticker().nanos();
    }

    /** Waits for the slot, sends to one recipient where it may, and says what came of it. */
    DispatchResult run(Duration hint) throws InterruptedException {
        if (sender == null) {
            Means none = new Means(tools.worker(), null, MediaWay.LINK);
            return Objects.requireNonNull(
                    tools.store()
                            .ask(lane, none)
                            .fold(new Answers(tools.ticker(), arrived))
                            .result(),
                    "nobody begins without a sender");
        }
        CampaignContent content = tools.contents().of(lane.campaign());
        Means means = new Means(
                tools.worker(), sender.account(), sender.gateway().mediaWay().where(content.fetchable()));
        waiting.wait(hint.compareTo(Waiting.LONGEST) > 0 ? Waiting.LONGEST : hint);
        while (!presence.leaving()) {
            long heard = tools.bell().rings(sender.account());
            Step step = tools.store().ask(lane, means).fold(new Asked(sender, content, means));
            if (step.result() != null) {
                if (step.result().kind() != Kind.NOT_YET) {
                    tools.bell().ring(sender.account()); // it has sent, or does not want the slot
                }
                return step.result();
            }
            waiting.wait(step, sender.account(), heard);
        }
        return DispatchResult.without(Kind.NOT_YET, 0L, null);
    }

    private final class Asked extends Answers {
        private final ConnectedSender sender;
        private final CampaignContent content;
        private final Means means;

        Asked(ConnectedSender sender, CampaignContent content, Means means) {
            super(tools.ticker(), arrived);
            this.sender = sender;
            this.content = content;
            this.means = means;
        }

        @Override
        public Step ready(Turn.Ready turn) {
            if (sender.sender().pacing() instanceof Pacing.Rate rate) {
                return new Window(tools, lane, sender, rate.maxInFlight(), content, means, presence).run();
            }
            try (Gateway.Connection connection = sender.gateway().open()) {
                return presence.leaving() ? Step.again(Duration.ZERO, false) : begin(connection, content, means);
            } catch (Gateway.NotReached notReached) {
                tools.store().notReached(lane, means, String.valueOf(notReached.getMessage()));
                return Step.again(Duration.ZERO, false);
            }
        }
    }

    private Step begin(Gateway.Connection connection, CampaignContent content, Means means) {
        long first = tools.ticker().nanos();
        return begun(tools, lane, means, Dispatch.ids(1)).fold(new Answers(tools.ticker(), arrived) {
            @Override
            public Step taken(Turn.Taken turn) {
                return Step.end(send(
                        connection, content, means.way(), turn.begun().get(0).dispatch(), first));
            }
        });
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

    private DispatchResult send(
            Gateway.Connection connection, CampaignContent content, MediaWay way, Dispatch dispatch, long first) {
        presence.at(dispatch.line());
        Outcome outcome = tools.ticker().since(first).compareTo(FRESH) > 0
                ? new Outcome.GivenBack("it took more than a second to begin")
                : Sending.send(connection, content, way, dispatch);
        Settlement settlement = tools.finisher()
                .finish(List.of(
                        new Finisher.Over(dispatch, outcome, tools.ticker().nanos())));
        return new DispatchResult(
                Kind.SETTLED, settlement.untilNextSlot().toMillis(), dispatch.line(), outcome.text(), null);
    }
}
