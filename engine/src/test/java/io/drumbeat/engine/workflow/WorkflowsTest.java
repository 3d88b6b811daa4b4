package io.drumbeat.engine.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.engine.workflow.DispatchResult.Kind;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What workflows decide, in virtual time, with activities that answer as they were told. */
final class WorkflowsTest {
    private static final CampaignState.Counts SOME_LEFT = new CampaignState.Counts(10, 5, 0, 5, 0, 0, 0);
    private static final CampaignState.Counts NONE_LEFT = new CampaignState.Counts(10, 0, 0, 10, 0, 0, 0);

    @AutoClose
    private final TestWorkflowEnvironment environment =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.getDefaultInstance());

    private final String campaign = CampaignId.random().toString();
    private final LaneRef lane = new LaneRef(campaign, "main");
    private final AtomicInteger dispatches = new AtomicInteger();
    private final ScriptedCampaign activities = new ScriptedCampaign();

    private void start(IntFunction<DispatchResult> answers) {
        start(answers, ref -> new PublishResult(PublishResult.Kind.DONE, 0, null));
    }

    private void start(IntFunction<DispatchResult> answers, PublishActivities publishing) {
        Worker control = environment.newWorker(TaskQueues.CONTROL);
        control.registerWorkflowImplementationTypes(CampaignWorkflowImpl.class, LaneWorkflowImpl.class);
        control.registerActivitiesImplementations(activities);
        Worker dispatching = environment.newWorker(TaskQueues.DISPATCH);
        dispatching.registerActivitiesImplementations(
                (DispatchActivities) (ref, hint) -> answers.apply(dispatches.incrementAndGet()), publishing);
        environment.start();
    }

    private WorkflowStub stub(String type, String id) {
        return environment
                .getWorkflowClient()
                .newUntypedWorkflowStub(
                        type,
                        WorkflowOptions.newBuilder()
                                .setWorkflowId(id)
                                .setTaskQueue(TaskQueues.CONTROL)
                                .build());
    }

    private WorkflowStub startedLane() {
        WorkflowStub started = stub("LaneWorkflow", WorkflowIds.of(lane.lane()));
        started.start(new LaneRun(lane, 0));
        return started;
    }

    private WorkflowStub startedCampaign() {
        WorkflowStub started =
                stub("CampaignWorkflow", WorkflowIds.of(lane.lane().campaign()));
        started.start(CampaignRun.first(campaign));
        return started;
    }

    @Test
    void shouldWaitInATimerWhenTheSlotIsFarAway() {
        start(n -> n == 1
                ? DispatchResult.without(Kind.NOT_YET, Duration.ofHours(2).toMillis(), "throttled")
                : DispatchResult.without(Kind.EXHAUSTED, null, null));
        long before = environment.currentTimeMillis();

        startedLane().getResult(Void.class);

        assertThat(Duration.ofMillis(environment.currentTimeMillis() - before))
                .isGreaterThanOrEqualTo(Duration.ofHours(2));
        assertThat(dispatches).hasValue(2);
    }

    @Test
    void shouldRunAScheduledCampaignToTheSecondWhenItsTimeHasCome() {
        long before = environment.currentTimeMillis();
        activities.status = CampaignStatus.SCHEDULED;
        activities.now = environment::currentTimeMillis;
        activities.startsAt = before + Duration.ofDays(40).toMillis();
        AtomicLong began = new AtomicLong();
        start(n -> {
            if (activities.status == CampaignStatus.SCHEDULED) {
                return DispatchResult.without(Kind.GATED, null, "scheduled");
            }
            began.compareAndSet(0, environment.currentTimeMillis());
            return DispatchResult.without(Kind.EXHAUSTED, null, null);
        });

        startedCampaign().getResult(CampaignResult.class);

        assertThat(Duration.ofMillis(began.get() - before))
                .isBetween(Duration.ofDays(40), Duration.ofDays(40).plusSeconds(1));
    }

    @Test
    void shouldPauseAScheduledCampaignWhenASignalAsksForIt() {
        activities.status = CampaignStatus.SCHEDULED;
        activities.startsAt = Long.MAX_VALUE / 2;
        start(n -> DispatchResult.without(Kind.GATED, null, "scheduled"));
        WorkflowStub running = startedCampaign();

        running.signal("pause", "not yet");
        await().until(() -> activities.status == CampaignStatus.PAUSED);

        assertThat(activities.written).hasSize(1);
    }

    @Test
    void shouldCutATimerShortWhenPoked() {
        AtomicLong pokedAnswer = new AtomicLong();
        start(n -> {
            if (n == 1) {
                return DispatchResult.without(Kind.GATED, Duration.ofHours(20).toMillis(), "capped");
            }
            // Here, and not once the workflow has ended: what then still lasts is skipped, ten years of it.
            pokedAnswer.set(environment.currentTimeMillis());
            return DispatchResult.without(Kind.EXHAUSTED, null, null);
        });
        long before = environment.currentTimeMillis();
        WorkflowStub running = startedLane();
        environment.registerDelayedCallback(Duration.ofMinutes(10), () -> running.signal("poke"));

        running.getResult(Void.class);

        assertThat(Duration.ofMillis(pokedAnswer.get() - before)).isLessThan(Duration.ofHours(1));
    }

    @Test
    void shouldAskWhetherItStillMustBeforeItTriesToPublishAgain() {
        AtomicInteger publishes = new AtomicInteger();
        start(
                n -> DispatchResult.without(n == 1 ? Kind.UNPUBLISHED : Kind.EXHAUSTED, null, null),
                ref -> publishes.incrementAndGet() == 1
                        ? new PublishResult(PublishResult.Kind.AGAIN, 3_000, "the vendor is not reached")
                        : new PublishResult(PublishResult.Kind.DONE, 0, null));

        startedLane().getResult(Void.class);

        assertThat(publishes).as("cancelled while it waited").hasValue(1);
    }

    @Test
    void shouldLoseNoPokeThatComesWhileTheActivityRuns() {
        start(n -> {
            if (n > 1) {
                return DispatchResult.without(Kind.EXHAUSTED, null, null);
            }
            environment
                    .getWorkflowClient()
                    .newUntypedWorkflowStub(WorkflowIds.of(lane.lane()))
                    .signal("poke");
            return DispatchResult.without(Kind.GATED, null, "paused");
        });

        startedLane().getResult(Void.class);

        assertThat(dispatches).hasValue(2);
    }

    @Test
    void shouldDispatchEachTimeOnceWhenALaneContinuesAsNew() {
        int sends = 750;
        start(n -> n <= sends
                ? new DispatchResult(Kind.SETTLED, 0L, (long) n, "sent", null)
                : DispatchResult.without(Kind.EXHAUSTED, null, null));

        WorkflowStub running = startedLane();
        String firstRun = running.getExecution().getRunId();
        running.getResult(Void.class);

        assertThat(dispatches).hasValue(sends + 1);
        assertThat(running.describe().getExecution().getRunId()).isNotEqualTo(firstRun);
    }

    @Test
    void shouldNumberCommandsOnWhenACampaignContinuesAsNew() {
        start(n -> DispatchResult.without(Kind.GATED, null, "paused"));
        WorkflowStub running = startedCampaign();
        String firstRun = running.getExecution().getRunId();
        // Without a run id: the signals find the run that is the latest.
        WorkflowStub latest = environment
                .getWorkflowClient()
                .newUntypedWorkflowStub(WorkflowIds.of(lane.lane().campaign()));
        int commands = 700;
        for (int n = 0; n < commands; n++) {
            latest.signal(n % 2 == 0 ? "pause" : "resume");
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !latest.describe().getExecution().getRunId().equals(firstRun));
        latest.signal("cancel");

        running.getResult(CampaignResult.class);

        assertThat(activities.written)
                .containsExactlyElementsOf(IntStream.rangeClosed(0, commands)
                        .mapToObj(n ->
                                (n == commands ? "CANCEL" : n % 2 == 0 ? "PAUSE" : "RESUME") + " " + firstRun + ":" + n)
                        .toList());
    }

    /** The regular look is half a minute away, and nobody waits for it here. */
    @Test
    void shouldShowWhatChangedWithoutWakingALaneWhenItIsToldTo() {
        start(n -> DispatchResult.without(Kind.GATED, null, "blocked"));
        WorkflowStub running = startedCampaign();
        await().until(() -> dispatches.get() == 1);
        activities.counts = new CampaignState.Counts(10, 4, 0, 6, 0, 0, 0);

        running.signal("refresh");

        await().until(() ->
                running.query("progress", CampaignState.class).counts().sent() == 6);
        assertThat(dispatches).as("times that the lane asked").hasValue(1);
        assertThat(environment
                        .getWorkflowClient()
                        .fetchHistory(WorkflowIds.of(lane.lane().campaign()))
                        .getEvents())
                .filteredOn(HistoryEvent::hasMarkerRecordedEventAttributes)
                .as("its version, and what was read")
                .hasSize(2);
        running.signal("cancel");
        running.getResult(CampaignResult.class);
    }

    @Test
    void shouldCarryOutSignalsInTheirOrderWhateverTheirForm() {
        start(n -> DispatchResult.without(Kind.GATED, null, "paused"));
        WorkflowStub running = startedCampaign();
        // All of them while the first is written: one workflow task has them all.
        activities.whenWritten = () -> {
            running.signal("resume", Map.of("by", "anna"));
            running.signal("pause", List.of("wrong picture"));
            running.signal("resume");
            running.signal("pause", 7);
            running.signal("cancel", Map.of("by", "anna"));
        };
        running.signal("pause");

        // Not its end: in another order it has none.
        await().until(() -> activities.written.size() >= 6);

        assertThat(activities.written)
                .extracting(written -> written.substring(0, written.indexOf(' ')))
                .containsExactly("PAUSE", "RESUME", "PAUSE", "RESUME", "PAUSE", "CANCEL");
    }

    @Test
    void shouldStartTheLaneAgainWhenSomethingIsLeftAfterAll() {
        activities.missesBeforeItCompletes = 2;
        start(n -> DispatchResult.without(Kind.EXHAUSTED, null, null));

        CampaignResult result = startedCampaign().getResult(CampaignResult.class);

        assertThat(result.status()).isEqualTo("completed");
        assertThat(dispatches).hasValue(3);
    }

    @Test
    void shouldStartTheLaneOfASenderThatWasAdded() {
        activities.missesBeforeItCompletes = Integer.MAX_VALUE;
        start(n -> DispatchResult.without(Kind.GATED, null, "paused"));
        WorkflowStub running = startedCampaign();
        await().until(() -> dispatches.get() == 1);

        activities.senders = List.of("main", "second");
        running.signal("changed");

        // The old lane is woken once, the new one begins.
        await().until(() -> dispatches.get() == 3);
        running.signal("cancel");
    }

    @Test
    void shouldCompleteWhenTheReportOfALaneWasLost() {
        start(n -> DispatchResult.without(Kind.GATED, null, "blocked"));
        activities.counts = NONE_LEFT;

        assertThat(startedCampaign().getResult(CampaignResult.class).status()).isEqualTo("completed");
    }

    @Test
    void shouldCutWhatAVendorSaysToWhatATimerTakes() {
        start(n -> n == 1
                ? DispatchResult.without(Kind.NOT_YET, Duration.ofHours(2).toMillis(), "\uD83D\uDE00".repeat(500))
                : DispatchResult.without(Kind.EXHAUSTED, null, null));

        WorkflowStub running = startedLane();
        running.getResult(Void.class);

        assertThat(environment
                        .getWorkflowClient()
                        .fetchHistory(WorkflowIds.of(lane.lane()))
                        .getEvents())
                .filteredOn(HistoryEvent::hasTimerStartedEventAttributes)
                .singleElement()
                .satisfies(timer -> assertThat(
                                timer.getUserMetadata().getSummary().getData().size())
                        .isBetween(350, 400));
    }

    @Test
    void shouldSayBesideATimerWhatWasSentBeforeIt() {
        start(n -> n == 1
                ? new DispatchResult(Kind.SETTLED, Duration.ofMinutes(2).toMillis(), 7L, "sent", null)
                : DispatchResult.without(Kind.EXHAUSTED, null, null));

        startedLane().getResult(Void.class);

        assertThat(summaries(WorkflowIds.of(lane.lane()), HistoryEvent::hasTimerStartedEventAttributes))
                .containsExactly("\"line 7: sent; until the next slot\"");
    }

    private List<String> summaries(String workflow, Predicate<HistoryEvent> which) {
        return environment.getWorkflowClient().fetchHistory(workflow).getEvents().stream()
                .filter(which)
                .map(event -> event.getUserMetadata().getSummary().getData().toStringUtf8())
                .toList();
    }

    @Test
    void shouldShowWhatLanesWaitFor() {
        assertThat(CampaignDetails.of(new CampaignState(
                        "offer",
                        CampaignStatus.RUNNING,
                        null,
                        SOME_LEFT,
                        null,
                        1,
                        List.of(
                                new CampaignState.Waiting("main", "blocked", "the token *expired* (190)", null),
                                new CampaignState.Waiting(
                                        "second", "cap", null, Instant.parse("2026-12-01T09:05:00Z"))))))
                .endsWith("\n- **main** is blocked, and waits for somebody to resume it"
                        + " (the token \\*expired\\* \\(190\\))"
                        + "\n- **second** has sent what its daily cap allows, until 2026-12-01 09:05 UTC");
    }

    @Test
    void shouldShowNamesAndReasonsAsTheyAreWhenTheyLookLikeMarkup() {
        assertThat(CampaignDetails.of(new CampaignState(
                        "<b>|x|", CampaignStatus.PAUSED, "[a](http://b)\n# c", SOME_LEFT, null, 1, List.of())))
                .startsWith("**\\<b\\>\\|x\\|**: paused (\\[a\\]\\(http://b\\) \\# c)");
    }
}
