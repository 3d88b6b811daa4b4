package io.drumbeat.campaigns.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Applied;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Refused;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Result;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Unknown;
import io.drumbeat.campaigns.campaign.control.Retry;
import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.outcome.Consequence;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Accepted;
import io.drumbeat.campaigns.outcome.Outcome.Rejected;
import io.drumbeat.campaigns.outcome.Outcome.Unconfirmed;
import io.drumbeat.campaigns.outcome.Report;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Another go for recipients that a person asks for, and for nobody else. */
class RetryTest {

    private static final Outcome REFUSED = new Rejected("131026", "undeliverable", false);
    private static final Outcome NOBODY_KNOWS = new Unconfirmed("timeout", "no answer");
    private static final Report REPORTED = new Report.Failed(Consequence.NONE, "131026", "undeliverable");
    private static final Retry FAILED = new Retry(Set.of(Status.FAILED), Set.of());
    private static final int MANY = 12_000;

    @AutoClose
    private final Installation installation = Installation.with("a");

    private Result retry(CampaignId campaign, Retry what) {
        return installation.control.retry(campaign, what, "asha");
    }

    private LaneId lane(CampaignId campaign) {
        return installation.lane(campaign, "a");
    }

    /** Of one recipient each: what came of it. */
    private CampaignId completed(Outcome... outcomes) {
        CampaignId campaign = installation.campaign(outcomes.length, "a");
        for (Outcome outcome : outcomes) {
            installation.send(lane(campaign), outcome);
        }
        assertThat(installation.control.complete(campaign)).isTrue();
        return campaign;
    }

    private List<String> log(CampaignId campaign) {
        return installation
                .database
                .database()
                .jdbi()
                .withHandle(handle -> handle.select(
                                "select actor || ' ' || event || ': ' || detail from campaign_log"
                                        + " where campaign_id = ? and event = 'retried' order by log_id",
                                campaign.value())
                        .mapTo(String.class)
                        .list());
    }

    private long due(CampaignId campaign) {
        return installation.count("select count(*) from due where campaign_id = ?", campaign.value());
    }

    @Test
    void shouldRunAgainWithThoseThatFailedWhenItHadCompleted() {
        CampaignId campaign = completed(new Accepted("m"), REFUSED, NOBODY_KNOWS);

        assertThat(retry(campaign, FAILED)).isEqualTo(new Applied(CampaignStatus.RUNNING, true));
        assertThat(installation.control.complete(campaign)).isFalse();
        Dispatch again = installation.taken(lane(campaign));
        assertThat(again.n()).isEqualTo(2);
        assertThat(again.attempt()).isEqualTo(2);
        installation.finish(again, new Accepted("n"));

        assertThat(installation.control.complete(campaign)).isTrue();
        assertThat(installation.settled(campaign, "sent")).isEqualTo(2);
        assertThat(installation.settled(campaign, "failed")).isZero();
        assertThat(installation.settled(campaign, "unconfirmed")).isEqualTo(1);
        assertThat(log(campaign)).containsExactly("asha retried: 1 failed");
    }

    @Test
    void shouldFindNothingMoreWhenItIsAskedForTwice() {
        CampaignId campaign = completed(REFUSED);

        retry(campaign, FAILED);
        assertThat(retry(campaign, FAILED)).isEqualTo(new Applied(CampaignStatus.RUNNING, false));

        assertThat(due(campaign)).isEqualTo(1);
        assertThat(log(campaign)).hasSize(1);
        assertThat(installation.settled(campaign, "failed")).isZero();
    }

    @Test
    void shouldStayCompletedWhenNothingIsToBeTriedAgain() {
        CampaignId campaign = completed(new Accepted("m"), NOBODY_KNOWS);

        assertThat(retry(campaign, FAILED)).isEqualTo(new Applied(CampaignStatus.COMPLETED, false));
        assertThat(log(campaign)).isEmpty();
    }

    @Test
    void shouldTakeOnlyTheCodesThatAreNamedWhenSomeAre() {
        CampaignId campaign = completed(REFUSED, new Rejected("131047", "window closed", false), NOBODY_KNOWS);

        retry(campaign, new Retry(Retry.POSSIBLE, Set.of("131047", "timeout")));

        assertThat(due(campaign)).isEqualTo(2);
        assertThat(installation.settled(campaign, "failed")).isEqualTo(1);
        assertThat(log(campaign)).containsExactlyInAnyOrder("asha retried: 1 failed", "asha retried: 1 unconfirmed");
    }

    private CampaignId manyFailed() {
        CampaignId campaign = installation.campaign(MANY, "a");
        installation.database.database().jdbi().useTransaction(handle -> {
            handle.execute("""
                    update recipient set status = 'failed', dispatch_id = gen_random_uuid(), sender_id = 'a', attempts = 1,
                           error_code = '131026', settled_at = clock_now()""");
            handle.execute("insert into outcome select campaign_id, status, tape, n from recipient");
            handle.execute("update lane set failed = ?", MANY);
            handle.execute("update tape set next_n = size + 1");
        });
        assertThat(installation.control.complete(campaign)).isTrue();
        return campaign;
    }

