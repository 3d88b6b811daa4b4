package io.drumbeat.engine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.EngineFixture;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.workflow.WorkflowIds;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

@TakesLong
final class ReconcilerTest {
    private final TemporalConnection temporal = TemporalConnection.inProcess(null);

    @AutoClose
    private final EngineFixture engine = new EngineFixture(temporal, Duration.ofMillis(10), "main", "second");

    @Test
    void shouldStartEveryLiveCampaignAtBoot() {
        CampaignId running = engine.campaign(5, "main");
        CampaignId paused = engine.campaign(5, "second");
        engine.control.apply(paused, Command.PAUSE, "anna", null, null);

        engine.reconciler.start();

        await().until(() -> engine.status(running) == CampaignStatus.COMPLETED);
        await().untilAsserted(() -> assertThat(temporal.client()
                        .newUntypedWorkflowStub(WorkflowIds.of(paused))
                        .describe()
                        .getStatus()
                        .name())
                .endsWith("RUNNING"));
    }

    @Test
    void shouldWakeALaneWhoseSignalWasLost() {
        CampaignId id = engine.campaign(20, "main");
        engine.signals.changed(id);
        await().until(() -> !engine.phones().isEmpty());
        engine.control.apply(id, Command.PAUSE, "anna", null, null);
        int sent = engine.phones().size();
        // The lane has asked once more, and waits; nobody tells it that the campaign goes on.
        await().until(() -> engine.waits(id, "main"));
        engine.control.apply(id, Command.RESUME, "anna", null, null);

        engine.reconciler.soon();

        await().until(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.phones()).hasSizeGreaterThan(sent).hasSize(20).doesNotHaveDuplicates();
    }

    /** A lane comes for it in a day, the other waits to be woken or does the same; nobody looks. */
    @Test
    void shouldWakeALaneWhenThereIsARowThatNobodyHolds() {
        engine.vendors
                .values()
                .forEach(vendor ->
                        vendor.answers(message -> new Outcome.Transient("131049", "not today", Outcome.Retry.DAILY)));
        CampaignId id = engine.campaign(1, "main", "second");
        engine.signals.changed(id);
        await().until(() -> lanesThatComeInADayOrWhenWoken() == 2);
        engine.vendors.values().forEach(vendor -> vendor.answers(message -> new Outcome.Accepted("id")));
        engine.database.database().jdbi().useHandle(handle -> handle.execute("update due set due_at = clock_now()"));

        engine.reconciler.soon();

        await().until(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.settled(id, "sent")).isEqualTo(1);
    }

