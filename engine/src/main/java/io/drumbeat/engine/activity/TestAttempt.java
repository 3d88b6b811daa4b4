package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.TestSend;
import io.drumbeat.campaigns.dispatch.TestTurn;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.workflow.PublishResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One test message: the sender that can send it soonest is found, its slot kept and waited for, and the message sent once. */
final class TestAttempt {
    private static final Logger LOG = LoggerFactory.getLogger(TestAttempt.class);

    private final TestSends.Tools tools;
    private final CampaignContent content;
    private final List<Way> ways;
    private final long arrived;

    /** Whose slot may be kept; null: none is. */
    private @Nullable Way kept;

    TestAttempt(TestSends.Tools tools, TestSends.Wanted wanted) {
        this.tools = tools;
        this.content = tools.contents().of(wanted.campaign());
        this.ways =
                wanted.senders().stream().map(sender -> new Way(sender, wanted)).toList();
        this.arrived = tools.ticker().nanos();
    }

    /** By one of the campaign's senders. */
    private final class Way {
        private final TestSend test;
        private final @Nullable ConnectedSender sender;
        private final Means means;

        /** Why nothing will come of it, found out by trying; null: nothing speaks against it. */
        private @Nullable String spoilt;

        /** Whether its vendor has missed the media, which is uploaded again once. */
        private boolean renewed;

        Way(SenderId id, TestSends.Wanted wanted) {
            this.test = new TestSend(
                    Dispatch.ids(1).get(0),
                    new LaneId(wanted.campaign(), id),
                    wanted.phone(),
                    wanted.variables(),
                    wanted.actor());
            this.sender = tools.senders().find(id).orElse(null);
            this.means = sender == null
                    ? new Means(tools.process(), null, MediaWay.LINK)
                    : new Means(
                            tools.process(),
                            sender.account(),
                            sender.gateway().mediaWay().where(content.fetchable()));
        }

        TestTurn ask() {
            return spoilt == null ? tools.store().ask(test, means) : new TestTurn.Refused(spoilt, null);
        }

        private SenderId id() {
            return test.lane().sender();
        }
    }

    /** A way, and how soon it may be gone. */
    private record Next(Way way, Duration delay, boolean published) {}

    TestAnswer run() throws InterruptedException {
        try {
            Optional<TestAnswer> answer = step();
            while (answer.isEmpty()) {
                answer = step();
            }
            return answer.get();
        } finally {
            keep(null);
        }
    }

    private Optional<TestAnswer> step() throws InterruptedException {
        if (tools.closing().getCount() == 0) {
            return Optional.of(new TestAnswer.NotNow("Drumbeat stops.", null));
        }
        List<TestAnswer.NotNow> refused = new ArrayList<>();
        Next next = null;
        for (Way way : ways) {
            TestTurn turn = way.ask();
            if (turn instanceof TestTurn.Suppressed suppressed) {
                return Optional.of(new TestAnswer.Suppressed(suppressed.reason()));
            }
            if (turn instanceof TestTurn.Ended ended) {
                return Optional.of(new TestAnswer.Ended(ended.status()));
            }
            if (turn instanceof TestTurn.Refused no) {
                refused.add(notNow(way, no.reason(), no.delay()));
            } else {
                Duration delay = turn instanceof TestTurn.NotYet notYet ? notYet.delay() : Duration.ZERO;
                if (next == null || delay.compareTo(next.delay()) < 0) {
                    next = new Next(way, delay, !(turn instanceof TestTurn.Unpublished));
                }
            }
        }
        if (next == null) {
            return Optional.of(none(refused));
        }
        return next.published() ? begin(next.way()) : publish(next.way());
    }

    private static TestAnswer.NotNow notNow(Way way, String reason, @Nullable Duration delay) {
        return new TestAnswer.NotNow(way.id() + ": " + (reason.endsWith(".") ? reason : reason + "."), delay);
    }

