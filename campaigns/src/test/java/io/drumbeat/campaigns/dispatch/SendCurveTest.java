package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.SendCurve;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.Rejected;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How many were sent when. */
class SendCurveTest {

    private static final Outcome SENT = new Accepted("m");

    @AutoClose
    private final Installation installation = new Installation();

    private final CampaignStore campaigns = CampaignStore.on(installation.database.database());

    private Duration ahead = Duration.ZERO;

    private CampaignId campaign(int recipients) {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(recipients, "a");
        campaigns.noteSends();
        return campaign;
    }

    private void send(CampaignId campaign, int many) {
        for (int i = 0; i < many; i++) {
            installation.send(installation.lane(campaign, "a"), SENT);
        }
    }

    private void later(Duration by) {
        ahead = ahead.plus(by);
        installation.database.shiftClock(ahead);
        campaigns.noteSends();
    }

    private SendCurve curve(CampaignId campaign) {
        return campaigns.sends(campaign).orElseThrow();
    }

    private static long sum(List<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void shouldCountEachSendInItsSpan() {
        CampaignId campaign = campaign(50);
        for (int round = 0; round < 120; round++) {
            send(campaign, round % 4 == 0 ? 1 : 0); // three a minute
            later(Duration.ofSeconds(5));
        }
        installation.send(installation.lane(campaign, "a"), new Rejected("131026", "undeliverable", false));

        SendCurve curve = curve(campaign);

        assertThat(curve.width()).isEqualTo(Duration.ofSeconds(10));
        assertThat(curve.counts()).hasSizeBetween(60, 62);
        assertThat(sum(curve.counts())).isEqualTo(31);
        assertThat(sum(curve.counts().subList(0, 30))).isBetween(12L, 18L);
        assertThat(curve.counts()).allMatch(count -> count <= 2);
    }

    /** Between two notes far apart nothing was sent until shortly before the second: what a night was still is no slow campaign. */
    @Test
    void shouldTellStillTimesFromSlowOnes() {
        CampaignId campaign = campaign(50);
        send(campaign, 5);
        later(Duration.ofMinutes(1));
        for (int i = 0; i < 8; i++) {
            later(Duration.ofHours(1));
        }
        send(campaign, 7);
        campaigns.noteSends();
        later(Duration.ofHours(1));

        SendCurve curve = curve(campaign);

        assertThat(curve.width()).isEqualTo(Duration.ofMinutes(10));
        assertThat(curve.counts().subList(0, 2)).contains(5L);
        assertThat(sum(curve.counts().subList(2, 45))).isZero();
        assertThat(sum(curve.counts())).isEqualTo(12);
    }

    /** Sends of the time before a pause, or after it, must not look as if they went on in it. */
    @Test
    void shouldSendNothingInAShortPause() {
        CampaignId campaign = campaign(50);
        for (int i = 0; i < 12; i++) {
            send(campaign, 2);
            later(Duration.ofSeconds(10));
        }
        send(campaign, 2);
        installation.control.apply(campaign, Command.PAUSE, "asha", null, null);
        campaigns.noteSends();
        later(Duration.ofSeconds(5));
        later(Duration.ofSeconds(35));
        installation.control.apply(campaign, Command.RESUME, "asha", null, null);
        send(campaign, 2);
        later(Duration.ofSeconds(10));

        SendCurve curve = curve(campaign);
        long pause =
                Duration.between(curve.from(), curve.pauses().get(0).from()).toSeconds() / 10;

        assertThat(curve.counts().subList((int) pause + 1, (int) pause + 3)).containsOnly(0L);
        assertThat(sum(curve.counts())).isEqualTo(28);
    }

    @Test
    void shouldNoteNothingWhereNothingIsNew() {
        CampaignId campaign = campaign(9);
        send(campaign, 1);
        for (int i = 0; i < 30; i++) {
            later(Duration.ofMinutes(1));
        }
        assertThat(notes()).isEqualTo(2);

        send(campaign, 4);
        campaigns.noteSends();
        campaigns.noteSends();
        assertThat(notes()).isEqualTo(3);
        send(campaign, 3); // too soon for another, as long as it goes on
        campaigns.noteSends();
        assertThat(notes()).isEqualTo(3);
        installation.control.apply(campaign, Command.PAUSE, "asha", null, null);
        campaigns.noteSends();
        assertThat(notes()).isEqualTo(4);
    }

    private long notes() {
        return installation.count("select count(*) from sends_noted");
    }

    /** Whoever updates while a campaign runs has notes from then on: all that was sent before is not one minute's. */
    @Test
    void shouldLeaveOutWhatAVersionWithoutNotesHasSent() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = installation.campaign(50, "a");
        send(campaign, 20);
        later(Duration.ofHours(1));
        send(campaign, 3);
        later(Duration.ofMinutes(1));

        assertThat(sum(curve(campaign).counts())).isEqualTo(3);
    }

    @Test
    void shouldTellPausesWithTheirReasons() {
        CampaignId campaign = campaign(50);
        send(campaign, 5);
        installation.control.apply(campaign, Command.PAUSE, "asha", "The price is wrong", null);
        later(Duration.ofMinutes(5));
        installation.control.apply(campaign, Command.RESUME, "asha", null, null);
        later(Duration.ofMinutes(5));
        installation.control.apply(campaign, Command.PAUSE, "bela", null, null);

        List<SendCurve.Pause> pauses = curve(campaign).pauses();

        assertThat(pauses).extracting(SendCurve.Pause::by).containsExactly("asha", "bela");
        assertThat(pauses.get(0).reason()).isEqualTo("The price is wrong");
        assertThat(Duration.between(pauses.get(0).from(), pauses.get(0).to()))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
        assertThat(pauses.get(1).to()).isNull();
    }

    @Test
    void shouldHaveNoSpanBeforeTheCampaignBegins() {
        CampaignId campaign = campaign(5);
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute("update campaign set started_at = null"));

        assertThat(curve(campaign)).isEqualTo(new SendCurve(null, Duration.ZERO, List.of(), List.of()));
        assertThat(campaigns.sends(CampaignId.random())).isEmpty();
    }
}
