package io.drumbeat.engine.workflow;

import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.TemporalException;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.TimerOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Holds nothing but a hint: rows, pace and counts are the database's, so that a second run of it does no harm. */
public final class LaneWorkflowImpl implements LaneWorkflow {
    private static final Duration ACTIVITY_WAITS_AT_MOST = Duration.ofSeconds(10);

    private final LaneRef lane;
    private final DispatchActivities dispatching;
    private final PublishActivities publishing;
    private long hintMillis;

    /** Counts wake-ups: one that came while an activity ran is not lost on the answer that it brings. */
    private long pokes;

    /** Pokes may come before the first line of {@link #run}. */
    @WorkflowInit
    public LaneWorkflowImpl(LaneRun run) {
        this.lane = run.lane();
        this.dispatching = dispatching(lane);
        this.publishing = publishing(lane);
        this.hintMillis = run.hintMillis();
    }

    @Override
    public void poke() {
        pokes++;
    }

    @Override
    public void run(LaneRun known) {
        while (!Workflow.getInfo().isContinueAsNewSuggested()) {
            long heard = pokes;
            DispatchResult result = dispatching.dispatch(lane, hintMillis);
            Workflow.setCurrentDetails(details(result));
            hintMillis = 0;
            switch (result.kind()) {
                case SETTLED, NOT_YET, IDLE -> {
                    if (isLong(result.delayMillis())) {
                        pause(result.delayMillis(), summary(result), heard);
                    } else {
                        hintMillis = result.delayMillis() == null ? 0 : result.delayMillis();
                    }
                }
                case GATED -> pause(result.delayMillis(), summary(result), heard);
                case UNPUBLISHED -> {
                    String impossible = publish();
                    if (impossible != null) {
                        report(LaneReport.unpublishable(lane.sender(), impossible));
                        if (!LanesStay.here()) {
                            return;
                        }
                    }
                }
                case EXHAUSTED -> {
                    report(LaneReport.exhausted(lane.sender()));
                    return;
                }
            }
        }
        Workflow.continueAsNew(new LaneRun(lane, hintMillis));
    }

    private static boolean isLong(@Nullable Long delayMillis) {
        return delayMillis == null || delayMillis > ACTIVITY_WAITS_AT_MOST.toMillis();
    }

    /** Until {@code delayMillis} have passed, or a poke that {@code heard} does not count. */
    private void pause(@Nullable Long delayMillis, String summary, long heard) {
        if (delayMillis == null) {
            Workflow.await(() -> pokes != heard);
            return;
        }
        CancellationScope timing = Workflow.newCancellationScope(scope -> {
            Promise<Void> timer = Workflow.newTimer(
                    Duration.ofMillis(delayMillis),
                    TimerOptions.newBuilder()
                            .setSummary(TimerSummary.of(summary))
                            .build());
            Workflow.await(() -> pokes != heard || timer.isCompleted());
            if (!timer.isCompleted()) {
                scope.cancel("woken");
            }
        });
        timing.run();
    }

    /** Why the media cannot be published here; null otherwise: whether it must be tried again, the next dispatch says. */
    private @Nullable String publish() {
        long heard = pokes;
        PublishResult result = publishing.publish(lane);
        String reason = result.reason() == null ? "" : result.reason();
        if (result.kind() == PublishResult.Kind.AGAIN) {
            Workflow.setCurrentDetails("Waiting to publish the media: " + CampaignDetails.escaped(reason));
            pause(result.delayMillis(), "publish: " + reason, heard);
        }
        return result.kind() == PublishResult.Kind.UNPUBLISHABLE ? reason : null;
    }

    private void report(LaneReport report) {
        CampaignWorkflow campaign = Workflow.newExternalWorkflowStub(
                CampaignWorkflow.class, WorkflowIds.of(lane.lane().campaign()));
        try {
            campaign.laneDone(report);
        } catch (TemporalException nobodyThere) {
            // The reconciler starts the campaign again, and that its lanes, which find what this one found.
            Workflow.getLogger(LaneWorkflowImpl.class).info("campaign of lane {} has no workflow", lane);
        }
    }

    private String details(DispatchResult result) {
        StringBuilder text = new StringBuilder("Sender **")
                .append(CampaignDetails.escaped(lane.sender()))
                .append("**: ")
                .append(result.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        if (result.row() != null) {
            text.append(", ").append(sent(result));
        }
        if (result.reason() != null) {
            text.append(" (").append(CampaignDetails.escaped(result.reason())).append(')');
        }
        return text.toString();
    }

    private static String sent(DispatchResult result) {
        return "line " + result.row() + ": " + result.outcome();
    }

    private static String summary(DispatchResult result) {
        String until = result.reason() == null ? "until the next slot" : result.reason();
        return result.row() == null ? until : sent(result) + "; " + until;
    }

    private static DispatchActivities dispatching(LaneRef lane) {
        return Workflow.newActivityStub(
                DispatchActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.DISPATCH)
                        .setSummary(lane.sender())
                        .setHeartbeatTimeout(Duration.ofSeconds(10))
                        // Waiting, begin with its retries, a send that may carry 100 MB at 1 Mbit/s, and a finish that
                        // a sick database holds up.
                        .setStartToCloseTimeout(Duration.ofMinutes(30))
                        .setRetryOptions(forEver())
                        .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                        .build());
    }

    private static PublishActivities publishing(LaneRef lane) {
        return Workflow.newActivityStub(
                PublishActivities.class,
                ActivityOptions.newBuilder()
                        .setTaskQueue(TaskQueues.DISPATCH)
                        .setSummary(lane.sender())
                        .setHeartbeatTimeout(Duration.ofSeconds(10))
                        // 60 s and what 100 MB take at 1 Mbit/s, with room.
                        .setStartToCloseTimeout(Duration.ofMinutes(30))
                        .setRetryOptions(forEver())
                        .build());
    }

    private static RetryOptions forEver() {
        return RetryOptions.newBuilder()
                .setInitialInterval(Duration.ofSeconds(1))
                .setBackoffCoefficient(2)
                .setMaximumInterval(Duration.ofSeconds(15))
                .setMaximumAttempts(0)
                .build();
    }
}
