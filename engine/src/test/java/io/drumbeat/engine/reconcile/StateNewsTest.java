package io.drumbeat.engine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.LaneWaits;
import io.drumbeat.campaigns.campaign.ShownStates;
import io.drumbeat.engine.EngineFixture;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.workflow.CampaignState;
import io.drumbeat.engine.workflow.WorkflowIds;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A workflow reads its campaign by itself half a minute after its start: nobody waits for that here. */
final class StateNewsTest {
    private final TemporalConnection temporal = TemporalConnection.inProcess(null);

    @AutoClose
    private final EngineFixture engine = new EngineFixture(temporal, Duration.ofMinutes(5), "main");

    private final LaneWaits waits = new LaneWaits(engine.database.database());
    private final ShownStates shown = new ShownStates(engine.database.database());

    private CampaignId running() {
        CampaignId id = engine.campaign(20, "main");
        engine.sendsBy(id, "main");
        engine.signals.changed(id);
        await().until(() -> engine.settled(id, "sent") == 1);
        return id;
    }

    private long sentAsShown(CampaignId id) {
        return temporal.client()
                .newUntypedWorkflowStub(WorkflowIds.of(id))
                .query("progress", CampaignState.class)
                .counts()
                .sent();
    }

    private long refreshes(CampaignId id) {
        return temporal.client().fetchHistory(WorkflowIds.of(id)).getEvents().stream()
                .filter(event -> event.getWorkflowExecutionSignaledEventAttributes()
                        .getSignalName()
                        .equals("refresh"))
                .count();
    }

    @Test
    void shouldShowWhatChangedAndBotherTemporalNoMoreThanThat() {
        CampaignId id = running();
        StateNews news = new StateNews(shown, engine.reconciler, 5);

        news.tell(waits.all());

        await().until(() -> sentAsShown(id) == 1);
        engine.database.shiftClock(Duration.ofSeconds(10));
        news.tell(waits.all());
        engine.database.shiftClock(Duration.ofSeconds(20));
        news.tell(waits.all());
        assertThat(refreshes(id)).isEqualTo(1);
    }

    @Test
    void shouldShowItLaterWhenTemporalDidNotAnswer() {
        CampaignId id = running();
        AtomicBoolean away = new AtomicBoolean(true);
        try (Reconciler reconciler = new Reconciler(engine.dispatches.recovery(), () -> {
            if (away.get()) {
                throw Status.UNAVAILABLE.asRuntimeException();
            }
            return temporal.client();
        })) {
            StateNews news = new StateNews(shown, reconciler, 5);
            news.tell(waits.all());
            await().until(() -> count("select count(*) from shown") == 0);
            away.set(false);

            news.tell(waits.all());

            await().until(() -> sentAsShown(id) == 1);
        }
    }

    private long count(String query) {
        return engine.database
                .database()
                .jdbi()
                .withHandle(handle -> handle.select(query).mapTo(Long.class).one());
    }
}
