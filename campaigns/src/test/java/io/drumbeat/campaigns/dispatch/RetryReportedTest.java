package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.outcome.Consequence;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Report;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receipt said failed is tried again where the author has listed the code. */
class RetryReportedTest {

    private static final String TWICE_A_DAY_LATER = """
            {"retryReported": {"codes": ["131049"], "after": "PT24H", "times": 2}}""";
    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final Report ARRIVED = new Report.Taken("m", true);

    @AutoClose
    private final Installation installation = Installation.with("a");

    private Duration shifted = Duration.ZERO;

    private CampaignId campaign() {
        return installation.campaignWith(TWICE_A_DAY_LATER, 1, "a");
    }

    private Dispatch sent(CampaignId campaign) {
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));
        installation.finish(dispatch, SENT);
        return dispatch;
    }

    private void failed(Dispatch dispatch, String code) {
        installation.reports.learn(
                dispatch.id(), new Report.Failed(Consequence.NONE, code, "not delivered"), Duration.ZERO);
    }

    private void aDayLater() {
        shifted = shifted.plusHours(25);
        installation.database.shiftClock(shifted);
    }

    private Turn begin(CampaignId campaign) {
        return installation.begin(installation.lane(campaign, "a"));
    }

    @Test
    void shouldSendAgainAfterTheIntervalAndNoOftenerThanThat() {
        CampaignId campaign = campaign();
        failed(sent(campaign), "131049");
        assertThat(begin(campaign)).isInstanceOf(Turn.Idle.class);
        assertThat(installation.control.complete(campaign)).isFalse();

        aDayLater();
        Dispatch second = sent(campaign);
        assertThat(second.attempt()).isEqualTo(2);
        failed(second, "131049");
        aDayLater();
        Dispatch third = sent(campaign);
        assertThat(third.attempt()).isEqualTo(3);
        failed(third, "131049");

        assertThat(installation.settled(campaign, "failed")).isEqualTo(1);
        assertThat(begin(campaign)).isInstanceOf(Turn.Exhausted.class);
    }

    @Test
    void shouldStayFailedWithAnotherCodeAndWhenAReplySaidIt() {
        CampaignId campaign = installation.campaignWith(TWICE_A_DAY_LATER, 2, "a");
        failed(sent(campaign), "131026");
        installation.send(installation.lane(campaign, "a"), new Outcome.Rejected("131049", "not delivered", false));

        assertThat(installation.settled(campaign, "failed")).isEqualTo(2);
        assertThat(begin(campaign)).isInstanceOf(Turn.Exhausted.class);
    }

    @Test
    void shouldRunAgainWhenItHadCompleted() {
        CampaignId campaign = campaign();
        Dispatch dispatch = sent(campaign);
        assertThat(installation.control.complete(campaign)).isTrue();

        failed(dispatch, "131049");

        assertThat(installation.status(campaign)).isEqualTo("running");
        assertThat(installation.followed).containsExactly(campaign);
        aDayLater();
        sent(campaign);
        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
        assertThat(installation.control.complete(campaign)).isTrue();
    }

    @Test
    void shouldNotSendAgainWhenItArrivedBeforeOrWhileItWaits() {
        CampaignId campaign = installation.campaignWith(TWICE_A_DAY_LATER, 1, "a");
        Dispatch dispatch = sent(campaign);
        failed(dispatch, "131049");
        installation.reports.learn(dispatch.id(), ARRIVED, Duration.ZERO);

        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
        aDayLater();
        assertThat(begin(campaign)).isInstanceOf(Turn.Exhausted.class);

        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute("update recipient set delivered_at = clock_now()"));
        failed(dispatch, "131049");
        assertThat(begin(campaign)).isInstanceOf(Turn.Exhausted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancelled", "failed"})
    void shouldStayFailedWhenTheCampaignIsOver(String status) {
        CampaignId campaign = campaign();
        Dispatch dispatch = sent(campaign);
        if (status.equals("cancelled")) {
            installation.control.apply(campaign, Command.CANCEL, "asha", null, null);
        } else {
            installation.control.fail(campaign, "its media");
        }

        failed(dispatch, "131049");

        assertThat(installation.status(campaign)).isEqualTo(status);
        assertThat(installation.settled(campaign, "failed")).isEqualTo(1);
        assertThat(installation.count("select count(*) from due")).isZero();
    }
}
