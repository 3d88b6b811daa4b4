package io.drumbeat.campaigns.campaign;

import static io.drumbeat.campaigns.campaign.PostedCampaigns.FIVE;
import static io.drumbeat.campaigns.campaign.PostedCampaigns.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.campaign.Campaign.LaneStatus;
import io.drumbeat.campaigns.campaign.Campaign.Progress;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.paging.InvalidCursor;
import io.drumbeat.campaigns.paging.Page;
import io.drumbeat.campaigns.recipient.PhonePart;
import io.drumbeat.campaigns.recipient.Recipient;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import io.drumbeat.campaigns.recipient.RecipientFilter;
import io.drumbeat.campaigns.sender.SenderId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignStoreTest {

    private static final AudienceSpec IN_INDIA = new AudienceSpec(
            null,
            PhoneFormat.AUTO,
            "IN",
            null,
            null,
            spec("Offer", true).audience().texts(),
            List.of());

    @AutoClose
    private final PostedCampaigns posted;

    private final CampaignStore store;

    CampaignStoreTest(@TempDir Path folder) {
        posted = new PostedCampaigns(folder);
        store = posted.store;
    }

    @Test
    void shouldAddUpInEveryStateOfARecipient() throws Exception {
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), FIVE));
        settle(id, 1, "sent", "");
        settle(id, 2, "failed", "131026");
        settle(id, 3, "unconfirmed", "timeout");
        begin(id, 4);

        Progress progress = store.find(id).orElseThrow().progress();

        assertThat(progress)
                .extracting(
                        Progress::total,
                        Progress::pending,
                        Progress::sending,
                        Progress::sent,
                        Progress::failed,
                        Progress::unconfirmed,
                        Progress::skipped)
                .containsExactly(5L, 1L, 1L, 1L, 1L, 1L, 0L);
        assertThat(progress.percent()).isEqualTo(60.0);
        assertThat(progress.outlook().estimatedFinishAt()).isNotNull();
        assertThat(rowsOf(id, null)).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(rowsOf(id, Status.SENT)).containsExactly(2L);
        assertThat(rowsOf(id, Status.FAILED)).containsExactly(3L);
        assertThat(rowsOf(id, Status.UNCONFIRMED)).containsExactly(4L);
        assertThat(rowsOf(id, Status.SENDING)).containsExactly(5L);
        assertThat(rowsOf(id, Status.PENDING)).containsExactly(6L);
        assertThat(rowsOf(id, Status.SKIPPED)).isEmpty();
        assertThat(rowsOf(id, Status.DELIVERED)).isEmpty();
    }

    @Test
    void shouldTellOfARecipientWhatItsStateHas() throws Exception {
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), FIVE));
        settle(id, 1, "sent", "");
        settle(id, 2, "failed", "131026");
        begin(id, 3);
        posted.sql(
                "insert into due (campaign_id, tape, n, due_at, attempts, dispatch_id, error_code) values (?, 0, 4, now(), 2, gen_random_uuid(), 'throttled')",
                id.value());

        assertThat(store.recipients(id, RecipientFilter.ALL, null, Page.MAX_LIMIT)
                        .items())
                .extracting(
                        Recipient::status,
                        Recipient::sender,
                        Recipient::attempts,
                        Recipient::errorCode,
                        recipient -> recipient.sentAt() != null)
                .containsExactly(
                        tuple(Status.SENT, new SenderId("main"), 1, null, true),
                        tuple(Status.FAILED, new SenderId("main"), 1, "131026", false),
                        tuple(Status.SENDING, new SenderId("main"), 1, null, false),
                        tuple(Status.PENDING, null, 2, "throttled", false),
                        tuple(Status.PENDING, null, 0, null, false));
    }

    @Test
    void shouldReadTheRestAsSkippedWhenTheCampaignIsCancelled() throws Exception {
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), FIVE));
        settle(id, 1, "sent", "");
        begin(id, 2);
        posted.sql("update campaign set status = 'cancelled', finished_at = clock_now()");

        Progress progress = store.find(id).orElseThrow().progress();

        assertThat(progress.skipped()).isEqualTo(3);
        assertThat(progress.pending()).isZero();
        assertThat(progress.sending()).isOne();
        assertThat(rowsOf(id, Status.SKIPPED)).containsExactly(4L, 5L, 6L);
        assertThat(rowsOf(id, Status.PENDING)).isEmpty();
    }

    @Test
    void shouldGiveTheRecipientTheLastWordWhenAnOutcomeWasCorrected() throws Exception {
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), FIVE));
        settle(id, 1, "unconfirmed", "timeout");
        posted.sql("update recipient set status = 'sent' where n = 1");

        assertThat(rowsOf(id, Status.UNCONFIRMED)).isEmpty();
        assertThat(rowsOf(id, Status.SENT)).containsExactly(2L);
    }

    @Test
    void shouldShowEveryRecipientOnceWhenReadPageByPage() throws Exception {
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), FIVE));
        List<Long> lines = new ArrayList<>();
        String cursor = null;
        do {
            Page<Recipient> page = store.recipients(id, RecipientFilter.ALL, cursor, 2);
            page.items().forEach(recipient -> lines.add(recipient.row()));
            cursor = page.nextCursor();
        } while (cursor != null);

        assertThat(lines).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThatThrownBy(() -> store.recipients(id, RecipientFilter.ALL, "made up", 2))
                .isInstanceOf(InvalidCursor.class);
    }

    /** What somebody types who looks for one person of many. */
    @Test
    void shouldFindRecipientsByTheirPhones() throws Exception {
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), FIVE + "+541123456789,Ana\n"));
        posted.created(posted.campaign(spec("Another", true), FIVE));
        settle(id, 1, "failed", "131026");

        assertThat(found(id, null, "+91 98123-45671")).containsExactly(3L);
        assertThat(found(id, null, "00919812345671")).containsExactly(3L);
        assertThat(found(id, null, "919812")).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(found(id, null, "98123 4567")).containsExactly(2L, 3L, 4L, 5L, 6L);
        assertThat(found(id, null, "098123 45672")).containsExactly(4L);
        assertThat(found(id, Status.FAILED, "9812")).containsExactly(2L);
        assertThat(found(id, Status.PENDING, "9812")).containsExactly(3L, 4L, 5L, 6L);
        assertThat(found(id, null, "+54 9 11 2345 6789")).containsExactly(7L);
        assertThat(found(id, null, "+5411")).containsExactly(7L);
        assertThat(found(id, null, "+1415")).isEmpty();
        assertThat(found(id, null, "5672")).containsExactly(4L);
        assertThat(found(id, null, "345-67 2")).containsExactly(4L);
        assertThat(found(id, Status.FAILED, "5670")).containsExactly(2L);
        assertThat(found(id, null, "+5672")).as("with a plus it is a beginning").isEmpty();
        assertThat(found(id, null, "672")).as("too short for an end").isEmpty();
        for (String none : List.of("", "12", "+9", "Asha", "98%", "9812345670123456")) {
            assertThat(PhonePart.of(none, IN_INDIA)).as(none).isEmpty();
        }
    }

    @Test
    void shouldShowThoseFoundPageByPage() throws Exception {
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), FIVE));
        PhonePart part = PhonePart.of("98123", IN_INDIA).orElseThrow();

        Page<Recipient> first = store.recipients(id, new RecipientFilter(null, part, null), null, 2);
        Page<Recipient> second = store.recipients(id, new RecipientFilter(null, part, null), first.nextCursor(), 2);
        Page<Recipient> third = store.recipients(id, new RecipientFilter(null, part, null), second.nextCursor(), 2);

        assertThat(first.items()).extracting(Recipient::row).containsExactly(2L, 3L);
        assertThat(second.items()).extracting(Recipient::row).containsExactly(4L, 5L);
        assertThat(third.items()).extracting(Recipient::row).containsExactly(6L);
        assertThat(third.nextCursor()).isNull();
    }

    @Test
    void shouldFindRecipientsByTheReasonOfTheirFailure() throws Exception {
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), FIVE));
        settle(id, 1, "failed", "131026");
        settle(id, 2, "failed", "131049");
        settle(id, 3, "unconfirmed", "131026");
        settle(id, 5, "failed", "131026");

        assertThat(because(id, Status.FAILED, null, "131026")).containsExactly(2L, 6L);
        assertThat(because(id, null, null, "131026")).containsExactly(2L, 4L, 6L);
        assertThat(because(id, Status.FAILED, "5674", "131026")).containsExactly(6L);
        assertThat(because(id, Status.SENT, null, "131026")).isEmpty();
        assertThat(because(id, null, null, "1310")).isEmpty();
        RecipientFilter filter = new RecipientFilter(null, null, "131026");
        Page<Recipient> first = store.recipients(id, filter, null, 2);
        assertThat(store.recipients(id, filter, first.nextCursor(), 2).items())
                .extracting(Recipient::row)
                .containsExactly(6L);
        // Whoever is to get another go has not failed.
        posted.sql("update recipient set status = null where n = 5");
        assertThat(because(id, null, null, "131026")).containsExactly(2L, 4L);
    }

    private List<Long> because(CampaignId id, @Nullable Status status, @Nullable String phone, String code) {
        PhonePart part = phone == null ? null : PhonePart.of(phone, IN_INDIA).orElseThrow();
        return store.recipients(id, new RecipientFilter(status, part, code), null, Page.MAX_LIMIT).items().stream()
                .map(Recipient::row)
                .toList();
    }

    private List<Long> found(CampaignId id, @Nullable Status status, String text) {
        PhonePart part = PhonePart.of(text, IN_INDIA).orElseThrow();
        return store.recipients(id, new RecipientFilter(status, part, null), null, Page.MAX_LIMIT).items().stream()
                .map(Recipient::row)
                .toList();
    }

    @Test
    void shouldListTheNewestFirstWhenReadPageByPage() throws Exception {
        CampaignId first = posted.created(posted.campaign(spec("One", true), FIVE));
        CampaignId second = posted.created(posted.campaign(spec("Two", false), FIVE));
        CampaignId third = posted.created(posted.campaign(spec("Three", true), FIVE));

        Page<Campaign> page = store.list(null, null, null, 2);

        assertThat(page.items()).extracting(Campaign::id).containsExactly(third, second);
        assertThat(store.list(null, null, page.nextCursor(), 2).items())
                .extracting(Campaign::id)
                .containsExactly(first);
        assertThat(store.list(CampaignStatus.DRAFT, null, null, 2).items())
                .extracting(Campaign::id)
                .containsExactly(second);
    }

    @Test
    void shouldStreamRejectsWithTheirOwnColumnsWhenThereAreSome() throws Exception {
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), FIVE + "12,Short\n,Empty\n"));
        List<RejectedRow> rejects = new ArrayList<>();
        store.eachReject(id, rejects::add);

        assertThat(store.rejectHeader(id)).containsExactly("phone", "name");
        assertThat(rejects)
                .extracting(RejectedRow::line, RejectedRow::code, RejectedRow::cells)
                .containsExactly(
                        tuple(7L, "phone_invalid", List.of("12", "Short")),
                        tuple(8L, "phone_empty", List.of("", "Empty")));
    }

    @Test
    void shouldSayWhyALaneIsBlockedWhenItsSenderIsGone() throws Exception {
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), FIVE));
        posted.sql("update sender set configured = false where sender_id = 'main'");
        posted.sql("update account set paused_by = 'bela' where account_key = 'account of second'");

        assertThat(store.find(id).orElseThrow().lanes())
                .extracting(Campaign.Lane::status, Campaign.Lane::blockedReason)
                .containsExactly(
                        tuple(LaneStatus.PAUSED, null), tuple(LaneStatus.BLOCKED, "it is not in senders.json"));
    }

    @Test
    void shouldNotKnowACampaignThatIsNone() {
        assertThat(store.find(CampaignId.random())).isEmpty();
        assertThat(store.content(CampaignId.random())).isEmpty();
    }

    @Test
    void shouldRememberMediaWhenItIsSet() throws Exception {
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), FIVE));
        Sha256 media = new Sha256("ab".repeat(32));
        posted.sql("insert into media_asset values (?, 9, 'image/png', 'token', now())", (Object) media.bytes());

        assertThat(store.content(id).orElseThrow().media()).isNull();
        store.setMedia(id, media);
        assertThat(store.content(id).orElseThrow().media())
                .satisfies(asset -> assertThat(asset.mimeType()).isEqualTo("image/png"));
    }

    private List<Long> rowsOf(CampaignId id, @Nullable Status status) {
        return store.recipients(id, new RecipientFilter(status, null, null), null, Page.MAX_LIMIT).items().stream()
                .map(Recipient::row)
                .toList();
    }

    /** What finish writes, as far as reading goes. */
    private void settle(CampaignId id, int n, String status, String code) {
        posted.sql(
                "update recipient set status = ?, sender_id = 'main', attempts = 1, error_code = nullif(?, ''),"
                        + " settled_at = clock_now() where campaign_id = ? and n = ?",
                status,
                code,
                id.value(),
                n);
        posted.sql("update lane set " + status + " = " + status + " + 1 where sender_id = 'main'");
        if (!status.equals("sent")) {
            posted.sql("insert into outcome values (?, ?, 0, ?)", id.value(), status, n);
        }
    }

    private void begin(CampaignId id, int n) {
        posted.sql(
                "insert into journal (dispatch_id, campaign_id, tape, n, sender_id, account_key, attempt, worker,"
                        + " begun_at, lease_until)"
                        + " values (gen_random_uuid(), ?, 0, ?, 'main', 'account of main', 1, 'test', now(), now())",
                id.value(),
                n);
    }
}
