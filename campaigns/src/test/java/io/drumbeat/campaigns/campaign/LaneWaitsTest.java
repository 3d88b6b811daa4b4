package io.drumbeat.campaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor.Why;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.monitoring.Figure;
import io.drumbeat.campaigns.monitoring.Monitoring;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.Pacing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is stuck and why, for whoever looks at all campaigns together. */
class LaneWaitsTest {

    private static final Outcome SENT = new Outcome.Accepted("m");

    @AutoClose
    private final Installation installation = new Installation();

    private final Database database = installation.database.database();
    private final LaneWaits waits = new LaneWaits(database);

    private CampaignId campaign(int recipients, String sender) {
        return installation.campaignWith("""
                {"name": "test", "senders": ["%s"], "media": {"type": "image", "url": "https://example.org/a.png"}}""".formatted(sender), recipients, sender);
    }

    private List<LaneWaits.News> news() {
        return waits.news(waits.all());
    }

    @Test
    void shouldTellOnceWhenAWaitBeginsAndOnceWhenItIsOver() {
        installation.sender("a", Installation.NO_DELAY, 1);
        CampaignId campaign = campaign(3, "a");
        LaneId lane = installation.lane(campaign, "a");
        assertThat(news()).isEmpty();

        installation.send(lane, SENT);
        installation.dispatches.begin(lane, installation.means(lane, MediaWay.LINK), Dispatch.ids(1));
        assertThat(news()).singleElement().satisfies(begun -> {
            assertThat(begun.campaign()).isEqualTo(campaign);
            assertThat(begun.over()).isNull();
            assertThat(begun.begun()).satisfies(wait -> {
                assertThat(wait.why()).isEqualTo(Why.CAP);
                assertThat(wait.until()).isNotNull();
            });
        });
        assertThat(news()).as("once").isEmpty();
        assertThat(new LaneWaits(database).news(waits.all()))
                .as("by all processes together")
                .isEmpty();

        installation.database.shiftClock(Duration.ofHours(25));
        assertThat(news()).singleElement().satisfies(over -> {
            assertThat(over.over()).isEqualTo("cap");
            assertThat(over.begun()).isNull();
        });
    }

    @Test
    void shouldTellNothingOfPaceAndTurns() {
        installation.sender("a", new Pacing.Delay(Duration.ofSeconds(4), Duration.ofSeconds(4)), null);
        LaneId first = installation.lane(campaign(3, "a"), "a");
        LaneId second = installation.lane(campaign(3, "a"), "a");
        installation.send(first, SENT);
        installation.dispatches.ask(second, installation.means(second, MediaWay.LINK));

        assertThat(waits.all()).extracting(wait -> wait.waitingFor() == null).containsOnly(false);
        assertThat(news()).isEmpty();
    }

    @Test
    void shouldTellAPausedCampaignsLanesAndForgetThoseThatHaveEnded() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = campaign(3, "a");
        installation.control.apply(campaign, Command.PAUSE, "anna", "wrong picture", null);

        assertThat(news())
                .singleElement()
                .satisfies(begun -> assertThat(begun.begun())
                        .satisfies(wait -> assertThat(wait.why()).isEqualTo(Why.PAUSED))
                        .satisfies(wait -> assertThat(wait.reason()).isEqualTo("wrong picture")));

        installation.control.apply(campaign, Command.CANCEL, "anna", null, null);
        assertThat(waits.all()).isEmpty();
    }

    @Test
    void shouldKnowALaneThatHasNothingLeft() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.send(installation.lane(campaign(1, "a"), "a"), SENT);

        assertThat(waits.all()).singleElement().satisfies(wait -> {
            assertThat(wait.done()).isTrue();
            assertThat(wait.waitingFor()).isNull();
        });
    }

    @Test
    void shouldCountWhatThereIs() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign = campaign(5, "a");
        LaneId lane = installation.lane(campaign, "a");
        installation.send(lane, SENT);
        installation.send(lane, new Outcome.Unconfirmed("timeout", "no answer"));
        installation.database.shiftClock(Duration.ofMinutes(1));
        installation.taken(lane);
        installation.send(installation.lane(campaign(1, "b"), "b"), new Outcome.SenderBlocked("190", "no token"));
        installation.control.applyBreakers();

        Map<String, Double> figures = new Monitoring(database)
                .figures().stream()
                        .collect(Collectors.toMap(figure -> figure.name() + " " + figure.of(), Figure::value));

        assertThat(figures)
                .containsEntry("campaigns running", 1.0)
                .containsEntry("campaigns paused", 1.0)
                .containsEntry("paused senders", 1.0)
                .containsEntry("recipients pending", 3.0)
                .containsEntry("recipients sending", 1.0)
                .containsEntry("recipients sent", 1.0)
                .containsEntry("recipients unconfirmed", 1.0)
                .containsEntry("senders good", 1.0)
                .containsEntry("senders blocked", 1.0)
                .containsEntry("journal lines", 1.0)
                .containsEntry("receipts backlog", 0.0)
                .containsEntry("receipts lag", 0.0)
                .containsEntry("workers ", 1.0);
        assertThat(figures.get("journal oldest")).isBetween(0.0, 60.0);
    }
}
