package io.drumbeat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.engine.temporal.RealTemporal;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.workflow.WorkflowIds;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * On a server that outlives a worker and can be searched. Each of its tests has one of its own, so that they need not wait for
 * each other.
 */
@Tag("real-temporal")
@Execution(ExecutionMode.CONCURRENT)
@TakesLong
final class EngineDevServerTest extends EngineContract {
    @Override
    TemporalConnection connect(Path emptyFolder) {
        return TemporalConnection.devServer(RealTemporal.binary(), emptyFolder, null);
    }

    /** Here, where each test has a server of its own. */
    @Test
    void shouldRunWithoutWhenCampaignStatusIsOfAnotherType() {
        carriesOutACampaignThoughCampaignStatusIsANumber();
    }

    @Test
    void shouldLoseNobodyWhenTheWorkerIsReplaced() {
        EngineFixture engine = engine(Duration.ofMillis(10), "main", "second");
        CampaignId id = engine.campaign(60, "main", "second");
        engine.signals.changed(id);
        soon(() -> engine.phones().size() >= 5);

        engine.restartWorker();

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.phones()).hasSize(60).doesNotHaveDuplicates();
        assertThat(engine.settled(id, "sent")).isEqualTo(60);
    }

    @Test
    void shouldLoseNobodyWhenTheWorkerIsReplacedInTheMiddleOfAStint() {
        EngineFixture engine = engine(Duration.ofMillis(20), "main");
        engine.allows(0.02);
        CampaignId id = engine.campaign(60, "main");
        engine.signals.changed(id);
        soon(() -> engine.phones().size() >= 3);

        engine.restartWorker();

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.phones()).hasSize(60).doesNotHaveDuplicates();
        assertThat(dispatched(id, "main")).as("it left between two sends").hasSizeBetween(2, 3);
    }

    @Test
    void shouldCallALaneByItsCampaignAndItsSender() {
        EngineFixture engine = engine(Duration.ofMillis(50), "main");
        CampaignId id = engine.campaign(500, "main");

        engine.signals.changed(id);

        soon(() -> !engine.phones().isEmpty());
        assertThat(client().newUntypedWorkflowStub(WorkflowIds.of(id) + "/lane-main")
                        .describe()
                        .getStaticSummary())
                .isEqualTo("Diwali *offer*, by main");
        soon(() -> found("CampaignName = 'Diwali *offer*'", WorkflowIds.of(id) + "/lane-main"));
    }

    @Test
    void shouldBeFoundByStatusAndNameWhenSearchedFor() {
        EngineFixture engine = engine(Duration.ofMillis(50), "main");
        CampaignId id = engine.campaign(500, "main");

        engine.signals.changed(id);

        soon(() -> found(id, "running"));
        workflow(id).signal("pause");
        soon(() -> found(id, "paused"));
    }
}
