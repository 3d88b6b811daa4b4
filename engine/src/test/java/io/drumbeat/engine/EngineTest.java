package io.drumbeat.engine;

import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.workflow.WorkflowIds;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** An engine on whatever Temporal server a subclass connects to. */
abstract class EngineTest {
    /** So long that a loaded machine never decides. */
    static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private @Nullable EngineFixture open;
    private @Nullable TemporalConnection connected;

    abstract TemporalConnection connect(Path emptyFolder);

    EngineFixture engine(Duration pause, String... senders) {
        return engine(Integer.MAX_VALUE, pause, senders);
    }

    EngineFixture engine(int dispatchesAServer, Duration pause, String... senders) {
        connected = connect(folder);
        open = new EngineFixture(connected, dispatchesAServer, pause, senders);
        return open;
    }

    @AfterEach
    void close() {
        if (open != null) {
            open.close();
        }
    }

    WorkflowClient client() {
        return Objects.requireNonNull(connected).client();
    }

    WorkflowStub workflow(CampaignId id) {
        return client().newUntypedWorkflowStub(WorkflowIds.of(id));
    }

    static void soon(BooleanSupplier condition) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(condition::getAsBoolean);
    }

    boolean running(String workflowId) {
        try {
            return !ended(workflowId);
        } catch (WorkflowNotFoundException notYet) {
            return false;
        }
    }

    boolean ended(String workflowId) {
        return client().newUntypedWorkflowStub(workflowId).describe().getStatus()
                != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }

    /** Whether the campaign's workflow is found by its status and its name. */
    boolean found(CampaignId id, String status) {
        return found("CampaignStatus = '" + status + "' and CampaignName = 'Diwali *offer*'", WorkflowIds.of(id));
    }

    boolean found(String query, String workflow) {
        return client().listExecutions(query)
                .anyMatch(execution -> execution.getExecution().getWorkflowId().equals(workflow));
    }
}
