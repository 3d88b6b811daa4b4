package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Excluded;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Refused;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Result;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Unknown;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.Transient;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Recipients that somebody takes out of a campaign: whoever is still pending gets nothing. */
class ExcludeTest {

    private static final String STRANGER = "+919812345670";

    @AutoClose
    private final Installation installation = Installation.with("a", "b");

    private Result exclude(CampaignId campaign, List<String> phones) {
        return installation.control.exclude(campaign, phones, "asha");
    }

    private LaneId lane(CampaignId campaign) {
        return installation.lane(campaign, "a");
    }

    private List<String> log(CampaignId campaign) {
        return installation
                .database
                .database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "select actor || ': ' || detail from campaign_log where campaign_id = ? and event = 'excluded'",
                                campaign.value())
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void shouldSkipThePendingAndTellOfTheOthersWhenTheCampaignRuns() {
        CampaignId campaign = installation.campaign(20, "a", "b");
        List<String> phones = installation.phones(campaign);
        installation.send(lane(campaign), new Accepted("m"));
        Dispatch sending = installation.taken(lane(campaign));

        assertThat(exclude(campaign, List.of(phones.get(0), phones.get(1), phones.get(2), phones.get(19), STRANGER)))
                .isEqualTo(new Excluded(2, 2, 1));

        installation.finish(sending, new Accepted("n"));
        for (int left = 16; left > 0; left--) {
            installation.send(lane(campaign), new Accepted("o"));
        }
        assertThat(installation.begin(lane(campaign))).isInstanceOf(Turn.Exhausted.class);
        assertThat(installation.control.complete(campaign)).isTrue();
        assertThat(installation.settled(campaign, "sent")).isEqualTo(18);
        assertThat(installation.settled(campaign, "skipped")).isEqualTo(2);
        assertThat(installation.count("select count(*) from recipient where error_code = 'excluded' and n in (3, 20)"))
                .isEqualTo(2);
        assertThat(log(campaign)).containsExactly("asha: 2 pending");
    }

    @Test
    void shouldAnswerAlikeAndCountNobodyTwiceWhenItIsAskedForTwice() {
        CampaignId campaign = installation.campaign(3, "a");
        List<String> phones = installation.phones(campaign).subList(0, 2);

        exclude(campaign, phones);
        assertThat(exclude(campaign, phones)).isEqualTo(new Excluded(2, 0, 0));

        assertThat(installation.settled(campaign, "skipped")).isEqualTo(2);
        assertThat(log(campaign)).hasSize(1);
    }

    @Test
    void shouldSkipARecipientThatWaitsForAnotherGo() {
        CampaignId campaign = installation.campaign(1, "a");
        installation.send(lane(campaign), new Transient("131000", "try again", Outcome.Retry.USUAL));

        assertThat(exclude(campaign, installation.phones(campaign))).isEqualTo(new Excluded(1, 0, 0));

        assertThat(installation.count("select count(*) from due")).isZero();
        assertThat(installation.control.complete(campaign)).isTrue();
        assertThat(installation.settled(campaign, "skipped")).isEqualTo(1);
    }

    @Test
    void shouldKnowAPersonByAnotherFormOfTheirNumber() {
        CampaignId campaign = installation.campaign(1, "a");
        installation.sendTo(campaign, 1, "+5215512345678");

        assertThat(exclude(campaign, List.of("+525512345678", "+5215512345678")))
                .isEqualTo(new Excluded(1, 0, 0));
    }

    @Test
    void shouldSkipAllWhenTheyAreMoreThanOneTransactionHolds() {
        CampaignId campaign = installation.campaign(12_000, "a");

        assertThat(exclude(campaign, installation.phones(campaign))).isEqualTo(new Excluded(12_000, 0, 0));

        assertThat(installation.settled(campaign, "skipped")).isEqualTo(12_000);
        assertThat(log(campaign)).containsExactly("asha: 12000 pending");
    }

    @Test
    void shouldDoTheRestWhenItIsRepeatedAfterACutBetweenItsPieces() {
        CampaignId campaign = installation.campaign(12_000, "a");
        List<String> phones = installation.phones(campaign);
        installation.cutAt("outcome", 7_000);

        assertThatThrownBy(() -> exclude(campaign, phones))
                .isInstanceOfSatisfying(
                        DatabaseUnavailable.class,
                        cut -> assertThat(cut.nothingDone()).isFalse());

        assertThat(installation.settled(campaign, "skipped"))
                .as("the first piece")
                .isEqualTo(5_000);
        assertThat(log(campaign)).containsExactly("asha: 5000 pending");
        installation.cutNoMore();

        assertThat(exclude(campaign, phones)).isEqualTo(new Excluded(12_000, 0, 0));

        assertThat(installation.settled(campaign, "skipped")).isEqualTo(12_000);
        assertThat(installation.count("select count(*) from recipient where status = 'skipped'"))
                .isEqualTo(12_000);
        assertThat(log(campaign)).containsExactly("asha: 5000 pending", "asha: 7000 pending");
    }

    @Test
    void shouldRefuseWhenTheCampaignHasEndedOrThereIsNone() {
        CampaignId campaign = installation.campaign(1, "a");
        installation.control.apply(campaign, Command.CANCEL, "asha", null, null);

        assertThat(exclude(campaign, installation.phones(campaign))).isEqualTo(new Refused(CampaignStatus.CANCELLED));
        assertThat(exclude(CampaignId.random(), List.of(STRANGER))).isEqualTo(new Unknown());
    }
}
