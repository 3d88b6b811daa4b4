package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Report;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** With onUnconfirmed: resend, an uncertain send is repeated, once. */
class ResendTest {

    private static final String RESEND = """
            {"onUnconfirmed": "resend"}""";
    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final Outcome NOBODY_KNOWS = new Outcome.Unconfirmed("timeout", "no answer");

    @AutoClose
    private final Installation installation = Installation.with("a");

    private LaneId lane(CampaignId campaign) {
        return installation.lane(campaign, "a");
    }

    private CampaignId uncertain() {
        CampaignId campaign = installation.campaignWith(RESEND, 1, "a");
        installation.send(lane(campaign), NOBODY_KNOWS);
        return campaign;
    }

    private void later() {
        installation.database.shiftClock(Duration.ofMinutes(1));
    }

    @Test
    void shouldSendOnceMoreAndThenHold() {
        CampaignId campaign = uncertain();
        assertThat(installation.settled(campaign, "unconfirmed")).isZero();
        assertThat(installation.control.complete(campaign)).isFalse();

        later();
        Dispatch again = installation.taken(lane(campaign));
        assertThat(again.attempt()).isEqualTo(2);
        installation.finish(again, NOBODY_KNOWS);

        assertThat(installation.settled(campaign, "unconfirmed")).isEqualTo(1);
        assertThat(installation.control.complete(campaign)).isTrue();
    }

    @Test
    void shouldHoldWhenTheAuthorHasNotSaidSo() {
        CampaignId campaign = installation.campaignWith("{}", 1, "a");
        installation.send(lane(campaign), NOBODY_KNOWS);

        assertThat(installation.settled(campaign, "unconfirmed")).isEqualTo(1);
    }

    @Test
    void shouldSendAgainWhatACrashLeftBehind() {
        CampaignId campaign = installation.campaignWith(RESEND, 1, "a");
        installation.taken(lane(campaign));
        installation.settleAfterCrash();

        later();
        installation.send(lane(campaign), SENT);

        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
    }

    /** The truth came before the second send: nobody gets the message twice. */
    @Test
    void shouldSendNoMoreWhenTheTruthComesFirst() {
        CampaignId campaign = installation.campaignWith(RESEND, 2, "a");
        Dispatch reported = installation.taken(lane(campaign));
        installation.finish(reported, NOBODY_KNOWS);
        Dispatch late = installation.taken(lane(campaign));
        installation.settleAfterCrash();

        installation.reports.learn(reported.id(), new Report.Taken("m", false), Duration.ZERO);
        installation.finish(late, SENT);

        assertThat(installation.settled(campaign, "sent")).isEqualTo(2);
        assertThat(installation.count("select count(*) from due")).isZero();
        assertThat(installation.begin(lane(campaign))).isInstanceOf(Turn.Exhausted.class);
    }

    @Test
    void shouldHoldWhenTheCampaignWasCancelledMeanwhile() {
        CampaignId campaign = installation.campaignWith(RESEND, 1, "a");
        Dispatch dispatch = installation.taken(lane(campaign));
        installation.database.shiftClock(Duration.ofSeconds(10));
        installation.control.apply(campaign, Command.CANCEL, "asha", null, null);
        installation.finish(dispatch, NOBODY_KNOWS);

        assertThat(installation.settled(campaign, "unconfirmed")).isEqualTo(1);
        assertThat(installation.count("select count(*) from due")).isZero();
    }
}
