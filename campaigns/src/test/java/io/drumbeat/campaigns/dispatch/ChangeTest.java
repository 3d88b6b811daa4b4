package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.Campaign.LaneStatus;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Applied;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Outdated;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Refused;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Result;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Unknown;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.Rejected;
import io.drumbeat.campaigns.outcome.Outcome.SenderBlocked;
import io.drumbeat.campaigns.outcome.Outcome.Transient;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.SpecJson;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is changed of a campaign while it runs: pace, senders, and when it pauses by itself. */
class ChangeTest {

    @AutoClose
    private final Installation installation = Installation.with("a", "b");

    private final CampaignStore store = CampaignStore.on(installation.database.database());

    private static String spec(String senders, String more) {
        return "{\"name\": \"Offer\", \"senders\": [%s], \"media\": {\"type\": \"image\"}%s}".formatted(senders, more);
    }

    private CampaignId campaign(int recipients, String more, String... senders) {
        return installation.campaignWith(spec("\"" + String.join("\", \"", senders) + "\"", more), recipients, senders);
    }

    private Result change(CampaignId campaign, String senders, String more) {
        return installation.control.change(campaign, now(campaign), SpecJson.read(spec(senders, more)), "asha");
    }

    private CampaignSpec now(CampaignId campaign) {
        return store.find(campaign).orElseThrow().spec();
    }

    private Campaign.Lane lane(CampaignId campaign, String sender) {
        return store.find(campaign).orElseThrow().lanes().stream()
                .filter(lane -> lane.sender().value().equals(sender))
                .findFirst()
                .orElseThrow();
    }

    private List<String> log(CampaignId campaign) {
        return store.log(campaign, null, 100).items().stream()
                .filter(line -> line.event().equals("changed"))
                .map(line -> line.actor() + ": " + line.detail())
                .toList();
    }

    @Test
    void shouldKeepAnotherPaceFromTheNextSendOn() {
        CampaignId campaign = campaign(9, ", \"pacing\": {\"minDelay\": \"PT1H\", \"maxDelay\": \"PT1H\"}", "a");
        LaneId lane = installation.lane(campaign, "a");
        installation.send(lane, new Accepted("m"));
        assertThat(installation.begin(lane)).isInstanceOf(Turn.NotYet.class);

        change(campaign, "\"a\"", ", \"pacing\": {\"minDelay\": \"PT20S\", \"maxDelay\": \"PT30S\"}");

        assertThat(((Turn.NotYet) installation.begin(lane)).delay())
                .as("a pause of the new pace, and no longer")
                .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        assertThat(change(campaign, "\"a\"", "")).isEqualTo(new Applied(CampaignStatus.RUNNING, true));
        installation.send(lane, new Accepted("m"));
        assertThat(log(campaign))
                .containsExactly("asha: pacing: minDelay PT20S, maxDelay PT30S", "asha: pacing: the senders' own");
    }

    @Test
    void shouldSlowDownWhenThePaceIsMadeSlower() {
        CampaignId campaign = campaign(9, "", "a");
        LaneId lane = installation.lane(campaign, "a");
        installation.send(lane, new Accepted("m"));

        change(campaign, "\"a\"", ", \"pacing\": {\"minDelay\": \"PT20S\", \"maxDelay\": \"PT30S\"}");
        installation.send(lane, new Accepted("m"));

        assertThat(((Turn.NotYet) installation.begin(lane)).delay()).isGreaterThan(Duration.ofSeconds(15));
    }

    /** What it held is sent by those who are left, and what it has sent stays counted. */
    @Test
    void shouldGiveItsRowsToTheOthersWhenASenderIsTakenOut() {
        CampaignId campaign = campaign(40, "", "a", "b");
        LaneId gone = installation.lane(campaign, "a");
        installation.send(gone, new Accepted("m"));
        Dispatch inFlight = installation.taken(gone);
        assertThat(installation.count("select count(*) from lane where sender_id = 'a' and block_lo is not null"))
                .isEqualTo(1);

        change(campaign, "\"b\"", "");

        assertThat(installation.begin(gone)).isInstanceOf(Turn.Gated.class);
        assertThat(lane(campaign, "a").status()).as("its last send is on").isEqualTo(LaneStatus.RUNNING);
        installation.finish(inFlight, new Transient("131000", "try again", Outcome.Retry.USUAL));
        assertThat(lane(campaign, "a").status()).isEqualTo(LaneStatus.DONE);
        assertThat(lane(campaign, "a").waitingFor()).isNull();
        installation.database.shiftClock(Duration.ofMinutes(2));
        LaneId left = installation.lane(campaign, "b");
        for (int n = 0; n < 39; n++) {
            installation.send(left, new Accepted("n"));
        }
        assertThat(installation.begin(left)).isInstanceOf(Turn.Exhausted.class);
        assertThat(installation.control.complete(campaign)).isTrue();
        assertThat(installation.settled(campaign, "sent")).isEqualTo(40);
        Campaign completed = store.find(campaign).orElseThrow();
        assertThat(completed.progress().sent()).isEqualTo(40);
        assertThat(completed.lanes())
                .extracting(lane -> lane.sender() + " " + lane.sent())
                .containsExactly("b 39", "a 1");
        assertThat(log(campaign)).containsExactly("asha: senders: a removed");
    }

