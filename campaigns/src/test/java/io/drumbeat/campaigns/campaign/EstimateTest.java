package io.drumbeat.campaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign.Progress;
import io.drumbeat.campaigns.campaign.CampaignControl.Command;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Outcome;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.SenderId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a campaign says of its rate and its end, from what its senders and their accounts really are. */
class EstimateTest {

    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final Pacing TEN_SECONDS = new Pacing.Delay(Duration.ofSeconds(10), Duration.ofSeconds(10));
    private static final String SPEC = """
            {"name": "offer", "senders": ["a", "b"],%s
             "media": {"type": "image", "url": "https://example.com/a.png"}}""";

    private final Installation installation = new Installation();
    private Duration passed = Duration.ZERO;

    @BeforeEach
    void stopTheClock() {
        installation.database.freezeClock(passed);
    }

    @AfterEach
    void close() {
        installation.close();
    }

    private CampaignId campaign(int recipients, String... senders) {
        return installation.campaignWith(SPEC.formatted(""), recipients, senders);
    }

    private void pass(Duration time) {
        passed = passed.plus(time);
        installation.database.freezeClock(passed);
    }

    private Progress progress(CampaignId id) {
        return CampaignStore.on(installation.database.database())
                .find(id)
                .orElseThrow()
                .progress();
    }

    /** To the nearest ten seconds. */
    private @Nullable Duration left(CampaignId id) {
        Instant end = progress(id).estimatedFinishAt();
        if (end == null) {
            return null;
        }
        Instant now = installation.one("select clock_now()", Instant.class);
        return Duration.ofSeconds(10 * Math.round(Duration.between(now, end).toMillis() / 10_000.0));
    }

    /** "In two days" was said for a minute's work, and the rate was that of the time in which nothing ran. */
    @Test
    void shouldForgetATimeInWhichNothingRan() {
        installation.sender("a", TEN_SECONDS, null);
        CampaignId id = campaign(20, "a");
        LaneId lane = installation.lane(id, "a");
        installation.send(lane, SENT);
        pass(Duration.ofDays(2));
        for (int sent = 0; sent < 9; sent++) {
            installation.send(lane, SENT);
            pass(Duration.ofSeconds(11));
        }

        assertThat(left(id)).isBetween(Duration.ofSeconds(80), Duration.ofSeconds(110));
        assertThat(progress(id).ratePerMinute()).isBetween(4.0, 9.0);
        pass(Duration.ofMinutes(3));
        assertThat(progress(id).ratePerMinute()).isZero();
    }

    @Test
    void shouldWaitForTheDailyCap() {
        installation.sender("a", Installation.NO_DELAY, 2);
        CampaignId id = campaign(5, "a");
        installation.send(installation.lane(id, "a"), SENT);
        installation.send(installation.lane(id, "a"), SENT);

        assertThat(Objects.requireNonNull(left(id)))
                .isBetween(
                        Duration.ofDays(2).minusMinutes(1), Duration.ofDays(2).plusMinutes(3));
    }

    @Test
    void shouldCountOnlyWhoCanSend() {
        installation.sender("a", TEN_SECONDS, null);
        installation.sender("b", TEN_SECONDS, null);
        CampaignId id = campaign(40, "a", "b");
        assertThat(left(id)).isEqualTo(Duration.ofSeconds(190));

        installation.senders.pause(new SenderId("b"), "operator");
        assertThat(left(id)).isEqualTo(Duration.ofSeconds(390));

        installation.senders.pause(new SenderId("a"), "operator");
        assertThat(left(id)).isNull();
        installation.senders.resume(new SenderId("a"), "operator");
        installation.control.apply(id, Command.PAUSE, "operator", null, null);
        assertThat(left(id)).isNull();
    }

    @Test
    void shouldLeaveOtherCampaignsTheirShare() {
        installation.sender("a", TEN_SECONDS, null);
        CampaignId id = campaign(20, "a");
        CampaignId other = campaign(500, "a");
        assertThat(left(id)).isEqualTo(Duration.ofSeconds(390));

        installation.control.apply(other, Command.PAUSE, "operator", null, null);

        assertThat(left(id)).isEqualTo(Duration.ofSeconds(190));
    }

    @Test
    void shouldKeepTheCampaignsOwnPace() {
        installation.sender("a", TEN_SECONDS, null);
        CampaignId id = installation.campaignWith(
                SPEC.formatted("\"pacing\": {\"minDelay\": \"PT30S\", \"maxDelay\": \"PT30S\"},"), 11, "a");

        assertThat(left(id)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void shouldNotEndBeforeWhatIsDueLater() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId id = campaign(5, "a");
        installation.send(
                installation.lane(id, "a"), new Outcome.Transient("131049", "not today", Outcome.Retry.DAILY));

        assertThat(left(id)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void shouldTakeAsLongAsItsSendsHaveTakenLately() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId id = campaign(31, "a");
        var slow = installation.taken(installation.lane(id, "a"));
        pass(Duration.ofSeconds(20));
        installation.finish(slow, SENT);

        assertThat(left(id)).isEqualTo(Duration.ofSeconds(580));
    }
}
