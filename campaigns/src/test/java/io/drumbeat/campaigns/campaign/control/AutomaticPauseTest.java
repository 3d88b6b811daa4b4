package io.drumbeat.campaigns.campaign.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.CapturedLog;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A campaign that Drumbeat paused by itself once left no line in the process log. */
@Isolated("reads what all classes of this process log")
class AutomaticPauseTest {

    @AutoClose
    private final Installation installation = new Installation();

    @AutoClose
    private final CapturedLog log = new CapturedLog(PostgresCampaignControl.class);

    @Test
    void shouldLogOnceThatACampaignIsPausedAndOnceThatItGoesOn() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(4, "a");

        installation.send(
                installation.lane(campaign, "a"), new Outcome.SenderBlocked("190", "The access token has expired."));
        installation.control.applyBreakers();
        installation.senders.resume(new SenderId("a"), "anna");
        installation.control.applyBreakers();
        installation.control.applyBreakers();

        assertThat(log.lines())
                .containsExactly(
                        "WARN Campaign " + campaign + " is paused: None of its senders can send."
                                + " a: The access token has expired. (190)",
                        "INFO Campaign " + campaign + " goes on: one of its senders can send again");
    }
}
