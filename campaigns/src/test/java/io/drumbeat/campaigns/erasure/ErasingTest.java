package io.drumbeat.campaigns.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.LogLine;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.Installation;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.receipt.ReceiptStore;
import io.drumbeat.campaigns.recipient.RecipientFilter;
import io.drumbeat.campaigns.trimming.Trimming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign that has ended loses its people, and keeps its figures and what guards them. */
class ErasingTest {

    private static final String SPEC = """
            {"name": "test", "senders": ["a"], "media": {"type": "image", "url": "https://example.org/a.png"}%s}""";
    private static final Outcome SENT = new Outcome.Accepted("m");
    private static final Outcome REFUSED = new Outcome.Rejected("131026", "undeliverable", false);
    private static final Outcome NOBODY_KNOWS = new Outcome.Unconfirmed("timeout", "no answer");

    @AutoClose
    private final Installation installation = Installation.with("a");

    private final Database database = installation.database.database();
    private final CampaignStore campaigns = CampaignStore.on(database);

    @TempDir
    private Path folder;

    private CampaignId campaign(int recipients) {
        return installation.campaignWith(SPEC.formatted(""), recipients, "a");
    }

    private LaneId lane(CampaignId campaign) {
        return installation.lane(campaign, "a");
    }

    private CampaignControl.Result erase(CampaignId campaign) {
        return installation.control.erase(campaign, "root", null);
    }

    private void step(@Nullable Integer retentionDays) {
        new Erasing(database, installation.control, retentionDays).step();
    }

    private void sql(String sql, Object... arguments) {
        database.jdbi().useHandle(handle -> handle.execute(sql, arguments));
    }

    private long rows(String table) {
        return installation.count("select count(*) from " + table);
    }

    /** One of each outcome, one that waits for another go, and one that was never tried. */
    private CampaignId cancelled() {
        CampaignId campaign = campaign(6);
        for (Outcome outcome :
                List.of(SENT, REFUSED, NOBODY_KNOWS, new Outcome.Transient("131000", "not now", Outcome.Retry.USUAL))) {
            sql("update account set due_at = 'epoch', trouble = 0");
            installation.send(lane(campaign), outcome);
        }
        sql("insert into reject values (?, 9, 'phone_invalid', 'no', '{Asha,+491500000009}')", campaign.value());
        sql("insert into recipients_file values (?, 0, '\\x00')", campaign.value());
        sql("insert into free_block values (?, 0, 5, 6)", campaign.value());
        installation.control.apply(campaign, Command.CANCEL, "anna", null, null);
        return campaign;
    }

    @Test
    void shouldLeaveFiguresAndLogOfACampaignAndNothingOfItsPeople() {
        CampaignId campaign = cancelled();
        Campaign before = campaigns.find(campaign).orElseThrow();
        assertThat(before.progress().sent()).isEqualTo(1);
        assertThat(Everywhere.tablesWith(database, "+4915")).contains("recipient", "reject", "past_dispatch");

        assertThat(erase(campaign)).isEqualTo(new CampaignControl.Applied(CampaignStatus.CANCELLED, true));
        assertThat(erase(campaign)).isEqualTo(new CampaignControl.Applied(CampaignStatus.CANCELLED, false));
        step(null);

        Campaign after = campaigns.find(campaign).orElseThrow();
        assertThat(after.times().erasedAt()).isNotNull();
        assertThat(after.audience()).isEqualTo(before.audience());
        assertThat(after.progress()).isEqualTo(before.progress());
        assertThat(after.lanes()).isEqualTo(before.lanes());
        assertThat(campaigns.log(campaign, null, 100).items())
                .extracting(LogLine::event)
                .endsWith("cancelled", "erased");
        assertThat(Everywhere.tablesWith(database, "+4915")).isEmpty();
        for (String table :
                List.of("recipient", "reject", "recipients_file", "free_block", "due", "outcome", "past_dispatch")) {
            assertThat(rows(table)).as(table).isZero();
        }
    }

