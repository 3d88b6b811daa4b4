package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.outcome.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody is sent to by a campaign with notWithin whom another one has sent to lately, or is sending to. */
class NotWithinTest {

    private static final String A_WEEK = """
            {"notWithin": "P7D"}""";
    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final Outcome NOBODY_KNOWS = new Outcome.Unconfirmed("timeout", "no answer");
    private static final Outcome REFUSED = new Outcome.Rejected("131026", "undeliverable", false);
    private static final int MANY = 60;

    @AutoClose
    private final Installation installation = new Installation();

    @BeforeEach
    void configure() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, 1);
        installation.sender("c", Installation.NO_DELAY, null);
    }

    private LaneId lane(CampaignId campaign, String sender) {
        return installation.lane(campaign, sender);
    }

    private List<String> codes(CampaignId campaign) {
        return installation
                .database
                .database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "select coalesce(error_code, status, '-') from recipient where campaign_id = ? order by n",
                                campaign.value())
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void shouldSkipWhomAnotherCampaignSentToOrMayHaveWithoutSlotOrCap() {
        CampaignId before = installation.campaign(3, "a");
        installation.send(lane(before, "a"), SENT);
        installation.send(lane(before, "a"), NOBODY_KNOWS);
        installation.send(lane(before, "a"), REFUSED);

        CampaignId campaign = installation.campaignWith(A_WEEK, 3, "b");
        installation.send(lane(campaign, "b"), SENT);

        assertThat(codes(campaign)).containsExactly("recently_sent", "recently_sent", "sent");
        assertThat(installation.settled(campaign, "skipped")).isEqualTo(2);
        assertThat(installation.control.complete(campaign)).isTrue();
    }

    @Test
    void shouldKnowThePersonByAnyFormOfTheNumber() {
        CampaignId before = installation.campaign(1, "a");
        installation.sendTo(before, 1, "+5511987654321");
        installation.send(lane(before, "a"), SENT);

        CampaignId campaign = installation.campaignWith(A_WEEK, 1, "a");
        installation.sendTo(campaign, 1, "+551187654321");
        installation.begin(lane(campaign, "a"));

        assertThat(codes(campaign)).containsExactly("recently_sent");
    }

    @Test
    void shouldSkipWhomAnotherCampaignIsSendingTo() {
        CampaignId other = installation.campaign(1, "a");
        installation.taken(lane(other, "a"));

        CampaignId campaign = installation.campaignWith(A_WEEK, 1, "c");
        installation.begin(lane(campaign, "c"));

        assertThat(codes(campaign)).containsExactly("recently_sent");
    }

    /** One whose uncertain send somebody has had repeated is in no status, and may have the message. */
    @Test
    void shouldSkipWhoIsDueAgainAfterAnUncertainSend() {
        CampaignId other = installation.campaign(1, "a");
        installation.send(lane(other, "a"), NOBODY_KNOWS);
        installation.retry(other);

        CampaignId campaign = installation.campaignWith(A_WEEK, 1, "c");
        installation.begin(lane(campaign, "c"));

        assertThat(codes(campaign)).containsExactly("recently_sent");
    }

    @Test
    void shouldSendOnceTheTimeIsOverAndWhenNobodyAsks() {
        CampaignId before = installation.campaign(1, "a");
        installation.send(lane(before, "a"), SENT);

        CampaignId careless = installation.campaign(1, "a");
        installation.send(lane(careless, "a"), SENT);
        installation.database.shiftClock(Duration.ofDays(7).plusMinutes(1));
        CampaignId campaign = installation.campaignWith(A_WEEK, 1, "a");
        installation.send(lane(campaign, "a"), SENT);

        assertThat(codes(campaign)).containsExactly("sent");
    }

    /** Its own earlier send is no reason: a retry would never send. */
    @Test
    void shouldTryItsOwnRecipientsAgain() {
        CampaignId campaign = installation.campaignWith(A_WEEK, 1, "a");
        installation.send(lane(campaign, "a"), NOBODY_KNOWS);
        installation.retry(campaign);

        installation.send(lane(campaign, "a"), SENT);

        assertThat(codes(campaign)).containsExactly("sent");
    }

    @Test
    void shouldSendToNobodyTwiceWhenTwoCampaignsBeginAtTheSameMoment() {
        CampaignId one = installation.campaignWith(A_WEEK, MANY, "a");
        CampaignId other = installation.campaignWith(A_WEEK, MANY, "c");

        Stream.of(lane(one, "a"), lane(other, "c"))
                .map(lane -> CompletableFuture.runAsync(() -> sendAll(lane)))
                .toList()
                .forEach(CompletableFuture::join);

        assertThat(installation.settled(one, "sent") + installation.settled(other, "sent"))
                .isEqualTo(MANY);
        assertThat(installation.count("""
                select count(*) from (
                    select phone from recipient where status = 'sent' group by phone having count(*) > 1) twice""")).isZero();
    }

    private void sendAll(LaneId lane) {
        Turn turn = installation.begin(lane);
        while (!(turn instanceof Turn.Exhausted)) {
            if (turn instanceof Turn.Taken taken) {
                installation.finish(Installation.only(taken), SENT);
            }
            turn = installation.begin(lane);
        }
    }
}
