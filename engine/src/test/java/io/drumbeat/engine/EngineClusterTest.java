package io.drumbeat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.engine.temporal.RealTemporal;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.workflow.CampaignResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On a server that is not ours, found by its address. It is the dev server's program: {@link EngineDevServerTest} tells the rest. */
@Tag("real-temporal")
@TakesLong
final class EngineClusterTest extends EngineTest {
    private @Nullable RealTemporal server;

    @Override
    TemporalConnection connect(Path emptyFolder) {
        server = RealTemporal.start(emptyFolder);
        return TemporalConnection.cluster(Map.of("TEMPORAL_ADDRESS", server.address()), null);
    }

    @Override
    @AfterEach
    void close() {
        super.close();
        if (server != null) {
            server.close();
        }
    }

    @Test
    void shouldCarryOutACampaignThatIsPausedAndFoundThereAndWhoseWorkerIsReplaced() {
        EngineFixture engine = engine(Duration.ofMillis(20), "main", "second");
        CampaignId id = engine.campaign(100, "main", "second");
        engine.signals.changed(id);
        soon(() -> engine.phones().size() >= 3);

        workflow(id).signal("pause");
        soon(() -> engine.status(id) == CampaignStatus.PAUSED && found(id, "paused"));
        workflow(id).signal("resume");
        soon(() -> engine.status(id) == CampaignStatus.RUNNING);
        int sent = engine.phones().size();
        soon(() -> engine.phones().size() > sent);
        engine.restartWorker();

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.phones()).hasSize(100).doesNotHaveDuplicates();
        assertThat(workflow(id).getResult(CampaignResult.class).counts().sent()).isEqualTo(100);
        soon(() -> found(id, "completed"));
    }
}