    @Test
    void shouldLeaveOtherCampaignsAsTheyAre() {
        CampaignId other = cancelled();
        Campaign before = campaigns.find(other).orElseThrow();
        erase(cancelled());
        step(null);

        assertThat(campaigns.find(other)).contains(before);
        assertThat(campaigns.recipients(other, RecipientFilter.ALL, null, 100).items())
                .hasSize(6);
        assertThat(rows("past_dispatch")).isEqualTo(2);
        assertThat(rows("reject")).isEqualTo(1);
    }

    @Test
    void shouldEraseNoneThatHasNotEnded() {
        CampaignId campaign = campaign(1);

        assertThat(erase(campaign)).isEqualTo(new CampaignControl.Refused(CampaignStatus.RUNNING));
        assertThat(erase(CampaignId.random())).isEqualTo(new CampaignControl.Unknown());
        step(1);

        assertThat(rows("recipient")).isEqualTo(1);
    }

    @Test
    void shouldEraseByItselfWhatEndedSoManyDaysAgo() {
        CampaignId campaign = cancelled();

        installation.database.shiftClock(Duration.ofHours(47));
        step(2);
        assertThat(campaigns.find(campaign).orElseThrow().times().erasedAt()).isNull();

        installation.database.shiftClock(Duration.ofHours(49));
        step(null);
        assertThat(rows("recipient")).isEqualTo(6);
        step(2);
        assertThat(rows("recipient")).isZero();
        assertThat(campaigns.log(campaign, null, 100).items())
                .last()
                .satisfies(line -> assertThat(line.actor()).isEqualTo("drumbeat"))
                .satisfies(line -> assertThat(line.detail()).isEqualTo("DRUMBEAT_RETENTION_DAYS is 2"));
    }

    @Test
    void shouldGoOnWithNextPieceWhateverTheSize() {
        CampaignId campaign = campaign(4_500);
        installation.control.apply(campaign, Command.CANCEL, "anna", null, null);
        erase(campaign);

        while (rows("recipient") > 0) {
            step(null);
        }

        step(null);
        assertThat(installation.count("select count(*) from campaign where erasing"))
                .isZero();
    }

    @Test
    void shouldLeaveItToTheProcessThatIsAtIt() {
        erase(cancelled());
        try (Handle other = database.jdbi().open()) {
            other.begin();
            other.execute("select pg_advisory_xact_lock(hashtextextended('erasing', 0))");
            step(null);
            assertThat(rows("recipient")).isEqualTo(6);
            other.rollback();
        }
    }

    /** Whose send is on is needed until it is settled. */
    @Test
    void shouldWaitForASendThatIsOn() {
        CampaignId campaign = campaign(2);
        Dispatch dispatch = installation.taken(lane(campaign));
        sql("update journal set begun_at = begun_at - interval '1 minute'");
        installation.control.apply(campaign, Command.CANCEL, "anna", null, null);
        erase(campaign);

        step(null);
        assertThat(rows("recipient")).isEqualTo(2);

        installation.finish(dispatch, SENT);
        step(null);
        assertThat(rows("recipient")).isZero();
        assertThat(campaigns.find(campaign).orElseThrow().progress().sent()).isEqualTo(1);
    }

    /** Its process was frozen: a finish is repeated until it is committed. */
    @Test
    void shouldBearAnOutcomeThatComesOnceTheRecipientIsErased() {
        CampaignId campaign = campaign(1);
        Dispatch dispatch = installation.taken(lane(campaign));
        installation.database.shiftClock(Duration.ofMinutes(5));
        installation.recovery.reconcile();
        assertThat(installation.control.complete(campaign)).isTrue();
        erase(campaign);
        step(null);

        installation.finish(dispatch, SENT);

        assertThat(campaigns.find(campaign).orElseThrow().progress().unconfirmed())
                .isEqualTo(1);
        assertThat(rows("past_dispatch")).isZero();
    }

