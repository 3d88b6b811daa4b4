package io.drumbeat.campaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ShownStatesTest {

    private static final Outcome SENT = new Outcome.Accepted("m");

    @AutoClose
    private final Installation installation = new Installation();

    private final Database database = installation.database.database();
    private final LaneWaits waits = new LaneWaits(database);
    private final ShownStates shown = new ShownStates(database);
    private Duration later = Duration.ZERO;

    private CampaignId campaign(int recipients, String sender) {
        return installation.campaignWith("""
                {"name": "test", "senders": ["%s"], "media": {"type": "image", "url": "https://example.org/a.png"}}""".formatted(sender), recipients, sender);
    }

    /** Some seconds after those before. */
    private List<CampaignId> behind(int most) {
        later = later.plusSeconds(4);
        installation.database.shiftClock(later);
        return shown.behind(waits.all(), most);
    }

    @Test
    void shouldNameACampaignOnceForAllThatChangedMeanwhile() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = campaign(3, "a");
        LaneId lane = installation.lane(campaign, "a");
        assertThat(behind(9)).as("at first").containsExactly(campaign);
        assertThat(behind(9)).as("nothing has changed").isEmpty();

        installation.send(lane, SENT);
        installation.send(lane, SENT);

        assertThat(behind(9)).containsExactly(campaign);
        assertThat(behind(9)).isEmpty();
    }

    @Test
    void shouldNameItOfTwoProcessesInOneAndNotAgainWithinThreeSeconds() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = campaign(3, "a");
        LaneId lane = installation.lane(campaign, "a");
        List<CampaignId> first = behind(9);

        installation.send(lane, SENT);

        assertThat(first).containsExactly(campaign);
        assertThat(new ShownStates(database).behind(waits.all(), 9))
                .as("at once")
                .isEmpty();
        assertThat(behind(9)).containsExactly(campaign);
    }

    @Test
    void shouldNameACampaignWhoseNumberBeginsToWait() {
        installation.sender("a", Installation.NO_DELAY, 1);
        CampaignId campaign = campaign(3, "a");
        LaneId lane = installation.lane(campaign, "a");
        installation.send(lane, SENT);
        assertThat(behind(9)).containsExactly(campaign);

        installation.dispatches.begin(lane, installation.means(lane, MediaWay.LINK), Dispatch.ids(1));

        assertThat(behind(9)).as("its cap is reached").containsExactly(campaign);
        assertThat(behind(9)).isEmpty();
    }

    @Test
    void shouldNameNoMoreThanItMayAndTheOthersNextTime() {
        installation.sender("a", Installation.NO_DELAY, null);
        List<CampaignId> campaigns = List.of(campaign(3, "a"), campaign(3, "a"), campaign(3, "a"));

        List<CampaignId> named = new ArrayList<>(behind(2));
        assertThat(named).hasSize(2);
        assertThat(new ShownStates(database).behind(waits.all(), 2))
                .as("by another process, at once")
                .isEmpty();
        named.addAll(behind(2));

        assertThat(named).containsExactlyInAnyOrderElementsOf(campaigns);
    }

    /** Where many send, one whose number was stopped had its turn behind all whose counts had changed. */
    @Test
    void shouldNameACampaignWhoseNumberWaitsBeforeThoseThatSend() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, 1);
        LaneId sends = installation.lane(campaign(3, "a"), "a");
        LaneId stops = installation.lane(campaign(3, "b"), "b");
        assertThat(behind(9)).containsExactlyInAnyOrder(sends.campaign(), stops.campaign());
        installation.send(stops, SENT);
        assertThat(behind(9)).as("shown last").containsExactly(stops.campaign());

        installation.send(sends, SENT);
        installation.dispatches.begin(stops, installation.means(stops, MediaWay.LINK), Dispatch.ids(1));

        assertThat(behind(1)).as("its cap is reached").containsExactly(stops.campaign());
        assertThat(behind(1)).containsExactly(sends.campaign());
    }

    @Test
    void shouldNameAgainWhatWasMissed() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = campaign(3, "a");
        assertThat(behind(9)).containsExactly(campaign);

        shown.missed(campaign);

        assertThat(behind(9)).containsExactly(campaign);
    }
}