    private long lanesThatComeInADayOrWhenWoken() {
        return engine.database
                .database()
                .jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select count(*) from lane
                        where touched_at <> 'epoch' and coalesce(next_at > clock_now() + interval '1 hour', true)""").mapTo(Long.class).one());
    }

    @Test
    void shouldRestoreALaneThatTemporalLost() {
        CampaignId id = engine.campaign(200, "main");
        engine.signals.changed(id);
        await().until(() -> !engine.phones().isEmpty());
        temporal.client()
                .newUntypedWorkflowStub(WorkflowIds.of(id) + "/lane-main")
                .terminate("lost");
        // The activity that was under way has ended: it would touch the lane by the shifted clock.
        AtomicInteger before = new AtomicInteger(-1);
        await().pollInterval(Duration.ofMillis(300))
                .until(() -> before.getAndSet(engine.phones().size())
                        == engine.phones().size());
        engine.database.shiftClock(Duration.ofMinutes(2));

        engine.reconciler.soon();

        int sent = engine.phones().size();
        await().until(() -> engine.phones().size() > sent + 3);
        assertThat(engine.phones()).doesNotHaveDuplicates();
    }

    @Test
    void shouldRestoreALaneEvenWhereItsCampaignsWorkflowIsNoHelp() {
        CampaignId id = engine.campaign(5, "main");
        ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor();
        try {
            new TemporalCalls(temporal::client, deadlines).poke(new LaneId(id, new SenderId("main")));

            await().until(() -> engine.settled(id, "sent") == 5);
        } finally {
            deadlines.shutdownNow();
        }
    }

    /** A paused campaign has no lane at work whose silence would tell. */
    @Test
    void shouldStartAgainWithTheNextRoundWhatSomebodyTerminated() {
        CampaignId paused = engine.campaign(5, "main");
        engine.control.apply(paused, Command.PAUSE, "anna", null, null);
        engine.reconciler.start();
        await().until(() -> runs(WorkflowIds.of(paused)));
        temporal.client().newUntypedWorkflowStub(WorkflowIds.of(paused)).terminate("by mistake");

        // Whatever round it is: each looks at every campaign.
        engine.reconciler.start();

        await().until(() -> runs(WorkflowIds.of(paused)));
    }

    /** A cancel whose one signal fails once left its workflows running for ever. */
    @Test
    void shouldEndTheWorkflowsOfACampaignWhoseEndTheyWereNotTold() {
        CampaignId id = engine.campaign(20, "main", "second");
        engine.signals.changed(id);
        await().until(() -> !engine.phones().isEmpty());
        engine.control.apply(id, Command.PAUSE, "anna", null, null);
        engine.signals.changed(id);
        await().until(() -> engine.waits(id, "main") && engine.waits(id, "second"));

        engine.control.apply(id, Command.CANCEL, "anna", null, null);
        engine.database.shiftClock(Duration.ofSeconds(10));

        await().until(() -> {
            engine.reconciler.soon();
            return engine.dispatches.recovery().reconcile().ended().isEmpty();
        });
        assertThat(List.of(runs(WorkflowIds.of(id)), runs(lane(id, "main")), runs(lane(id, "second"))))
                .as("at rest: nothing of it runs any more")
                .containsOnly(false);
    }

    @Test
    void shouldAskTemporalNothingMoreInARoundInWhichItDoesNotAnswer() {
        engine.campaign(5, "main");
        engine.campaign(5, "second");
        AtomicInteger calls = new AtomicInteger();
        Reconciler other = new Reconciler(engine.dispatches.recovery(), () -> {
            calls.incrementAndGet();
            throw new StatusRuntimeException(Status.UNAVAILABLE);
        });
        other.soon();
        await().until(() -> calls.get() >= 1);
        other.close(); // once the round has ended

        assertThat(calls).hasValue(1);
    }

    private static String lane(CampaignId id, String sender) {
        return WorkflowIds.of(id) + "/lane-" + sender;
    }

    private boolean runs(String workflowId) {
        try {
            return temporal.client()
                            .newUntypedWorkflowStub(workflowId)
                            .describe()
                            .getStatus()
                    == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        } catch (WorkflowNotFoundException none) {
            return false;
        }
    }

    @Test
    void shouldStartAScheduledCampaignWhenTemporalHasLostIt() {
        CampaignId id = scheduled(Duration.ofHours(3));
        engine.reconciler.soon();
        await().until(() -> runs(WorkflowIds.of(id)));
        temporal.client().newUntypedWorkflowStub(WorkflowIds.of(id)).terminate("wiped");
        engine.database.shiftClock(Duration.ofHours(4));

        engine.reconciler.soon();

        await().until(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.settled(id, "sent")).isEqualTo(5);
    }

    /** By its workflow's own timer: nobody calls the reconciler. How exactly, virtual time says (WorkflowsTest). */
    @Test
    void shouldStartAScheduledCampaignByItselfWhenItsTimeComes() {
        Instant start = Instant.now().plus(Duration.ofSeconds(3));
        CampaignId id = scheduled(Duration.between(Instant.now(), start));
        engine.signals.changed(id);

        await().until(() -> engine.status(id) == CampaignStatus.COMPLETED);

        assertThat(engine.sent()).allSatisfy(sent -> assertThat(sent.slot()).isAfter(start.minusMillis(5)));
    }

    private CampaignId scheduled(Duration ahead) {
        CampaignId id = engine.campaign(5, "main");
        engine.database.database().jdbi().useHandle(handle -> handle.execute("""
                update campaign set status = 'scheduled', started_at = null,
                    spec = jsonb_build_object('schedule', jsonb_build_object('startAt', clock_now() + ? * interval '1 ms'))
                where campaign_id = ?""", ahead.toMillis(), id.value()));
        return id;
    }

    @Test
    void shouldDoTheOtherStepsWhenOneFails() {
        engine.campaign(5, "main");
        engine.campaign(5, "second");
        AtomicInteger calls = new AtomicInteger();
        try (Reconciler other = new Reconciler(engine.dispatches.recovery(), () -> {
            if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("the first call fails");
            }
            return temporal.client();
        })) {
            other.soon();

            await().until(() -> engine.phones().size() == 5);
            assertThat(calls).hasValue(2);
        }
    }

    @Test
    void shouldTryAgainWhatFailed() {
        CampaignId id = engine.campaign(5, "main");
        AtomicInteger calls = new AtomicInteger();
        try (Reconciler other = new Reconciler(engine.dispatches.recovery(), () -> {
            if (calls.getAndIncrement() == 0) {
                throw new IllegalStateException("the first call fails");
            }
            return temporal.client();
        })) {
            other.soon();
            other.soon();

            await().until(() -> engine.status(id) == CampaignStatus.COMPLETED);
        }
    }
}