    @Test
    void shouldDoTheRestWhenItIsRepeatedAfterACutBetweenItsPieces() {
        CampaignId campaign = manyFailed();
        installation.cutAt("due", 7_000);

        assertThatThrownBy(() -> retry(campaign, FAILED))
                .isInstanceOfSatisfying(
                        DatabaseUnavailable.class,
                        cut -> assertThat(cut.nothingDone()).isFalse());

        assertThat(due(campaign)).as("the first piece").isEqualTo(5_000);
        assertThat(installation.settled(campaign, "failed")).isEqualTo(MANY - 5_000);
        assertThat(installation.status(campaign)).isEqualTo("running");
        assertThat(log(campaign)).containsExactly("asha retried: 5000 failed");
        installation.cutNoMore();
        Dispatch meanwhile = installation.taken(lane(campaign));
        installation.finish(meanwhile, new Accepted("m"));

        assertThat(retry(campaign, FAILED)).isEqualTo(new Applied(CampaignStatus.RUNNING, false));

        assertThat(due(campaign)).as("all but who was sent to meanwhile").isEqualTo(MANY - 1);
        assertThat(installation.settled(campaign, "failed")).isZero();
        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
        assertThat(log(campaign)).containsExactly("asha retried: 5000 failed", "asha retried: 7000 failed");
    }

    /** Pieces of a long list are transactions of their own; the log has one line of them all. */
    @Test
    void shouldTakeAllWhenTheyAreMoreThanOneTransactionHolds() {
        CampaignId campaign = manyFailed();

        retry(campaign, FAILED);

        assertThat(due(campaign)).isEqualTo(MANY);
        assertThat(installation.settled(campaign, "failed")).isZero();
        assertThat(log(campaign)).containsExactly("asha retried: " + MANY + " failed");
        assertThat(installation.count("select count(distinct xmin::text) from due"))
                .isGreaterThan(1);
    }

    /** What had been reported sent, and then failed, is sent to again: that other send's end decides. */
    @Test
    void shouldLeaveARecipientAloneWhenItsSendIsOn() {
        CampaignId campaign = completed(NOBODY_KNOWS);
        Dispatch first = past(campaign);
        installation.retry(campaign);
        Dispatch second = installation.taken(lane(campaign));
        installation.reports.learn(first.id(), new Report.Taken("m", false), Duration.ZERO);
        installation.reports.learn(first.id(), REPORTED, Duration.ZERO);

        installation.retry(campaign);

        assertThat(due(campaign)).isZero();
        installation.finish(second, new Accepted("n"));
        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
    }

    @Test
    void shouldSendToNobodyAgainWhoseMessageHasArrivedAfterAll() {
        CampaignId campaign = completed(new Accepted("m"));
        Dispatch sent = past(campaign);
        installation.reports.learn(sent.id(), REPORTED, Duration.ZERO);
        retry(campaign, FAILED);

        installation.reports.learn(sent.id(), new Report.Taken("m", true), Duration.ZERO);

        assertThat(due(campaign)).isZero();
        assertThat(installation.settled(campaign, "sent")).isEqualTo(1);
        assertThat(installation.control.complete(campaign)).isTrue();
    }

    /** Callbacks come twice: what was sent before it failed is no news. */
    @Test
    void shouldSendAgainWhenItIsReportedOnceMoreThatTheVendorHadTakenIt() {
        CampaignId campaign = completed(new Accepted("m"));
        Dispatch sent = past(campaign);
        installation.reports.learn(sent.id(), REPORTED, Duration.ZERO);
        retry(campaign, FAILED);

        installation.reports.learn(sent.id(), new Report.Taken("m", false), Duration.ZERO);

        assertThat(installation.taken(lane(campaign)).attempt()).isEqualTo(2);
    }

    @Test
    void shouldWaitToBeResumedWhenItIsPaused() {
        CampaignId campaign = installation.campaign(2, "a");
        installation.send(lane(campaign), REFUSED);
        installation.control.apply(campaign, Command.PAUSE, "asha", null, null);

        assertThat(retry(campaign, FAILED)).isEqualTo(new Applied(CampaignStatus.PAUSED, false));

        assertThat(installation.begin(lane(campaign))).isInstanceOf(Turn.Gated.class);
        assertThat(due(campaign)).isEqualTo(1);
    }

    @Test
    void shouldRunAgainWithAllThatIsLeftWhenItHadFailed() {
        CampaignId campaign = installation.campaign(1, "a");
        installation.control.fail(campaign, "Its media cannot be had.");

        assertThat(retry(campaign, FAILED)).isEqualTo(new Applied(CampaignStatus.RUNNING, true));

        installation.send(lane(campaign), new Accepted("m"));
        assertThat(installation.control.complete(campaign)).isTrue();
        assertThat(log(campaign)).containsExactly("asha retried: 0 failed");
    }

    @Test
    void shouldRefuseWhenItIsCancelledOrThereIsNone() {
        CampaignId campaign = installation.campaign(2, "a");
        installation.send(lane(campaign), REFUSED);
        installation.control.apply(campaign, Command.CANCEL, "asha", null, null);

        assertThat(retry(campaign, FAILED)).isEqualTo(new Refused(CampaignStatus.CANCELLED));
        assertThat(retry(CampaignId.random(), FAILED)).isEqualTo(new Unknown());
        assertThat(due(campaign)).isZero();
    }

    /** The only dispatch that vendors may report on. */
    private Dispatch past(CampaignId campaign) {
        return installation
                .database
                .database()
                .jdbi()
                .withHandle(handle -> DispatchRows.past(
                                handle,
                                handle.select(
                                                "select dispatch_id from past_dispatch where campaign_id = ?",
                                                campaign.value())
                                        .mapTo(java.util.UUID.class)
                                        .one())
                        .orElseThrow());
    }
}