    @Test
    void shouldTakeReceiptsForErasedOnesAsThoseOfStrangers() {
        CampaignId campaign = installation.campaignWith(
                SPEC.formatted(", \"retryReported\": {\"codes\": [\"131049\"], \"after\": \"PT1H\", \"times\": 1}"),
                1,
                "a");
        Dispatch dispatch = installation.taken(lane(campaign));
        installation.finish(dispatch, SENT);
        assertThat(installation.control.complete(campaign)).isTrue();
        erase(campaign);
        step(null);
        Campaign before = campaigns.find(campaign).orElseThrow();

        ReceiptStore receipts = ReceiptStore.on(database, installation.reports);
        Outcome.Rejected later = new Outcome.Rejected("131049", "not now", false);
        receipts.store(
                dispatch.account(),
                List.of(
                        new Receipt(
                                "m", dispatch.id(), dispatch.phone(), null, Receipt.Stage.READ, Instant.now(), null),
                        new Receipt("m", null, null, null, Receipt.Stage.FAILED, Instant.now(), later)));
        receipts.apply();
        installation.control.applyBreakers();

        assertThat(campaigns.find(campaign)).contains(before);
    }

    @Test
    void shouldTryNobodyAgain() {
        CampaignId campaign = cancelled();
        sql("update campaign set status = 'completed'");
        erase(campaign);

        assertThat(installation.retry(campaign)).isEqualTo(new CampaignControl.Erased());
        installation.control.applyBreakers();
        assertThat(installation.status(campaign)).as("although somebody is due").isEqualTo("completed");
    }

    @Test
    void shouldStillKeepNotWithinForThirtyDays() {
        CampaignId campaign = campaign(2);
        installation.send(lane(campaign), SENT);
        installation.send(lane(campaign), REFUSED);
        assertThat(installation.control.complete(campaign)).isTrue();
        erase(campaign);
        step(null);

        CampaignId next = installation.campaignWith(SPEC.formatted(", \"notWithin\": \"P7D\""), 2, "a");
        assertThat(installation.taken(lane(next)).phone()).endsWith("2");
        assertThat(installation.one("select error_code from recipient where n = 1", String.class))
                .isEqualTo("recently_sent");

        CampaignId later = installation.campaignWith(SPEC.formatted(", \"notWithin\": \"P7D\""), 1, "a");
        installation.database.shiftClock(Duration.ofDays(8));
        assertThat(installation.taken(lane(later)).phone()).endsWith("1");

        trimAfter(Duration.ofDays(29));
        assertThat(rows("erased_dispatch")).isEqualTo(1);
        trimAfter(Duration.ofDays(31));
        assertThat(rows("erased_dispatch")).isZero();
    }

    private void trimAfter(Duration passed) {
        installation.database.shiftClock(passed);
        Trimming trimming = new Trimming(database);
        for (int table = 0; table < 20; table++) {
            trimming.step();
        }
    }

    @Test
    void shouldDeleteTheMediaThatNoOtherCampaignNames() throws IOException {
        MediaStore media = MediaStore.on(database);
        MediaStore.Asset own = media.put(file("own"), "image/png");
        MediaStore.Asset shared = media.put(file("shared"), "image/png");
        MediaStore.Asset brought = media.put(file("brought"), "image/png");
        for (MediaStore.Asset asset : List.of(own, shared, brought)) {
            CampaignId campaign = cancelled();
            campaigns.setMedia(campaign, asset.sha256());
            erase(campaign);
        }
        campaigns.setMedia(campaign(1), shared.sha256());
        step(null);
        media.put(file("brought"), "image/png");

        trimAfter(Duration.ofMinutes(59));
        assertThat(rows("media_asset"))
                .as("somebody may be posting a campaign with it")
                .isEqualTo(3);

        trimAfter(Duration.ofHours(2));
        assertThat(media.find(own.sha256())).isEmpty();
        assertThat(media.find(shared.sha256())).isPresent();
        assertThat(media.find(brought.sha256()))
                .as("as any that no campaign names")
                .isPresent();
        assertThat(rows("media_chunk")).isEqualTo(2);
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve(content), content);
    }
}