    @Test
    void shouldGiveASenderItsShareWhenItIsAddedOrComesBack() {
        CampaignId campaign = campaign(40, "", "a");
        installation.send(installation.lane(campaign, "a"), new Accepted("m"));

        change(campaign, "\"a\", \"b\"", "");

        LaneId added = installation.lane(campaign, "b");
        assertThat(installation.recovery.reconcile().overdue())
                .as("woken though Temporal heard nothing")
                .contains(added);
        installation.send(added, new Accepted("m"));
        change(campaign, "\"b\"", "");
        change(campaign, "\"b\", \"a\"", "");
        installation.send(installation.lane(campaign, "a"), new Accepted("m"));
        assertThat(installation.settled(campaign, "sent")).isEqualTo(3);
        assertThat(log(campaign))
                .containsExactly("asha: senders: b added", "asha: senders: a removed", "asha: senders: a added");
    }

    /** It waited for nothing but a sender that can send. */
    @Test
    void shouldGoOnWhenASenderIsAddedThatCanSend() {
        CampaignId campaign = campaign(9, "", "a");
        installation.send(installation.lane(campaign, "a"), new SenderBlocked("190", "the token has expired"));
        assertThat(installation.status(campaign)).isEqualTo("paused");

        change(campaign, "\"b\"", "");

        assertThat(installation.status(campaign)).isEqualTo("running");
        installation.send(installation.lane(campaign, "b"), new Accepted("m"));
    }

    @Test
    void shouldPauseWhenNobodyIsLeftWhoCanSend() {
        CampaignId campaign = campaign(9, "", "a", "b");
        installation.send(installation.lane(campaign, "a"), new SenderBlocked("190", "the token has expired"));
        assertThat(installation.status(campaign)).isEqualTo("running");

        change(campaign, "\"a\"", "");

        assertThat(installation.status(campaign)).isEqualTo("paused");
        assertThat(store.find(campaign).orElseThrow().statusReason())
                .contains("the token has expired")
                .doesNotContain("taken out");
    }

    @Test
    void shouldPauseByTheNewShareOfFailuresWhenThatIsChanged() {
        CampaignId campaign = campaign(40, ", \"autoPause\": null", "a");
        LaneId lane = installation.lane(campaign, "a");
        installation.send(lane, new Accepted("m"));
        change(campaign, "\"a\"", ", \"autoPause\": {\"failureRate\": 0.5, \"window\": 2}");

        installation.send(lane, new Accepted("m"));
        installation.send(lane, new Rejected("131026", "undeliverable", false));

        assertThat(installation.status(campaign)).isEqualTo("paused");
    }

    @Test
    void shouldChangeNothingWhenItIsTheSameOrSomebodyElseWasFaster() {
        CampaignId campaign = campaign(9, "", "a");
        CampaignSpec first = now(campaign);
        long version = version(campaign);

        assertThat(change(campaign, "\"a\"", "")).isEqualTo(new Applied(CampaignStatus.RUNNING, false));
        assertThat(version(campaign)).isEqualTo(version);
        assertThat(log(campaign)).isEmpty();
        change(campaign, "\"a\", \"b\"", "");
        assertThat(installation.control.change(campaign, first, first, "asha")).isEqualTo(new Outdated());
        assertThat(now(campaign).senders()).hasSize(2);
    }

    @Test
    void shouldRefuseWhenTheCampaignHasEndedOrThereIsNone() {
        CampaignId campaign = campaign(9, "", "a");
        CampaignSpec spec = now(campaign);
        installation.control.apply(campaign, Command.CANCEL, "asha", null, null);

        assertThat(change(campaign, "\"b\"", "")).isEqualTo(new Refused(CampaignStatus.CANCELLED));
        assertThat(installation.control.change(CampaignId.random(), spec, spec, "asha"))
                .isEqualTo(new Unknown());
    }

    private long version(CampaignId campaign) {
        return installation.count("select version from campaign where campaign_id = ?", campaign.value());
    }
}
