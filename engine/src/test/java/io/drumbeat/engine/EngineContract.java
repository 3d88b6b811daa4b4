package io.drumbeat.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.workflow.CampaignResult;
import io.drumbeat.engine.workflow.CampaignState;
import io.drumbeat.engine.workflow.DispatchResult;
import io.drumbeat.engine.workflow.PublishResult;
import io.drumbeat.engine.workflow.WorkflowIds;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.operatorservice.v1.RemoveSearchAttributesRequest;
import io.temporal.api.sdk.v1.WorkflowInteractionDefinition;
import io.temporal.api.sdk.v1.WorkflowMetadata;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.RawValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How campaigns are carried out, on whatever Temporal server a subclass connects to. */
abstract class EngineContract extends EngineTest {

    @Test
    void shouldSendToEveryRecipientOnceWhenTwoSendersShareThem() {
        EngineFixture engine = engine(Duration.ZERO, "main", "second");
        CampaignId id = engine.campaign(60, "main", "second");

        engine.signals.changed(id);

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.phones()).hasSize(60).doesNotHaveDuplicates();
        assertThat(engine.vendor("main").phones()).isNotEmpty();
        assertThat(engine.vendor("second").phones()).isNotEmpty();
        CampaignResult result = workflow(id).getResult(CampaignResult.class);
        assertThat(result.status()).isEqualTo("completed");
        assertThat(result.counts().sent()).isEqualTo(60);
    }

    @Test
    void shouldPauseAndGoOnWhenAnOperatorSignals() {
        EngineFixture engine = engine(Duration.ofMillis(30), "main");
        CampaignId id = engine.campaign(100, "main");
        engine.signals.changed(id);
        soon(() -> engine.phones().size() >= 3);

        workflow(id).signal("pause", Map.of("reason", "wrong picture", "by", "anna"));
        await().atMost(Duration.ofSeconds(2)).until(() -> engine.status(id) == CampaignStatus.PAUSED);
        soon(() -> progress(id).status() == CampaignStatus.PAUSED);
        int sent = engine.phones().size();
        assertThat(details(id)).contains("**Diwali \\*offer\\***: paused (wrong picture)");

        assertThat(engine.phones()).as("sent while paused").hasSize(sent);

        workflow(id).signal("resume");
        await().atMost(Duration.ofSeconds(2)).until(() -> engine.status(id) == CampaignStatus.RUNNING);
        soon(() -> engine.phones().size() > sent + 3);
        assertThat(engine.log(id)).containsExactly("anna paused: wrong picture", "temporal resumed");
    }

    /** A text, a list or a number was dropped by the SDK: Temporal showed the pause received, and the campaign went on. */
    @Test
    void shouldObeyASignalOfAnyForm() {
        EngineFixture engine = engine(Duration.ofMillis(200), "main");
        CampaignId id = engine.campaign(5_000, "main");
        engine.signals.changed(id);
        soon(() -> running(WorkflowIds.of(id)));
        List<String> expected = new ArrayList<>();

        signals().forEach((said, input) -> {
            workflow(id).signal("pause", input);
            soon(() -> engine.status(id) == CampaignStatus.PAUSED);
            workflow(id).signal("resume", input);
            soon(() -> engine.status(id) == CampaignStatus.RUNNING);
            expected.add("temporal paused" + said);
            expected.add("temporal resumed" + said);
        });

        assertThat(engine.log(id)).containsExactlyElementsOf(expected);
        workflow(id).signal("cancel", List.of("enough"));
        soon(() -> engine.status(id) == CampaignStatus.CANCELLED);
    }

    /** What each input comes to in the log. */
    private static Map<String, Object[]> signals() {
        Map<String, Object[]> signals = new LinkedHashMap<>();
        signals.put("", new Object[] {true});
        signals.put(": wrong picture", new Object[] {"wrong picture"});
        signals.put(": [\"wrong\",\"picture\"]", new Object[] {List.of("wrong", "picture")});
        signals.put(": 7", new Object[] {7});
        signals.put(": in capitals", new Object[] {Map.of("Reason", "in capitals", "more", 1)});
        signals.put(": {\"code\":7}", new Object[] {Map.of("reason", Map.of("code", 7))});
        signals.put(": without quotes", new Object[] {raw("json/plain", "without quotes")});
        signals.put(": as it is", new Object[] {raw("binary/plain", "as it is")});
        signals.put(": no encoding", new Object[] {raw(null, "{\"reason\": \"no encoding\"}")});
        signals.put(": unknown encoding", new Object[] {raw("text/yaml", "unknown encoding")});
        signals.put(": with a NUL", new Object[] {Map.of("reason", "with\0a\uD800NUL")});
        signals.put(": several", new Object[] {"several", "arguments", 3});
        return signals;
    }

    private static RawValue raw(@Nullable String encoding, String data) {
        Payload.Builder payload = Payload.newBuilder().setData(ByteString.copyFromUtf8(data));
        if (encoding != null) {
            payload.putMetadata("encoding", ByteString.copyFromUtf8(encoding));
        }
        return new RawValue(payload.build());
    }

    @Test
    void shouldWakeTheLanesWhenTheApiResumes() {
        EngineFixture engine = engine(Duration.ofMillis(10), "main");
        CampaignId id = engine.campaign(40, "main");
        engine.signals.changed(id);
        soon(() -> engine.phones().size() >= 2);
        engine.control.apply(id, Command.PAUSE, "api", null, null);
        int sent = engine.phones().size();
        engine.signals.changed(id);
        await().atMost(Duration.ofSeconds(2)).until(() -> progress(id).status() == CampaignStatus.PAUSED);

        engine.control.apply(id, Command.RESUME, "api", null, null);
        assertThat(engine.phones()).hasSize(sent);
        engine.signals.changed(id);

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.phones()).hasSize(40).doesNotHaveDuplicates();
    }

    @Test
    void shouldSendByASenderThatIsAddedAndNoMoreByOneThatIsTakenOut() {
        EngineFixture engine = engine(Duration.ofMillis(20), "main", "second");
        CampaignId id = engine.campaign(150, "main");
        engine.signals.changed(id);
        soon(() -> engine.phones().size() >= 3);

        engine.sendsBy(id, "main", "second");
        engine.signals.changed(id);
        soon(() -> engine.vendor("second").phones().size() >= 3);
        engine.sendsBy(id, "second");
        engine.signals.changed(id);
        int mains = engine.vendor("main").phones().size();

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.phones()).hasSize(150).doesNotHaveDuplicates();
        assertThat(engine.vendor("main").phones()).hasSizeBetween(mains, mains + 1);
        soon(() -> ended(WorkflowIds.of(id)) && ended(WorkflowIds.of(id) + "/lane-main"));
    }

    @Test
    void shouldCancelTheCampaignWhenItsWorkflowIsCancelled() {
        EngineFixture engine = engine(Duration.ofMillis(30), "main");
        CampaignId id = engine.campaign(500, "main");
        engine.signals.changed(id);
        soon(() -> !engine.phones().isEmpty());

        workflow(id).cancel();

        soon(() -> engine.status(id) == CampaignStatus.CANCELLED);
        int sent = engine.phones().size();
        assertThat(engine.log(id)).containsExactly("temporal cancelled: cancelled in Temporal");
        soon(() -> ended(WorkflowIds.of(id)) && ended(WorkflowIds.of(id) + "/lane-main"));
        assertThat(engine.phones()).hasSizeBetween(sent, sent + 1);
    }

    @Test
    void shouldGoOnWhenTemporalHasLostItsWorkflows() {
        EngineFixture engine = engine(Duration.ofMillis(10), "main", "second");
        CampaignId id = engine.campaign(60, "main", "second");
        engine.signals.changed(id);
        soon(() -> engine.phones().size() >= 5);
        workflow(id).terminate("lost");
        for (String sender : engine.vendors.keySet()) {
            client().newUntypedWorkflowStub(WorkflowIds.of(id) + "/lane-" + sender)
                    .terminate("lost");
        }

        engine.reconciler.start();

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.phones()).hasSize(60).doesNotHaveDuplicates();
    }

    @Test
    void shouldFailTheCampaignWhenItsMediaCanBePublishedNowhere() {
        EngineFixture engine = engine(Duration.ZERO, "main", "second");
        CampaignId id = engine.campaign(5, "main", "second");
        for (RecordingGateway vendor : engine.vendors.values()) {
            vendor.takesMedia(MediaWay.UPLOAD);
        }
        engine.publishes(lane -> {
            engine.dispatches.publishing().unpublishable(lane, "it is a PNG in disguise");
            return PublishResult.unpublishable("it is a PNG in disguise");
        });

        engine.signals.changed(id);

        soon(() -> engine.status(id) == CampaignStatus.FAILED);
        CampaignResult result = workflow(id).getResult(CampaignResult.class);
        assertThat(result.status()).isEqualTo("failed");
        assertThat(result.reason()).contains("main: it is a PNG in disguise", "second: it is a PNG in disguise");
        assertThat(engine.phones()).isEmpty();
    }

    /** A lane whose media could not be published once ended for good, and with it its sender's share. */
    @Test
    void shouldPublishAgainWhenTheSenderIsResumed() {
        EngineFixture engine = engine(Duration.ZERO, "main", "second");
        engine.vendor("main").takesMedia(MediaWay.UPLOAD);
        engine.vendor("second").answers(message -> new Outcome.SenderBlocked("190", "the token has expired"));
        AtomicBoolean mended = new AtomicBoolean();
        engine.publishes(lane -> {
            if (mended.get()) {
                engine.vendor("main").takesMedia(MediaWay.LINK);
                return PublishResult.done();
            }
            engine.dispatches.publishing().unpublishable(lane, "its gateway takes no video");
            return PublishResult.unpublishable("its gateway takes no video");
        });
        CampaignId id = engine.campaign(5, "main", "second");

        engine.signals.changed(id);
        soon(() -> engine.status(id) == CampaignStatus.PAUSED);
        mended.set(true);
        engine.senders.resume(new SenderId("main"), "anna");
        engine.control.applyBreakers();
        engine.signals.changed(new SenderId("main"));

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.settled(id, "sent")).isEqualTo(5);
    }

    /** What the campaign's workflow remembered of the first once failed the campaign with the second. */
    @Test
    void shouldNotFailWhenOneSenderWasMendedBeforeTheOtherGaveUp() {
        EngineFixture engine = engine(Duration.ZERO, "main", "second");
        engine.vendor("main").takesMedia(MediaWay.UPLOAD);
        engine.vendor("second").takesMedia(MediaWay.UPLOAD);
        AtomicBoolean mainGaveUp = new AtomicBoolean();
        AtomicBoolean mainMended = new AtomicBoolean();
        AtomicBoolean secondGaveUp = new AtomicBoolean();
        engine.publishes(lane -> {
            boolean isMain = lane.sender().value().equals("main");
            AtomicBoolean gaveUp = isMain ? mainGaveUp : secondGaveUp;
            if (!gaveUp.get() && (isMain || mainMended.get())) {
                engine.dispatches.publishing().unpublishable(lane, "its gateway takes no video");
                gaveUp.set(true);
                return PublishResult.unpublishable("its gateway takes no video");
            }
            if (isMain && secondGaveUp.get()) {
                engine.vendor("main").takesMedia(MediaWay.LINK);
                return PublishResult.done();
            }
            return PublishResult.again("not yet", Duration.ofMillis(200));
        });
        CampaignId id = engine.campaign(5, "main", "second");

        engine.signals.changed(id);
        soon(mainGaveUp::get);
        engine.senders.resume(new SenderId("main"), "anna");
        mainMended.set(true);
        engine.signals.changed(new SenderId("main"));

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.settled(id, "sent")).isEqualTo(5);
    }

    @Test
    void shouldTellTheWorkflowWhenABreakerPausesTheCampaign() {
        EngineFixture engine = engine(Duration.ZERO, "main");
        engine.vendor("main").answers(message -> new Outcome.SenderBlocked("190", "the token has expired"));
        CampaignId id = engine.campaign(5, "main");

        engine.signals.changed(id);

        soon(() -> engine.status(id) == CampaignStatus.PAUSED);
        soon(() -> progress(id).status() == CampaignStatus.PAUSED);
        assertThat(details(id)).contains("the token has expired");
        assertThat(engine.phones()).hasSize(1);

        engine.vendor("main").answers(message -> new Outcome.Accepted(null));
        assertThat(engine.senders.resume(new SenderId("main"), "anna")).isPresent();
        engine.control.applyBreakers();
        engine.signals.changed(new SenderId("main"));

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.settled(id, "sent")).isEqualTo(5);
    }

    @Test
    void shouldSendByTheOthersWhenASenderIsBlockedAndPauseWithTheLast() {
        EngineFixture engine = engine(Duration.ZERO, "main", "second");
        engine.vendor("main").answers(message -> new Outcome.SenderBlocked("190", "the token has expired"));
        AtomicInteger sent = new AtomicInteger();
        engine.vendor("second")
                .answers(message -> sent.incrementAndGet() > 20
                        ? new Outcome.SenderBlocked("131031", "the account is locked")
                        : new Outcome.Accepted("id"));
        CampaignId id = engine.campaign(60, "main", "second");

        engine.signals.changed(id);

        soon(() -> engine.status(id) == CampaignStatus.PAUSED);
        soon(() -> progress(id).status() == CampaignStatus.PAUSED);
        assertThat(engine.settled(id, "sent")).isEqualTo(20);
        assertThat(progress(id).reason())
                .isEqualTo("None of its senders can send. main: the token has expired (190);"
                        + " second: the account is locked (131031)");

        engine.vendor("main").answers(message -> new Outcome.Accepted("id"));
        engine.senders.resume(new SenderId("main"), "anna");
        engine.signals.changed(new SenderId("main"));

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.settled(id, "sent")).isEqualTo(60);
        assertThat(engine.log(id))
                .contains("drumbeat sender_blocked: main: the token has expired (190)")
                .endsWith("drumbeat resumed: one of its senders can send again", "drumbeat completed");
    }

    @Test
    void shouldTellTheOtherCampaignsTooWhenTheirOnlySenderIsBlocked() {
        EngineFixture engine = engine(Duration.ofMillis(10), "main");
        CampaignId one = engine.campaign(5_000, "main");
        CampaignId other = engine.campaign(5_000, "main");
        engine.signals.changed(one);
        engine.signals.changed(other);
        soon(() -> engine.settled(one, "sent") > 0 && engine.settled(other, "sent") > 0);
        assertThat(progress(one).status()).isEqualTo(CampaignStatus.RUNNING);
        assertThat(progress(other).status()).isEqualTo(CampaignStatus.RUNNING);

        engine.vendor("main").answers(message -> new Outcome.SenderBlocked("190", "the token has expired"));

        soon(() -> progress(one).status() == CampaignStatus.PAUSED);
        soon(() -> progress(other).status() == CampaignStatus.PAUSED);
    }

    @Test
    void shouldWaitAndSayWhyWhenTheVendorIsNotReached() {
        EngineFixture engine = engine(Duration.ZERO, "main");
        engine.vendor("main").isReachable(false);
        CampaignId id = engine.campaign(3, "main");

        engine.signals.changed(id);

        String lane = WorkflowIds.of(id) + "/lane-main";
        soon(() -> running(lane) && details(lane).contains("connection refused"));
        assertThat(engine.settled(id, "sent")).isZero();
        assertThat(engine.state(id).orElseThrow().counts().pending()).isEqualTo(3);
    }

    /** Its activity once failed every few seconds, without limit, and its workflow outlived the campaign. */
    @Test
    void shouldWaitWithTheCampaignAndEndWithItWhenASenderWasRemoved() {
        EngineFixture engine = engine(Duration.ofMillis(50), "main", "second");
        engine.remove("second");
        CampaignId id = engine.campaign(40, "main", "second");
        String lane = WorkflowIds.of(id) + "/lane-second";

        engine.signals.changed(id);

        soon(() -> running(lane) && details(lane).contains("it is not in senders.json"));
        assertThat(failures(lane)).isZero();
        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        soon(() -> ended(lane) && ended(WorkflowIds.of(id)));
        assertThat(engine.vendor("main").phones()).hasSize(40).doesNotHaveDuplicates();
    }

    /** Another worker, with a newer senders.json, may have it. */
    @Test
    void shouldComeAgainWhenASenderIsMissingInOneWorkerOnly() {
        EngineFixture engine = engine(Duration.ofMillis(10), "main");
        engine.restartWorkerWithout("main");
        CampaignId id = engine.campaign(5, "main");

        engine.signals.changed(id);

        String lane = WorkflowIds.of(id) + "/lane-main";
        soon(() -> running(lane) && details(lane).contains("is missing there"));
        assertThat(failures(lane)).isZero();
        assertThat(client().fetchHistory(lane).getEvents())
                .anySatisfy(event -> assertThat(event.getTimerStartedEventAttributes()
                                .getStartToFireTimeout()
                                .getSeconds())
                        .isEqualTo(5));
    }

    /** Attempts of activities that failed, of all that have ended. */
    private long failures(String workflowId) {
        return client().fetchHistory(workflowId).getEvents().stream()
                .filter(event -> event.hasActivityTaskFailedEventAttributes()
                        || event.getActivityTaskStartedEventAttributes().hasLastFailure())
                .count();
    }

    /** Whatever limits the server has for texts: a task that fails over one would fail for ever. */
    @Test
    void shouldWaitWhenTheVendorSaysMoreThanTemporalTakes() {
        EngineFixture engine = engine(Duration.ZERO, "main");
        engine.vendor("main").answers(message -> new Outcome.AccountBusy("429", "wait \uD83D\uDE00".repeat(60), null));
        CampaignId id = engine.campaign(3, "main");

        engine.signals.changed(id);

        String lane = WorkflowIds.of(id) + "/lane-main";
        soon(() -> running(lane)
                && client().fetchHistory(lane).getEvents().stream()
                        .anyMatch(HistoryEvent::hasTimerStartedEventAttributes));
    }

    @Test
    void shouldNeedSixEventsForARecipientWhenPaced() {
        EngineFixture engine = engine(Duration.ofMillis(50), "main");
        CampaignId id = engine.campaign(20, "main");

        engine.signals.changed(id);
        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        soon(() -> ended(WorkflowIds.of(id) + "/lane-main"));

        long events = client().fetchHistory(WorkflowIds.of(id) + "/lane-main")
                .getEvents()
                .size();
        // The start, the question that finds nothing left, the report to the campaign and the end: not one more each.
        assertThat(events).isLessThanOrEqualTo(6 * 20 + 16);
    }

    /** Two lanes, ten pauses a second each: twenty activities a second, where the installation allows itself one. */
    @Test
    void shouldNeedNoMoreActivitiesThanTheInstallationAllowsItself() {
        EngineFixture engine = engine(Duration.ofMillis(100), "main", "second");
        engine.allows(1);
        CampaignId id = engine.campaign(80, "main", "second");
        long start = System.nanoTime();

        engine.signals.changed(id);
        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);

        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(engine.phones()).hasSize(80).doesNotHaveDuplicates();
        List<DispatchResult> results = new ArrayList<>(dispatched(id, "main"));
        results.addAll(dispatched(id, "second"));
        // Beside those it allows itself: the first of each lane, and the last, which finds nothing.
        assertThat(results).hasSizeLessThanOrEqualTo((int) seconds + 4);
        assertThat(results)
                .as("which lines they were")
                .anySatisfy(result -> assertThat(result.outcome()).matches("\\d+ sent \\(lines .*\\)"));
    }

    /** The only row is on for long: nine lanes asked for it every two seconds, each in a slot of its own. */
    @Test
    void shouldAskSeldomForARowThatAnotherLaneHolds() {
        List<String> senders =
                IntStream.range(0, 10).mapToObj(i -> "sender" + i).toList();
        EngineFixture engine = engine(Duration.ZERO, senders.toArray(String[]::new));
        AtomicBoolean answers = new AtomicBoolean();
        senders.forEach(sender -> engine.vendor(sender).answers(message -> {
            await().forever().untilTrue(answers);
            return new Outcome.Accepted("id");
        }));
        CampaignId id = engine.campaign(1, senders.toArray(String[]::new));

        engine.signals.changed(id);
        soon(() -> senders.stream().allMatch(sender -> running(WorkflowIds.of(id) + "/lane-" + sender)));
        soon(() -> senders.stream().anyMatch(sender -> dispatched(id, sender).size() == 3));
        int asked = senders.stream()
                .mapToInt(sender -> dispatched(id, sender).size())
                .sum();
        answers.set(true);

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(asked).as("eight once or twice, one three times").isBetween(9, 20); // 27 of old
    }

    /** What the dispatch activities of a lane have answered, in their order. */
    List<DispatchResult> dispatched(CampaignId id, String sender) {
        return client().fetchHistory(WorkflowIds.of(id) + "/lane-" + sender).getEvents().stream()
                .filter(HistoryEvent::hasActivityTaskCompletedEventAttributes)
                .map(event -> DefaultDataConverter.STANDARD_INSTANCE.fromPayload(
                        event.getActivityTaskCompletedEventAttributes()
                                .getResult()
                                .getPayloads(0),
                        DispatchResult.class,
                        DispatchResult.class))
                .toList();
    }

    @Test
    void shouldPauseAndGoOnInTheMiddleOfAStint() {
        EngineFixture engine = engine(Duration.ofMillis(50), "main");
        engine.allows(0.02);
        CampaignId id = engine.campaign(200, "main");
        engine.signals.changed(id);
        soon(() -> engine.phones().size() >= 3);

        engine.control.apply(id, Command.PAUSE, "anna", null, null);
        int sent = engine.phones().size();

        soon(() -> dispatched(id, "main").size() == 1);
        assertThat(dispatched(id, "main").get(0).kind()).isEqualTo(DispatchResult.Kind.GATED);
        assertThat(dispatched(id, "main").get(0).outcome()).startsWith(sent + " sent (lines 2-");
        assertThat(engine.phones()).hasSize(sent);

        engine.control.apply(id, Command.RESUME, "anna", null, null);
        engine.signals.changed(id);
        soon(() -> engine.phones().size() > sent + 3);
    }

    @Test
    void shouldDescribeItsSignalsAndQueries() {
        EngineFixture engine = engine(Duration.ofMillis(50), "main");
        CampaignId id = engine.campaign(500, "main");
        engine.signals.changed(id);
        soon(() -> !engine.phones().isEmpty());

        WorkflowMetadata metadata = workflow(id).query("__temporal_workflow_metadata", WorkflowMetadata.class);

        assertThat(metadata.getDefinition().getSignalDefinitionsList())
                .filteredOn(signal -> !signal.getDescription().isEmpty())
                .extracting(WorkflowInteractionDefinition::getName)
                .contains("pause", "resume", "cancel");
        assertThat(metadata.getDefinition().getQueryDefinitionsList())
                .filteredOn(query -> !query.getDescription().isEmpty())
                .extracting(WorkflowInteractionDefinition::getName)
                .contains("progress");
        assertThat(progress(id).counts().total()).isEqualTo(500);
    }

    /** The workflow's task once failed for ever where the namespace has a CampaignStatus of its own. */
    void carriesOutACampaignThoughCampaignStatusIsANumber() {
        EngineFixture engine = engine(Duration.ofMillis(50), "main");
        CampaignId before = engine.campaign(5_000, "main");
        engine.signals.changed(before);
        soon(() -> !engine.phones().isEmpty());

        OperatorServiceGrpc.OperatorServiceBlockingStub operator = OperatorServiceGrpc.newBlockingStub(
                client().getWorkflowServiceStubs().blockingStub().getChannel());
        operator.removeSearchAttributes(RemoveSearchAttributesRequest.newBuilder()
                .setNamespace("default")
                .addSearchAttributes("CampaignStatus")
                .build());
        operator.addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                .setNamespace("default")
                .putSearchAttributes("CampaignStatus", IndexedValueType.INDEXED_VALUE_TYPE_INT)
                .build());
        CampaignId after = engine.campaign(10, "main");
        engine.signals.changed(after);

        soon(() -> engine.status(after) == CampaignStatus.COMPLETED);
        soon(() -> ended(WorkflowIds.of(after)));
        workflow(before).signal("cancel");
        soon(() -> engine.status(before) == CampaignStatus.CANCELLED);
        soon(() -> ended(WorkflowIds.of(before)));
    }

    private CampaignState progress(CampaignId id) {
        return workflow(id).query("progress", CampaignState.class);
    }

    private String details(CampaignId id) {
        return details(WorkflowIds.of(id));
    }

    private String details(String workflowId) {
        return client().newUntypedWorkflowStub(workflowId)
                .query("__temporal_workflow_metadata", WorkflowMetadata.class)
                .getCurrentDetails();
    }
}
