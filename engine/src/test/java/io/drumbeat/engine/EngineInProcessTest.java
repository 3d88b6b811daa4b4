package io.drumbeat.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.campaign.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.drumbeat.engine.workflow.WorkflowIds;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EngineInProcessTest extends EngineContract {
    @Override
    TemporalConnection connect(Path emptyFolder) {
        return TemporalConnection.inProcess(null);
    }

    @Test
    void shouldSendToEveryRecipientOnceWhenTheServerIsReplacedAgainAndAgain() {
        EngineFixture engine = engine(30, Duration.ZERO, "main", "second");
        CampaignId id = engine.campaign(200, "main", "second");

        engine.signals.changed(id);

        soon(() -> engine.status(id) == CampaignStatus.COMPLETED);
        assertThat(engine.renewals).hasValueGreaterThanOrEqualTo(3);
        assertThat(engine.phones()).hasSize(200).doesNotHaveDuplicates();
        assertThat(engine.settled(id, "sent")).isEqualTo(200);
    }

    @Test
    void shouldRunThePausedCampaignsTooWhenTheServerIsReplaced() {
        EngineFixture engine = engine(30, Duration.ZERO, "main", "second");
        CampaignId paused = engine.campaign(5, "second");
        engine.control.apply(paused, Command.PAUSE, "api", null, null);
        engine.signals.changed(paused);
        soon(() -> running(WorkflowIds.of(paused)));

        CampaignId sending = engine.campaign(40, "main");
        engine.signals.changed(sending);
        soon(() -> engine.status(sending) == CampaignStatus.COMPLETED);

        soon(() -> engine.renewals.get() == 1 && running(WorkflowIds.of(paused)));
        engine.control.apply(paused, Command.RESUME, "api", null, null);
        engine.signals.changed(paused);
        soon(() -> engine.status(paused) == CampaignStatus.COMPLETED);
        assertThat(engine.vendor("second").phones()).hasSize(5).doesNotHaveDuplicates();
    }
}
