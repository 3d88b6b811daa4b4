package io.drumbeat.engine.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.campaign.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.engine.EngineFixture;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.workflow.WorkflowIds;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReconcilerTest {
    private final TemporalConnection temporal = TemporalConnection.inProcess(null);
    private final EngineFixture engine = new EngineFixture(temporal, Duration.ofMillis(10), "main", "second");

    @AfterEach
    void close() {
        engine.close();
    }

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

    @Test
    void shouldRestoreALaneThatTemporalLost() {
        CampaignId id = engine.campaign(200, "main");
        engine.signals.changed(id);
        await().until(() -> !engine.phones().isEmpty());
        temporal.client()
                .newUntypedWorkflowStub(WorkflowIds.of(id) + "/lane-main")
                .terminate("lost");
        engine.database.shiftClock(Duration.ofMinutes(2));

        engine.reconciler.soon();

        int sent = engine.phones().size();
        await().until(() -> engine.phones().size() > sent + 3);
        assertThat(engine.phones()).doesNotHaveDuplicates();
    }

    @Test
    void shouldDoTheOtherStepsWhenOneFails() {
        CampaignId id = engine.campaign(5, "main");
        // No workflow can have this lane's id: it is too long for any server.
        engine.overdueLaneOf("x".repeat(2000));

        engine.reconciler.start();

        await().until(() -> engine.status(id) == CampaignStatus.COMPLETED);
    }
}
