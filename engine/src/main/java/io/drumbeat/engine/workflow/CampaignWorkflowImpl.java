package io.drumbeat.engine.workflow;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.common.RetryOptions;
import io.temporal.common.converter.RawValue;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalException;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Signals only leave notes; one loop reads them, one after another, and calls activities. */
public final class CampaignWorkflowImpl implements CampaignWorkflow {
    private final CampaignActivities activities = Workflow.newActivityStub(
            CampaignActivities.class,
            ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(30))
                    .setRetryOptions(RetryOptions.newBuilder()
                            .setInitialInterval(Duration.ofMillis(200))
                            .setMaximumInterval(Duration.ofSeconds(10))
                            .build())
                    .build());

    /** Nothing depends on what is shown: where it cannot be read now, the next change tries again. */
    private final CampaignActivities locally = Workflow.newLocalActivityStub(
            CampaignActivities.class,
            LocalActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(5))
                    .setRetryOptions(
                            RetryOptions.newBuilder().setMaximumAttempts(1).build())
                    .build());

    private final Queue<Asked> asked = new ArrayDeque<>();
    private final Queue<LaneReport> reports = new ArrayDeque<>();
    private boolean changed;
    private boolean stale;
    private boolean detailsFollow;

    /** All that crosses continue-as-new. */
    private CampaignRun run;

    private @Nullable CampaignState state;
    private boolean searchable;
    private @Nullable CampaignStatus searchableStatus;

    /** How many signals were heard that earlier versions dropped. */
    private int onceDropped;

    private record Asked(Command command, OperatorRequest request) {}

    /** Signals may come before the first line of {@link #run}. */
    @WorkflowInit
    public CampaignWorkflowImpl(CampaignRun run) {
        this.run = run.begun(Workflow.currentTimeMillis());
    }

    @Override
    public void pause(@Nullable RawValue input) {
        ask(Command.PAUSE, input);
    }

    @Override
    public void resume(@Nullable RawValue input) {
        ask(Command.RESUME, input);
    }

    @Override
    public void cancel(@Nullable RawValue input) {
        ask(Command.CANCEL, input);
    }

    private void ask(Command command, @Nullable RawValue input) {
        if (!OperatorRequest.wasDropped(input) || isHeardNow()) {
            asked.add(new Asked(command, OperatorRequest.of(input)));
        }
    }

    /** Not in a history whose version dropped it; asking for that lets no other signal go first. */
    private boolean isHeardNow() {
        return Workflow.getVersion("signal-of-any-form-" + onceDropped++, Workflow.DEFAULT_VERSION, 1)
                != Workflow.DEFAULT_VERSION;
    }

    @Override
    public void changed() {
        changed = true;
    }

    @Override
    public void refresh() {
        stale = true;
    }

    @Override
    public void laneDone(LaneReport report) {
        reports.add(report);
    }

    @Override
    public @Nullable CampaignState progress() {
        return state;
    }

    @Override
    public CampaignResult run(CampaignRun known) {
        // Everything runs detached: that the workflow is cancelled is a command like any other, and has to be written.
        Promise<String> cancelled = CancellationScope.current().getCancellationRequest();
        cancelled.thenApply(
                reason -> asked.add(new Asked(Command.CANCEL, new OperatorRequest("cancelled in Temporal", null))));
        CancellationScope detached = Workflow.newDetachedCancellationScope(this::carryOut);
        detached.run();
        if (!ended()) {
            Workflow.continueAsNew(run);
        }
        if (cancelled.isCompleted()) {
            throw new CanceledFailure("cancelled");
        }
        return result();
    }

    /** Returns once the campaign has ended, or its history has grown long. */
    private void carryOut() {
        detailsFollow = DetailsFollow.here();
        if (run.senders().isEmpty()) {
            changed = false;
            look();
            List<String> senders = activities.prepare(run.campaign());
            run = run.withSenders(senders);
            // Those that ran already may be waiting for what this workflow was started for.
            changed |= !startLanes(senders);
        } else {
            look();
        }
        while (true) {
            attend();
            if (ended()) {
                return;
            }
            if (Workflow.getInfo().isContinueAsNewSuggested() && Workflow.isEveryHandlerFinished()) {
                return;
            }
            if (!awaitNote()) {
                look();
                completeWhereAReportWasLost();
            }
        }
    }

    /** Whether a note came; false: the counts shown are due to be read again. */
    private boolean awaitNote() {
        if (state != null && state.status() == CampaignStatus.SCHEDULED) {
            awaitItsTime();
            return true;
        }
        if (state != null && state.status() != CampaignStatus.RUNNING) {
            Workflow.await(this::noted);
            return true;
        }
        return Workflow.await(untilNextLook(), this::noted);
    }

    /** In a durable timer, but by the database's clock, which is asked again at its end. */
    private void awaitItsTime() {
        long millis = activities.startWhenDueMillis(run.campaign());
        if (millis == 0) {
            changed = true;
        } else {
            Workflow.await(Duration.ofMillis(millis), this::noted);
        }
    }

    /** Half a minute at first, then a twentieth of the campaign's age: the history of a long one must stay short. */
    private Duration untilNextLook() {
        long age = Workflow.currentTimeMillis() - run.sinceMillis();
        return Duration.ofMillis(Math.min(Math.max(age / 20, 30_000), 300_000));
    }

    private boolean noted() {
        return changed || (stale && detailsFollow) || !asked.isEmpty() || !reports.isEmpty();
    }

    private void attend() {
        while (noted()) {
            Asked next = asked.poll();
            if (next != null) {
                write(next);
                changed = true;
            } else if (!reports.isEmpty()) {
                settle(reports.remove());
            } else if (changed) {
                changed = false;
                look();
                prepareNewLanes();
                pokeLanes();
            } else {
                refreshDetails();
            }
        }
    }

    private void write(Asked next) {
        String by = next.request().by() == null ? "temporal" : next.request().by();
        // The first run's id survives continue-as-new and resets: a repetition is known by this key.
        String key = Workflow.getInfo().getFirstExecutionRunId() + ":" + run.commands();
        run = run.withAnotherCommand();
        activities.write(run.campaign(), next.command(), by, next.request().reason(), key);
    }

    private void settle(LaneReport report) {
        if (report.reason() != null && LanesStay.here()) {
            changed = true; // whether others can still send, the database knows
        } else if (report.reason() != null) {
            run = run.withUnpublishable(report.sender(), report.reason());
            if (run.unpublishable().keySet().containsAll(run.senders())) {
                activities.fail(run.campaign(), reasons());
                changed = true;
            }
        } else if (activities.complete(run.campaign())) {
            changed = true;
        } else {
            look();
            if (!ended()) {
                // Something became available in between, or the gate is shut; but not in a tight loop.
                Workflow.sleep(Duration.ofSeconds(1));
                startLanes(List.of(report.sender()));
            }
        }
    }

    /** A lane may have ended while nobody could hear its report. */
    private void completeWhereAReportWasLost() {
        if (state != null && state.counts().pending() + state.counts().sending() == 0) {
            changed |= activities.complete(run.campaign());
        }
    }

    private String reasons() {
        List<String> reasons = new ArrayList<>();
        run.unpublishable().forEach((sender, reason) -> reasons.add(sender + ": " + reason));
        return String.join("; ", reasons);
    }

    private void look() {
        stale = false; // before it is read: what changes from here on is told again
        show(activities.look(run.campaign()));
    }

    /** Wakes no lane, and leaves one event in the history: it may come every few seconds. */
    private void refreshDetails() {
        stale = false;
        try {
            show(locally.look(run.campaign()));
        } catch (ActivityFailure unread) {
            Workflow.getLogger(CampaignWorkflowImpl.class).debug("campaign {} is shown as it was", run.campaign());
        }
    }

    private void show(CampaignActivities.@Nullable Look look) {
        if (look == null) {
            state = null;
            return;
        }
        state = look.state();
        searchable = look.searchable();
        Workflow.setCurrentDetails(CampaignDetails.of(state));
        if (searchable && state.status() != searchableStatus) {
            searchableStatus = state.status();
            Workflow.upsertTypedSearchAttributes(
                    SearchAttributes.CAMPAIGN_STATUS.valueSet(state.status().text()),
                    SearchAttributes.CAMPAIGN_NAME.valueSet(state.name()));
        }
    }

    private boolean ended() {
        return state == null || state.status().ended();
    }

    private CampaignResult result() {
        if (state == null) {
            return new CampaignResult("unknown", null, new CampaignState.Counts(0, 0, 0, 0, 0, 0, 0));
        }
        return new CampaignResult(state.status().text(), state.reason(), state.counts());
    }

    /** Fixed ids: where a lane runs already, it is ours. Returns whether all are new. */
    private boolean startLanes(List<String> which) {
        List<Promise<WorkflowExecution>> started = new ArrayList<>();
        for (String sender : which) {
            LaneWorkflow lane = Workflow.newChildWorkflowStub(
                    LaneWorkflow.class,
                    LaneOptions.child(lane(sender).lane(), state == null ? run.campaign() : state.name(), searchable));
            // Its end comes by signal; that it runs already is seen below, and else the SDK would log either as
            // ignored.
            var unused =
                    Async.procedure(lane::run, new LaneRun(lane(sender), 0)).exceptionally(attached -> null);
            started.add(Workflow.getWorkflowExecution(lane));
        }
        return settled(started);
    }

    /** A sender that was added has a lane of its own, which is not there yet: {@link #pokeLanes} starts it. */
    private void prepareNewLanes() {
        if (state != null && state.lanes() > run.senders().size()) {
            run = run.withSenders(activities.prepare(run.campaign()));
        }
    }

    /** A lane that is not there has ended or was terminated: it starts again while the campaign goes on. */
    private void pokeLanes() {
        Map<String, Promise<Void>> poked = new LinkedHashMap<>();
        for (String sender : run.senders()) {
            LaneWorkflow lane = Workflow.newExternalWorkflowStub(
                    LaneWorkflow.class, WorkflowIds.of(lane(sender).lane()));
            poked.put(sender, Async.procedure(lane::poke));
        }
        List<String> gone = new ArrayList<>();
        poked.forEach((sender, promise) -> {
            boolean gaveUp = run.unpublishable().containsKey(sender) && !LanesStay.here();
            if (!settled(List.of(promise)) && !gaveUp) {
                gone.add(sender);
            }
        });
        if (!ended()) {
            startLanes(gone);
        }
    }

    private static <T> boolean settled(List<Promise<T>> promises) {
        boolean all = true;
        for (Promise<T> promise : promises) {
            try {
                promise.get();
            } catch (TemporalException refused) {
                all = false;
            }
        }
        return all;
    }

    private LaneRef lane(String sender) {
        return new LaneRef(run.campaign(), sender);
    }
}
