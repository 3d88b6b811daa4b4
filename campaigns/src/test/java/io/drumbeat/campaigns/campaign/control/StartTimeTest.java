package io.drumbeat.campaigns.campaign.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.dispatch.Installation;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Where Temporal has lost the timer for which a scheduled campaign waits. */
class StartTimeTest {

    @AutoClose
    private final Installation installation = new Installation();

    @Test
    void shouldStartInARoundOfTheReconcilerOnceItsTimeHasCome() {
        installation.database.freezeClock(Duration.ZERO);
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaignWith("""
                {"schedule": {"startAt": "2026-01-01T01:00:00Z"}}""", 9, "a");
        installation.control.apply(campaign, Command.PAUSE, "operator", null, null);
        installation.control.apply(campaign, Command.RESUME, "operator", null, null);
        installation.recovery.reconcile();
        assertThat(installation.status(campaign)).isEqualTo("scheduled");

        installation.database.freezeClock(Duration.ofHours(1));
        installation.recovery.reconcile();

        assertThat(installation.status(campaign)).isEqualTo("running");
        assertThat(installation.followed).containsExactly(campaign);
    }
}
