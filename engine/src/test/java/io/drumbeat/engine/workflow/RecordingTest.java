package io.drumbeat.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.workflow.DispatchResult.Kind;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * Takes campaigns and lanes through all that they do, in virtual time, and replays what came of it. With {@code
 * -Dhistories=VERSION} it keeps their histories as that version's, for {@link ReplayTest} of all later ones.
 */
final class RecordingTest {

    private static final @Nullable String VERSION = System.getProperty("histories");

    @AutoClose
    private final TestWorkflowEnvironment environment =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.getDefaultInstance());

    private final CampaignId id = CampaignId.random();
    private final ScriptedCampaign campaign = new ScriptedCampaign();
    private final Map<String, Queue<DispatchResult>> lanes = new ConcurrentHashMap<>();
    private final Queue<PublishResult> publishing = new ConcurrentLinkedQueue<>();

    /** What a lane is answered beyond its script: whether the gate is open, and nothing is left. */
    private DispatchResult answer(LaneRef lane) {
        if (campaign.status != CampaignStatus.RUNNING && !campaign.status.ended()) {
            return DispatchResult.without(Kind.GATED, null, campaign.status.text());
        }
        DispatchResult scripted =
                lanes.getOrDefault(lane.sender(), new ArrayDeque<>()).poll();
        return scripted == null ? DispatchResult.without(Kind.EXHAUSTED, null, null) : scripted;
    }

    private void start() {
        Worker control = environment.newWorker(TaskQueues.CONTROL);
        control.registerWorkflowImplementationTypes(CampaignWorkflowImpl.class, LaneWorkflowImpl.class);
        control.registerActivitiesImplementations(campaign);
        Worker dispatching = environment.newWorker(TaskQueues.DISPATCH);
        dispatching.registerActivitiesImplementations(
                (DispatchActivities) (lane, hint) -> answer(lane), (PublishActivities) lane -> {
                    PublishResult scripted = publishing.poll();
                    return scripted == null ? PublishResult.done() : scripted;
                });
        environment.start();
    }

    private String lane(String sender) {
        return WorkflowIds.of(new LaneId(id, new SenderId(sender)));
    }

    private WorkflowStub started(String type, String workflow, Object input) {
        WorkflowStub started = environment
                .getWorkflowClient()
                .newUntypedWorkflowStub(
                        type,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(workflow)
                                .setTaskQueue(TaskQueues.CONTROL)
                                .build());
        started.start(input);
        return started;
    }

    private WorkflowStub startedCampaign(CampaignRun run) {
        return started("CampaignWorkflow", WorkflowIds.of(id), run);
    }

    private void after(Duration virtually, Runnable step) {
        environment.registerDelayedCallback(virtually, step);
    }

    /** The history of {@code workflow}, replayed and, where that is asked for, kept as {@code name}. */
    private List<EventType> recorded(String workflow, @Nullable String run, String name) throws Exception {
        WorkflowExecutionHistory history = run == null
                ? environment.getWorkflowClient().fetchHistory(workflow)
                : environment.getWorkflowClient().fetchHistory(workflow, run);
        try (TestWorkflowEnvironment other = TestWorkflowEnvironment.newInstance()) {
            Histories.replay(history, other);
        }
        if (VERSION != null) {
            Histories.write(history, Histories.FOLDER.resolve(VERSION), name);
        }
        return history.getEvents().stream().map(event -> event.getEventType()).toList();
    }

    private static DispatchResult sent(long line, Duration untilNext) {
        return new DispatchResult(Kind.SETTLED, untilNext.toMillis(), line, "sent", null);
    }

    @Test
    void shouldReplayACampaignFromItsTimeToItsEnd() throws Exception {
        campaign.status = CampaignStatus.SCHEDULED;
        campaign.now = environment::currentTimeMillis;
        campaign.startsAt =
                environment.currentTimeMillis() + Duration.ofHours(1).toMillis();
        campaign.missesBeforeItCompletes = 1;
        lanes.put(
                "main",
                new ConcurrentLinkedQueue<>(List.of(
                        sent(2, Duration.ofMillis(500)),
                        sent(3, Duration.ofMinutes(2)),
                        DispatchResult.without(Kind.NOT_YET, 40_000L, "the vendor was not reached"),
                        DispatchResult.without(Kind.UNPUBLISHED, null, null),
                        DispatchResult.without(Kind.UNPUBLISHED, null, null),
                        sent(4, Duration.ZERO),
                        DispatchResult.without(Kind.GATED, Duration.ofHours(20).toMillis(), "capped"),
                        sent(5, Duration.ZERO))));
        publishing.add(new PublishResult(PublishResult.Kind.AGAIN, 3_000, "the vendor is not reached"));
        start();
        WorkflowStub running = startedCampaign(CampaignRun.first(id.toString()));
        after(Duration.ofHours(3), () -> running.signal("pause", "wrong picture"));
        after(Duration.ofHours(4), () -> {
            campaign.senders = List.of("main", "second");
            running.signal("changed");
        });
        after(Duration.ofHours(5), () -> running.signal("refresh"));
        after(Duration.ofHours(6), () -> running.signal("resume", Map.of("by", "anna")));

        assertThat(running.getResult(CampaignResult.class).status()).isEqualTo("completed");

        assertThat(recorded(WorkflowIds.of(id), null, "campaign"))
                .contains(
                        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED,
                        EventType.EVENT_TYPE_TIMER_STARTED,
                        EventType.EVENT_TYPE_MARKER_RECORDED,
                        EventType.EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED,
                        EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_INITIATED,
                        EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED,
                        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
        assertThat(campaign.written).hasSize(2);
    }

    @Test
    void shouldReplayALaneThroughAllAnswers() throws Exception {
        campaign.status = CampaignStatus.RUNNING;
        lanes.put(
                "main",
                new ConcurrentLinkedQueue<>(List.of(
                        sent(2, Duration.ofMillis(500)),
                        sent(3, Duration.ofMinutes(2)),
                        DispatchResult.without(Kind.NOT_YET, 40_000L, "the vendor was not reached"),
                        DispatchResult.without(Kind.IDLE, 200L, null),
                        DispatchResult.without(Kind.UNPUBLISHED, null, null),
                        DispatchResult.without(Kind.UNPUBLISHED, null, null),
                        DispatchResult.without(Kind.UNPUBLISHED, null, null),
                        sent(4, Duration.ZERO),
                        DispatchResult.without(Kind.GATED, Duration.ofHours(20).toMillis(), "capped"),
                        DispatchResult.without(Kind.GATED, null, "paused"))));
        publishing.add(new PublishResult(PublishResult.Kind.AGAIN, 3_000, "the vendor is not reached"));
        publishing.add(new PublishResult(PublishResult.Kind.UNPUBLISHABLE, 0, "too large"));
        start();
        WorkflowStub running = started("LaneWorkflow", lane("main"), new LaneRun(ref("main"), 0));
        after(Duration.ofHours(1), () -> running.signal("poke"));
        after(Duration.ofHours(2), () -> running.signal("poke"));

        running.getResult(Void.class);

        assertThat(recorded(lane("main"), null, "lane"))
                .contains(
                        EventType.EVENT_TYPE_TIMER_FIRED,
                        EventType.EVENT_TYPE_TIMER_CANCELED,
                        EventType.EVENT_TYPE_MARKER_RECORDED,
                        EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED,
                        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    }

    @Test
    void shouldReplayACampaignThatIsCancelledInTemporal() throws Exception {
        lanes.put("main", new ConcurrentLinkedQueue<>(List.of(DispatchResult.without(Kind.GATED, null, "blocked"))));
        start();
        WorkflowStub running = startedCampaign(CampaignRun.first(id.toString()));
        after(Duration.ofMinutes(5), running::cancel);

        assertThatThrownBy(() -> running.getResult(CampaignResult.class)).isInstanceOf(WorkflowFailedException.class);

        assertThat(recorded(WorkflowIds.of(id), null, "campaign-cancelled"))
                .contains(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED);
    }

    /** Of a run that goes on where another one ended, with what crosses that. */
    @Test
    void shouldReplayACampaignThatContinuesAnother() throws Exception {
        start();
        WorkflowStub running = startedCampaign(new CampaignRun(
                id.toString(), List.of("main", "second"), Map.of("second", "too large"), 7, 1_796_000_000_000L));
        after(Duration.ofMinutes(5), () -> running.signal("changed"));

        assertThat(running.getResult(CampaignResult.class).status()).isEqualTo("completed");

        recorded(WorkflowIds.of(id), null, "campaign-continued");
    }

    @Test
    void shouldReplayALaneThatContinuesAsNew() throws Exception {
        Queue<DispatchResult> sends = new ConcurrentLinkedQueue<>();
        for (long line = 2; line < 750; line++) {
            sends.add(sent(line, Duration.ZERO));
        }
        lanes.put("main", sends);
        start();
        WorkflowStub running = started("LaneWorkflow", lane("main"), new LaneRun(ref("main"), 0));
        String first = running.getExecution().getRunId();

        running.getResult(Void.class);

        assertThat(recorded(lane("main"), first, "lane-continues"))
                .contains(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW);
        assertThat(recorded(lane("main"), null, "lane-continued"))
                .contains(EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED);
    }

    private LaneRef ref(String sender) {
        return new LaneRef(id.toString(), sender);
    }
}