    private static TestAnswer none(List<TestAnswer.NotNow> refused) {
        return new TestAnswer.NotNow(
                String.join(" ", refused.stream().map(TestAnswer.NotNow::reason).toList()),
                refused.stream()
                        .flatMap(one -> Optional.ofNullable(one.delay()).stream())
                        .min(Duration::compareTo)
                        .orElse(null));
    }

    private Optional<TestAnswer> publish(Way way) throws InterruptedException {
        PublishResult result = tools.publisher().apply(way.test.lane());
        boolean over = switch (result.kind()) {
            case DONE, BLOCKED -> false; // the next look shows it
            case AGAIN -> !waited(Duration.ofMillis(result.delayMillis()));
            case UNPUBLISHABLE -> true;
        };
        if (over) {
            way.spoilt = result.reason();
        }
        return Optional.empty();
    }

    private Optional<TestAnswer> begin(Way way) throws InterruptedException {
        keep(way);
        TestTurn turn = tools.store().keep(way.test, way.means);
        if (turn instanceof TestTurn.NotYet notYet && !waited(notYet.delay())) {
            return Optional.of(notNow(way, "Its pause is not over, or another send has its slot", notYet.delay()));
        }
        return turn instanceof TestTurn.Ready && way.sender != null ? begin(way, way.sender) : Optional.empty();
    }

    private Optional<TestAnswer> begin(Way way, ConnectedSender sender) {
        try (Gateway.Connection connection = sender.gateway().open()) {
            long first = tools.ticker().nanos();
            if (tools.store().begin(way.test, way.means) instanceof TestTurn.Begun begun) {
                kept = null;
                Outcome outcome = send(connection, way, begun.dispatch(), first);
                if (isMissed(outcome, begun.dispatch()) && !way.renewed) {
                    way.renewed = true;
                    return Optional.empty();
                }
                return Optional.of(new TestAnswer.Done(way.id(), outcome));
            }
        } catch (Gateway.NotReached e) {
            way.spoilt = "The vendor was not reached: " + e.getMessage();
        }
        return Optional.empty();
    }

    /** Whether the vendor does not have what was uploaded any more, so that nothing was sent. */
    private static boolean isMissed(Outcome outcome, Dispatch dispatch) {
        return outcome instanceof Outcome.MediaGone && dispatch.uploadedMedia() != null;
    }

    private Outcome send(Gateway.Connection connection, Way way, Dispatch dispatch, long first) {
        Outcome outcome = tools.ticker().since(first).compareTo(way.means.leavesWithin()) > 0
                ? Stint.TOO_LATE
                : Sending.send(connection, content, way.means.way(), dispatch);
        long ended = tools.ticker().nanos();
        boolean wakes = new Insistence(tools.ticker())
                .until(
                        () -> tools.store()
                                .finish(dispatch, outcome, tools.ticker().since(ended)),
                        failed -> {
                            LOG.warn(
                                    "{} has an outcome that is not written yet: {}",
                                    way.test,
                                    Failures.describe(failed));
                            return true;
                        });
        if (wakes) {
            tools.signals().changed(dispatch.lane().campaign());
            tools.signals().changed(way.id());
        }
        return outcome;
    }

    /** Whether {@code delay} has passed, within the patience, and the process does not end. */
    private boolean waited(Duration delay) throws InterruptedException {
        Duration left = tools.patience().minus(tools.ticker().since(arrived));
        return delay.compareTo(left) <= 0 && !tools.closing().await(delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Lets go of the slot that is kept, unless it is that of {@code way}. */
    private void keep(@Nullable Way way) {
        if (kept != null && kept != way) {
            try {
                tools.store().giveUp(kept.test);
            } catch (DatabaseUnavailable itsLeaseEnds) {
                LOG.info("The slot kept for {} is free only in some seconds: {}", kept.test, itsLeaseEnds.getMessage());
            }
        }
        kept = way;
    }
}
