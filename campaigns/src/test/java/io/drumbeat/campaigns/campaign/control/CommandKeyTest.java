package io.drumbeat.campaigns.campaign.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Applied;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.dispatch.Installation;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What an operator asks for in Temporal, whose activity may be tried again, or its workflow be reset. */
class CommandKeyTest {

    @AutoClose
    private final Installation installation = new Installation();

    @Test
    void shouldNotUndoALaterCommandWhenASignalIsCarriedOutAgain() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(9, "a");
        assertThat(installation.control.apply(campaign, Command.PAUSE, "temporal", null, "run 1"))
                .isEqualTo(new Applied(CampaignStatus.PAUSED, true));
        installation.control.apply(campaign, Command.RESUME, "operator", null, null);

        assertThat(installation.control.apply(campaign, Command.PAUSE, "temporal", null, "run 1"))
                .isEqualTo(new Applied(CampaignStatus.RUNNING, false));

        assertThat(installation.status(campaign)).isEqualTo("running");
    }
}
