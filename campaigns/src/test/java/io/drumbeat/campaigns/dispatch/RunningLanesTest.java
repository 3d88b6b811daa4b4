package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.outcome.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Who makes dispatch activities at this moment. */
class RunningLanesTest {

    @AutoClose
    private final Installation installation = Installation.with("a", "b");

    private int running() {
        return installation.dispatches.runningLanes();
    }

    @Test
    void shouldCountThoseOfAllCampaignsFromTheirStart() {
        installation.campaign(5, "a", "b");
        installation.campaign(5, "a");

        assertThat(running()).isEqualTo(3);
    }

    @Test
    void shouldCountThoseThatHaveAskedOrSentLately() {
        installation.database.freezeClock(Duration.ZERO);
        LaneId asks = installation.lane(installation.campaign(5, "a", "b"), "a");
        LaneId sends = installation.lane(asks.campaign(), "b");
        installation.ask(asks);
        installation.send(sends, new Outcome.Accepted("id"));
        assertThat(running()).isEqualTo(2);

        installation.database.freezeClock(Duration.ofSeconds(14));
        assertThat(running()).isEqualTo(2);
        installation.ask(asks);
        installation.database.freezeClock(Duration.ofSeconds(16));

        assertThat(running()).isEqualTo(1);
    }

    @Test
    void shouldNotCountThoseOfCampaignsThatDoNotRun() {
        LaneId lane = installation.lane(installation.campaign(5, "a"), "a");
        installation.ask(lane);

        installation.control.apply(lane.campaign(), Command.PAUSE, "anna", null, null);

        assertThat(running()).isZero();
    }
}
