package io.drumbeat.campaigns.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderStore.News;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A blocked sender and a vendor that is down once left no line in the process log. */
class SenderNewsTest {

    @AutoClose
    private final Installation installation = new Installation();

    private CampaignId campaign = CampaignId.random();
    private LaneId lane = new LaneId(campaign, new SenderId("a"));

    @BeforeEach
    void run() {
        installation.sender("a", Installation.NO_DELAY, null);
        campaign = installation.campaign(10, "a");
        lane = installation.lane(campaign, "a");
    }

    private List<News> news() {
        return installation.senders.news();
    }

    @Test
    void shouldTellOnceThatASenderIsBlockedAndOnceThatItIsNoMore() {
        assertThat(news()).isEmpty();
        installation.send(lane, new Outcome.SenderBlocked("190", "the token has expired"));

        assertThat(news())
                .containsExactly(new News(
                        false,
                        "Sender a is blocked until somebody resumes it: the token has expired (190) (campaign "
                                + campaign + ")"));
        assertThat(news()).isEmpty();

        installation.senders.resume(new SenderId("a"), "anna");
        assertThat(news()).containsExactly(new News(true, "Sender a is no longer blocked"));
        assertThat(news()).isEmpty();
    }

    @Test
    void shouldTellOnceThatAVendorIsDownHoweverOftenItIsTriedAndOnceThatItIsBack() {
        installation.notReached(lane, "connection refused");

        assertThat(news()).hasSize(1).allSatisfy(told -> {
            assertThat(told.good()).isFalse();
            assertThat(told.text())
                    .matches("Sender a waits 3\\d s for its vendor: connection refused.*" + campaign + ".*");
        });
        installation.database.shiftClock(Duration.ofMinutes(1));
        assertThat(news()).as("about to be tried again").isEmpty();
        installation.notReached(lane, "connection refused");
        assertThat(news()).isEmpty();

        installation.database.shiftClock(Duration.ofMinutes(10));
        installation.send(lane, new Outcome.Accepted("id"));
        assertThat(news()).containsExactly(new News(true, "The vendor of sender a takes messages again"));
    }

    @Test
    void shouldNotCallASingleUnconfirmedTrouble() {
        installation.send(lane, new Outcome.Unconfirmed("timeout", "no answer"));

        assertThat(news()).isEmpty();
    }

    @Test
    void shouldTellTheCampaignsOfASenderThatWasRemovedAndOfItsReturn() {
        installation.sender("b", Installation.NO_DELAY, null);

        installation.remove("a");
        installation.sender("b", Installation.NO_DELAY, 5);
        installation.sender("a", Installation.NO_DELAY, null);

        List<String> log = installation
                .database
                .database()
                .jdbi()
                .withHandle(handle -> handle.select("select event || ': ' || detail from campaign_log order by log_id")
                        .mapTo(String.class)
                        .list());
        assertThat(log)
                .containsExactly(
                        "sender_blocked: a: it is not in senders.json any more",
                        "sender_added: a: it is in senders.json again");
    }
}
