package io.drumbeat.campaigns.trimming;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.receipt.ReceiptStore;
import io.drumbeat.campaigns.recipient.Recipient;
import io.drumbeat.campaigns.recipient.RecipientFilter;
import io.drumbeat.campaigns.sender.Portfolio;
import io.drumbeat.campaigns.suppression.Consent;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.campaigns.suppression.Suppression;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrimmingTest {

    private static final Duration NOT_YET = Duration.ofDays(29);
    private static final Duration LONG_AGO = Duration.ofDays(31);

    @AutoClose
    private final Installation installation = Installation.with("a");

    private final CampaignStore campaigns = CampaignStore.on(installation.database.database());
    private final SuppressionStore suppressions = SuppressionStore.on(installation.database.database());
    private final MediaStore media = MediaStore.on(installation.database.database());
    private final Trimming trimming = new Trimming(installation.database.database());

    @TempDir
    private Path folder;

    private CampaignId campaign(int recipients) {
        return installation.campaignWith("""
                {"name": "test", "senders": ["a"], "media": {"type": "image", "url": "https://example.org/a.png"}}""", recipients, "a");
    }

    private void passAfter(Duration passed) {
        installation.database.shiftClock(passed);
        Trimmed.TABLES.forEach(each -> trimming.step());
    }

    private long rows(String table) {
        return installation.count("select count(*) from " + table);
    }

    private void sql(String sql, Object... arguments) {
        installation.database.database().jdbi().useHandle(handle -> handle.execute(sql, arguments));
    }

    @Test
    void shouldForgetWhomAPortfolioHasSentToAndWhoWroteToItAfterADay() {
        installation.ofPortfolio("a", Installation.NO_DELAY, null, new Portfolio("acme", 10));
        LaneId lane = installation.lane(campaign(3), "a");
        installation.send(lane, new Outcome.Accepted("m1"));
        installation.database.shiftClock(Duration.ofHours(3));
        installation.send(lane, new Outcome.Accepted("m2"));
        sql("insert into portfolio_writer (portfolio_id, person, wrote_at) values ('acme', '+49151', clock_now())");

        passAfter(Duration.ofHours(26));
        assertThat(rows("portfolio_recipient")).isEqualTo(1);
        assertThat(installation.count("select used from portfolio")).isEqualTo(1);
        assertThat(rows("portfolio_writer")).isEqualTo(1);

        passAfter(Duration.ofHours(30));
        assertThat(rows("portfolio_recipient")).isZero();
        assertThat(installation.count("select used from portfolio")).isZero();
        assertThat(rows("portfolio_writer")).isZero();
    }

    @Test
    void shouldForgetTheDispatchesOfCampaignsThatEndedLongAgo() {
        CampaignId ended = campaign(1);
        CampaignId running = campaign(2);
        installation.send(installation.lane(ended, "a"), new Outcome.Accepted("m1"));
        installation.send(installation.lane(running, "a"), new Outcome.Accepted("m2"));
        assertThat(installation.control.complete(ended)).isTrue();

        passAfter(NOT_YET);
        assertThat(rows("past_dispatch")).isEqualTo(2);

        passAfter(LONG_AGO);
        assertThat(installation.one("select message_id from past_dispatch", String.class))
                .isEqualTo("m2");
    }

    @Test
    void shouldTakeReceiptsOfForgottenDispatchesAsThoseOfStrangers() {
        CampaignId campaign = campaign(1);
        Dispatch dispatch = installation.taken(installation.lane(campaign, "a"));
        installation.finish(dispatch, new Outcome.Accepted("m"));
        assertThat(installation.control.complete(campaign)).isTrue();
        Campaign before = campaigns.find(campaign).orElseThrow();
        passAfter(LONG_AGO);

        ReceiptStore receipts = ReceiptStore.on(installation.database.database(), installation.reports);
        Instant late = Instant.now().plus(LONG_AGO);
        Outcome.Rejected undeliverable = new Outcome.Rejected("131026", "undeliverable", false);
        receipts.store(
                dispatch.account(),
                List.of(
                        new Receipt("m", dispatch.id(), dispatch.phone(), null, Receipt.Stage.READ, late, null),
                        new Receipt("m", null, null, null, Receipt.Stage.FAILED, late, undeliverable)));
        int forgotten = 0;
        for (int look = 0; look < 12; look++) {
            installation.database.shiftClock(LONG_AGO.plusHours(look));
            forgotten += receipts.apply().forgotten();
        }

        assertThat(forgotten).isEqualTo(2);
        assertThat(campaigns.find(campaign)).contains(before);
    }

    @Test
    void shouldTellOfACancelledCampaignsRecipientsWhatItToldBefore() {
        CampaignId campaign = campaign(5);
        leaveRests(campaign);
        installation.control.apply(campaign, Command.CANCEL, "anna", null, null);
        List<Recipient> told = recipients(campaign);
        assertThat(told.get(0).attempts()).isEqualTo(1);
        assertThat(told.get(0).errorCode()).isEqualTo("131000");

        passAfter(NOT_YET);
        assertThat(rows("due")).isEqualTo(1);
        assertThat(rows("free_block")).isEqualTo(1);

        passAfter(LONG_AGO);
        assertThat(rows("due")).isZero();
        assertThat(rows("free_block")).isZero();
        assertThat(recipients(campaign)).isEqualTo(told);
    }

    @Test
    void shouldKeepWhatARetryOfAFailedCampaignWouldSend() {
        CampaignId campaign = campaign(5);
        leaveRests(campaign);
        installation.control.fail(campaign, "its media is gone");

        passAfter(LONG_AGO);

        assertThat(rows("due")).isEqualTo(1);
        assertThat(rows("free_block")).isEqualTo(1);
    }

    /** A recipient that waits for another go, and a block that its lane gave back. */
    private void leaveRests(CampaignId campaign) {
        LaneId lane = installation.lane(campaign, "a");
        installation.send(lane, new Outcome.Transient("131000", "something went wrong", Outcome.Retry.USUAL));
        sql("insert into free_block (campaign_id, tape, lo, hi) values (?, 0, 2, 3)", campaign.value());
    }

    private List<Recipient> recipients(CampaignId campaign) {
        return campaigns.recipients(campaign, RecipientFilter.ALL, null, 100).items();
    }

    @Test
    void shouldLeaveNothingInTheJournalOfACampaignThatHasEnded() {
        CampaignId campaign = campaign(2);
        installation.taken(installation.lane(campaign, "a"));
        sql("update journal set begun_at = begun_at - interval '1 minute'");
        installation.control.apply(campaign, Command.CANCEL, "anna", null, null);

        installation.database.shiftClock(Duration.ofMinutes(5));
        installation.recovery.reconcile();

        assertThat(rows("journal")).isZero();
        assertThat(installation.settled(campaign, "unconfirmed")).isEqualTo(1);
    }

    @Test
    void shouldForgetLastWordsThatNoCallbackRepeatsAnyMore() {
        String start = "+4915100000001";
        String stop = "+4915100000002";
        String removed = "+4915100000003";
        List.of(start, stop, removed).forEach(phone -> heard(phone, Consent.WITHDRAWN, Duration.ofHours(2)));
        heard(start, Consent.GIVEN, Duration.ofHours(1));
        suppressions.remove(List.of(removed));

        passAfter(NOT_YET);
        assertThat(rows("last_word")).isEqualTo(3);

        passAfter(LONG_AGO);
        assertThat(installation.one("select phone from last_word", String.class))
                .as("an old start must not undo it")
                .isEqualTo(stop);
        heard(stop, Consent.GIVEN, Duration.ofHours(3));
        assertThat(suppressions.find(stop)).map(Suppression::phone).contains(stop);
    }

    private void heard(String phone, Consent consent, Duration ago) {
        suppressions.heard(
                installation.sender("a", Installation.NO_DELAY, null).account(),
                Speaker.at(phone),
                consent,
                Instant.now().minus(ago),
                "reply to a");
    }

    @Test
    void shouldDeleteMediaThatNoCampaignNames() throws IOException {
        MediaStore.Asset named = media.put(file("named"), "image/png");
        MediaStore.Asset unnamed = media.put(file("unnamed"), "image/png");
        media.claim(
                unnamed.sha256(),
                installation.sender("a", Installation.NO_DELAY, null).account(),
                Duration.ofMinutes(1));
        campaigns.setMedia(campaign(1), named.sha256());

        passAfter(NOT_YET);
        assertThat(rows("media_asset")).isEqualTo(2);

        passAfter(LONG_AGO);
        assertThat(media.find(unnamed.sha256())).isEmpty();
        assertThat(media.find(named.sha256())).contains(named);
        assertThat(rows("media_chunk")).isEqualTo(1);
        assertThat(rows("publication")).isZero();
    }

    @Test
    void shouldKeepMediaThatWasBroughtAgainLatelySinceACampaignMayBeMadeWithIt() throws IOException {
        MediaStore.Asset asset = media.put(file("offer"), "image/png");
        installation.database.shiftClock(NOT_YET);
        assertThat(media.put(file("offer"), "image/png")).isEqualTo(asset);

        passAfter(LONG_AGO);

        assertThat(media.find(asset.sha256())).contains(asset);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve(content), content);
    }

    @Test
    void shouldForgetTheUseOfCapsWorkersAndSessionsThatAreOver() {
        sql(
                "insert into cap_use select 'account', clock_now() - d * interval '24 hours', 1 from generate_series(0, 1) d");
        sql("insert into worker values ('seen', clock_now())");
        sql("insert into api_token values ('t', '\\x00', 'viewer', clock_now(), null)");
        sql("insert into session values ('\\x01', 't', clock_now() + interval '1 hour')");

        passAfter(Duration.ofMinutes(59));
        assertThat(rows("cap_use")).isEqualTo(2);
        assertThat(rows("session")).isEqualTo(1);

        passAfter(Duration.ofHours(2));
        assertThat(rows("cap_use")).isEqualTo(1);
        assertThat(rows("session")).isZero();

        passAfter(Duration.ofHours(25));
        assertThat(installation.one("select name from worker", String.class)).isEqualTo("test");
    }

    @Test
    void shouldDeleteAPieceATimeAndGoOnWhereAKilledOneStopped() {
        CampaignId campaign = forgettable(12_000);
        installation.database.shiftClock(LONG_AGO);

        trimming.step();
        assertThat(rows("past_dispatch")).isEqualTo(2_000);

        Trimming another = new Trimming(installation.database.database());
        for (int step = 0; step < 4; step++) {
            another.step();
        }
        assertThat(rows("past_dispatch")).isZero();
        assertThat(installation.status(campaign)).isEqualTo("cancelled");
    }

    @Test
    void shouldReachTheEndOfATableOfManyPieces() {
        forgettable(60_000);
        sql("delete from past_dispatch where n < 60000");
        installation.database.shiftClock(LONG_AGO);

        for (int step = 0; step < 8; step++) {
            trimming.step();
        }

        assertThat(rows("past_dispatch")).isZero();
    }

    /** A campaign that is cancelled now, and that so many dispatches were of. */
    private CampaignId forgettable(int dispatches) {
        CampaignId campaign = campaign(1);
        sql("""
                insert into past_dispatch (dispatch_id, account_key, sender_id, campaign_id, tape, n, attempt, begun_at)
                select gen_random_uuid(), 'account', 'a', ?, 0, n, 1, clock_now() from generate_series(1, ?) n""", campaign.value(), dispatches);
        installation.control.apply(campaign, Command.CANCEL, "anna", null, null);
        return campaign;
    }

    @Test
    void shouldLeaveItToTheProcessThatIsAtItAndPassOverWhatIsLocked() {
        forgettable(2);
        installation.database.shiftClock(LONG_AGO);
        UUID used = installation.one("select dispatch_id from past_dispatch where n = 1", UUID.class);

        try (Handle other = installation.database.database().jdbi().open()) {
            other.begin();
            other.execute("select from past_dispatch where dispatch_id = ? for update", used);
            trimming.step();
            assertThat(installation.one("select dispatch_id from past_dispatch", UUID.class))
                    .isEqualTo(used);
            other.rollback();

            other.begin();
            other.execute("select pg_advisory_xact_lock(hashtextextended('trimming', 0))");
            new Trimming(installation.database.database()).step();
            assertThat(rows("past_dispatch")).isEqualTo(1);
            other.rollback();
        }
        new Trimming(installation.database.database()).step();
        assertThat(rows("past_dispatch")).isZero();
    }

    @Test
    void shouldRestForAnHourAfterAPass() {
        passAfter(LONG_AGO);
        forgettable(1);

        passAfter(LONG_AGO.multipliedBy(2));
        assertThat(rows("past_dispatch")).isZero();

        forgettable(1);
        sql("update campaign set finished_at = finished_at - interval '31 days'");
        passAfter(LONG_AGO.multipliedBy(2).plusMinutes(59));
        assertThat(rows("past_dispatch")).isEqualTo(1);

        passAfter(LONG_AGO.multipliedBy(2).plusMinutes(61));
        assertThat(rows("past_dispatch")).isZero();
    }
}
