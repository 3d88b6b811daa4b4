package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.MediaGone;
import io.drumbeat.campaigns.outcome.Report;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A vendor that says, in a reply or in a receipt, that it could not have a message's media. */
class MissedMediaTest {

    private static final MediaGone MISSED = new MediaGone("131053", "Media upload error");
    private static final Report REPORTED = Report.Failed.of(MISSED);

    @AutoClose
    private final Installation installation = Installation.with("a");

    /** One receipt of it once paused the campaign: Meta's fetch may have failed just this once. */
    @Test
    void shouldFailTheRecipientAloneWhenAReceiptSaysSoOfMediaThatWasFetched() {
        CampaignId campaign = installation.campaign(20, "a");
        LaneId lane = installation.lane(campaign, "a");
        Dispatch dispatch = installation.taken(lane);
        installation.finish(dispatch, new Accepted("m"));

        report(dispatch);

        assertThat(installation.status(campaign)).isEqualTo("running");
        assertThat(installation.settled(campaign, "failed")).isEqualTo(1);
        installation.send(lane, new Accepted("m2"));
    }

    @Test
    void shouldFailTheRecipientAloneWhenTheReplySaysSoOfMediaThatWasFetched() {
        CampaignId campaign = installation.campaign(20, "a");
        LaneId lane = installation.lane(campaign, "a");

        installation.send(lane, MISSED);

        assertThat(installation.status(campaign)).isEqualTo("running");
        assertThat(installation.settled(campaign, "failed")).isEqualTo(1);
        assertThat(installation.taken(lane).n()).as("it is not tried again").isEqualTo(2);
    }

    @Test
    void shouldPauseWhenTheFirstTenAreMissedAlike() {
        CampaignId campaign = installation.campaign(20, "a");
        for (int i = 1; i < 10; i++) {
            installation.send(installation.lane(campaign, "a"), MISSED);
        }
        assertThat(installation.status(campaign)).isEqualTo("running");

        installation.send(installation.lane(campaign, "a"), MISSED);

        assertThat(installation.status(campaign)).isEqualTo("paused");
    }

    @Test
    void shouldUploadOnceAgainAndThenPauseWhenItWasUploaded() {
        CampaignId campaign = installation.campaignWithMedia("offer", 10, 20, "a");
        LaneId lane = installation.lane(campaign, "a");
        installation.upload("id-1");
        Dispatch earlier = accepted(lane);
        installation.finish(installation.taken(lane, MediaWay.UPLOAD), MISSED);
        assertThat(installation.begin(lane, MediaWay.UPLOAD)).isEqualTo(new Turn.Unpublished());
        report(earlier); // of the same upload: seen to already
        assertThat(installation.status(campaign)).isEqualTo("running");

        installation.upload("id-2");
        report(accepted(lane));

        assertThat(installation.status(campaign)).isEqualTo("paused");
        assertThat(installation.settled(campaign, "failed")).isEqualTo(2);
    }

    private Dispatch accepted(LaneId lane) {
        Dispatch dispatch = installation.taken(lane, MediaWay.UPLOAD);
        installation.finish(dispatch, new Accepted("m"));
        return dispatch;
    }

    private void report(Dispatch dispatch) {
        installation.reports.learn(dispatch.id(), REPORTED, Duration.ZERO);
    }
}
