package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.CampaignBlocked;
import io.drumbeat.campaigns.outcome.Outcome.Rejected;
import io.drumbeat.campaigns.outcome.Outcome.Unconfirmed;
import io.drumbeat.campaigns.pacing.Pacing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Media that reaches its vendor with the first send of an account. */
class FirstSendTest {

    private static final String URL = "https://vendor.example/offer.png";
    private static final String RENEWED = "https://vendor.example/again.png";
    private static final CampaignBlocked REFUSED =
            new CampaignBlocked("INVALID_MEDIA_TYPE", "it is no longer there", true);
    private static final long SIZE = 12_500_000;
    private static final int FILE_SECONDS = 60 + 100;

    @AutoClose
    private final Installation installation = new Installation();

    @Test
    void shouldNameThePublicationInEveryCampaignOnceTheFirstSendHasBroughtTheFile() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId one = installation.lane(campaign(3, "a"), "a");
        LaneId other = installation.lane(campaign(3, "a"), "a");

        Dispatch first = taken(one);
        assertThat(first.uploadedMedia()).isNull();
        installation.finish(first, new Accepted("1", URL));

        assertThat(sent(other, MediaWay.FIRST_SEND).uploadedMedia()).isEqualTo(URL);
        assertThat(sent(one, MediaWay.FIRST_SEND).uploadedMedia()).isEqualTo(URL);
    }

    @Test
    void shouldKeepPublicationsApartWhenAccountOrMediaIsAnother() {
        installation.sender("a", Installation.NO_DELAY, null);
        installation.sender("b", Installation.NO_DELAY, null);
        CampaignId campaign = campaign(9, "a", "b");
        installation.finish(taken(installation.lane(campaign, "a")), new Accepted("1", URL));

        assertThat(taken(installation.lane(campaign, "b")).uploadedMedia()).isNull();
        CampaignId withOtherMedia = installation.campaignWithMedia("another", SIZE, 3, "a");
        assertThat(taken(installation.lane(withOtherMedia, "a")).uploadedMedia())
                .isNull();
    }

    @Test
    void shouldNameNothingOfOthersWhenTheCampaignHasALink() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(campaign(3, "a"), "a");
        installation.finish(taken(lane), new Accepted("1", URL));

        assertThat(sent(lane, MediaWay.LINK).uploadedMedia()).isNull();
    }

    @Test
    void shouldCarryTheFileAgainWhenNobodyKnowsWhatBecameOfTheFirstSend() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(campaign(3, "a"), "a");
        installation.finish(taken(lane), new Unconfirmed("timeout", "no answer"));

        assertThat(taken(lane).uploadedMedia()).isNull();
    }

    @Test
    void shouldCarryTheFileToTheNextRecipientWhenTheFirstIsRefused() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(campaign(3, "a"), "a");
        installation.finish(taken(lane), new Rejected("NOT_FOUND", "no such contact", false));

        assertThat(taken(lane).uploadedMedia()).isNull();
    }

    @Test
    void shouldKnowThePublicationWhenTheFirstAnswerComesLate() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(campaign(3, "a"), "a");
        Dispatch first = taken(lane);
        installation.recovery.settleAfterCrash();
        installation.finish(first, new Accepted("1", URL));

        assertThat(taken(lane).uploadedMedia()).isEqualTo(URL);
    }

    @Test
    void shouldKeepTheFirstPublicationWhenTwoSendsBroughtTheFile() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(campaign(3, "a"), "a");
        Dispatch late = taken(lane);
        installation.recovery.settleAfterCrash();
        installation.finish(taken(lane), new Accepted("2", URL));
        installation.finish(late, new Accepted("1", RENEWED));

        assertThat(taken(lane).uploadedMedia()).isEqualTo(URL);
    }

    /** Every send after a resume named the same dead URL again. */
    @Test
    void shouldCarryTheFileAgainWhenTheVendorRefusesWhatTheFirstSendBrought() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = campaign(9, "a");
        LaneId lane = installation.lane(campaign, "a");
        installation.finish(taken(lane), new Accepted("1", URL));
        installation.finish(taken(lane), REFUSED);

        assertThat(installation.status(campaign)).isEqualTo("paused");
        assertThat(installation.one(
                        "select status_reason from campaign where campaign_id = ?", String.class, campaign.value()))
                .endsWith("no longer there (once resumed, the next send brings the file again)");
        resume(campaign);
        Dispatch again = taken(lane);
        assertThat(again.uploadedMedia()).isNull();
        installation.finish(again, new Accepted("2", RENEWED));
        assertThat(taken(lane).uploadedMedia()).isEqualTo(RENEWED);
    }

    @Test
    void shouldKeepThePublicationWhenAnythingElseIsRefused() {
        installation.sender("a", Installation.NO_DELAY, null);
        CampaignId campaign = campaign(9, "a");
        LaneId lane = installation.lane(campaign, "a");
        installation.finish(taken(lane), new Accepted("1", URL));
        installation.finish(taken(lane), new CampaignBlocked("132001", "no such template"));
        resume(campaign);

        assertThat(taken(lane).uploadedMedia()).isEqualTo(URL);
    }

    @Test
    void shouldKeepTheNewPublicationWhenTheOldOneIsRefusedLate() {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(campaign(9, "a"), "a");
        LaneId other = installation.lane(campaign(9, "a"), "a");
        installation.finish(taken(lane), new Accepted("1", URL));
        Dispatch late = taken(lane);
        installation.recovery.settleAfterCrash();
        installation.finish(taken(lane), REFUSED);
        installation.finish(taken(other), new Accepted("2", RENEWED));
        installation.finish(late, REFUSED);

        assertThat(taken(other).uploadedMedia()).isEqualTo(RENEWED);
    }

    private void resume(CampaignId campaign) {
        installation.control.apply(campaign, CampaignControl.Command.RESUME, "operator", null, null);
    }

    /** A rate's slots come while sends are in flight; that the account's slot is free must not be enough. */
    @Test
    void shouldSendOneAtATimeWhenSlotsComeFasterThanTheFirstAnswer() {
        installation.sender("a", new Pacing.Rate(1000, 64), null);
        LaneId one = installation.lane(campaign(3, "a"), "a");
        LaneId other = installation.lane(campaign(3, "a"), "a");
        Dispatch first = taken(one);
        freeSlot();

        assertThat(installation.dispatches.ask(other, installation.means(other, MediaWay.FIRST_SEND)))
                .isInstanceOf(Turn.NotYet.class);
        assertThat(installation.begin(other, MediaWay.FIRST_SEND)).isInstanceOf(Turn.NotYet.class);
        installation.finish(first, new Accepted("1", URL));
        freeSlot();

        assertThat(taken(other).uploadedMedia()).isEqualTo(URL);
        freeSlot();
        assertThat(taken(one).uploadedMedia()).isEqualTo(URL);
    }

    @ParameterizedTest
    @CsvSource({"0, NotYet", "-6, NotYet", "6, Taken"})
    void shouldLeaseAsLongAsTheFileMayTake(int beyond, String turn) {
        installation.sender("a", Installation.NO_DELAY, null);
        LaneId lane = installation.lane(campaign(3, "a"), "a");
        taken(lane);

        installation.database.shiftClock(Duration.ofSeconds(FILE_SECONDS + beyond));

        assertThat(installation.recovery.reconcile().unconfirmed()).isEqualTo(turn.equals("Taken") ? 1 : 0);
        assertThat(installation.begin(lane, MediaWay.FIRST_SEND).getClass().getSimpleName())
                .isEqualTo(turn);
    }

    @Test
    void shouldBringTheFileOnceWhenManyWorkersSendManyCampaigns() throws Exception {
        installation.sender("a", Installation.NO_DELAY, null);
        List<LaneId> lanes =
                List.of(installation.lane(campaign(40, "a"), "a"), installation.lane(campaign(40, "a"), "a"));
        Queue<Dispatch> sends = new ConcurrentLinkedQueue<>();
        ExecutorService workers = Executors.newFixedThreadPool(8);
        try {
            Callable<Integer> worker = () -> sendAll(lanes, sends);
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                running.add(workers.submit(worker));
            }
            for (Future<Integer> one : running) {
                one.get();
            }
        } finally {
            workers.shutdownNow();
        }

        assertThat(sends).hasSize(80);
        assertThat(sends.stream().filter(send -> send.uploadedMedia() == null)).hasSize(1);
    }

    private int sendAll(List<LaneId> lanes, Queue<Dispatch> sends) {
        int over = 0;
        while (over < lanes.size()) {
            over = 0;
            for (LaneId lane : lanes) {
                Turn turn = installation.begin(lane, MediaWay.FIRST_SEND);
                if (turn instanceof Turn.Taken taken) {
                    Dispatch dispatch = Installation.only(taken);
                    sends.add(dispatch);
                    installation.finish(dispatch, new Accepted(null, dispatch.uploadedMedia() == null ? URL : null));
                } else if (turn instanceof Turn.Exhausted) {
                    over++;
                }
            }
        }
        return over;
    }

    private CampaignId campaign(int recipients, String... senders) {
        return installation.campaignWithMedia("offer", SIZE, recipients, senders);
    }

    private Dispatch taken(LaneId lane) {
        return installation.taken(lane, MediaWay.FIRST_SEND);
    }

    private Dispatch sent(LaneId lane, MediaWay way) {
        Dispatch dispatch = installation.taken(lane, way);
        installation.finish(dispatch, new Accepted(null));
        return dispatch;
    }

    private void freeSlot() {
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle ->
                        handle.execute("update account set held_by = null, lease_until = null, due_at = 'epoch'"));
    }
}
