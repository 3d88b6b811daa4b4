package io.drumbeat.campaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.AudienceFigures;
import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.campaign.Campaign.Heard;
import io.drumbeat.campaigns.campaign.Campaign.LaneStatus;
import io.drumbeat.campaigns.campaign.Campaign.Outlook;
import io.drumbeat.campaigns.campaign.Campaign.Progress;
import io.drumbeat.campaigns.campaign.posting.Creation;
import io.drumbeat.campaigns.campaign.posting.NewCampaign;
import io.drumbeat.campaigns.campaign.posting.PostingStore;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.paging.InvalidCursor;
import io.drumbeat.campaigns.paging.Page;
import io.drumbeat.campaigns.recipient.PhonePart;
import io.drumbeat.campaigns.recipient.Recipient;
import io.drumbeat.campaigns.recipient.Recipient.Status;
import io.drumbeat.campaigns.recipient.RecipientFilter;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.ListFormat;
import io.drumbeat.campaigns.spec.Repeats;
import io.drumbeat.campaigns.spec.Schedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresCampaignStoreTest {

    private static final String FIVE = """
            phone,name
            +919812345670,Asha
            +919812345671,Bela
            +919812345672,Chand
            +919812345673,Devi
            +919812345674,Esha
            """;

    @TempDir
    Path folder;

    private static final AudienceSpec IN_INDIA = new AudienceSpec(
            null,
            PhoneFormat.AUTO,
            "IN",
            null,
            null,
            spec("Offer", true).audience().texts(),
            List.of());

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final CampaignStore store = CampaignStore.on(database.database());
    private final PostingStore posting = PostingStore.on(database.database());

    @BeforeEach
    void addSenders() {
        sql("insert into worker (name, seen_at) values ('test', 'infinity')");
        for (String sender : List.of("main", "second")) {
            sql(
                    "insert into sender (sender_id, account_key, gateway, name, min_delay_ms, max_delay_ms, timeout_ms)"
                            + " values (?, ?, 'cloud', ?, 0, 0, 30000)",
                    sender,
                    "account of " + sender,
                    sender);
            sql("insert into account (account_key) values (?)", "account of " + sender);
        }
    }

    @Test
    void shouldKeepAllOfACampaignWhenItIsCreated() throws Exception {
        CampaignId id = created(campaign(spec("Offer", true), FIVE + "12,Short\n"));

        Campaign campaign = store.find(id).orElseThrow();

        assertThat(campaign.status()).isEqualTo(CampaignStatus.RUNNING);
        assertThat(campaign.times().startedAt()).isEqualTo(campaign.times().createdAt());
        assertThat(campaign.createdBy()).isEqualTo("asha");
        assertThat(campaign.spec()).isEqualTo(spec("Offer", true));
        assertThat(campaign.audience()).isEqualTo(new AudienceFigures(6, 5, 1, 0, 0));
        assertThat(campaign.progress().outlook().estimatedFinishAt())
                .isAfter(campaign.times().createdAt());
        assertThat(campaign.progress())
                .isEqualTo(new Progress(
                        5,
                        5,
                        0,
                        0,
                        0,
                        0,
                        0,
                        new Heard(0, 0, 0, 0, 0),
                        new Outlook(0, campaign.progress().outlook().estimatedFinishAt())));
        assertThat(campaign.lanes())
                .extracting(lane -> lane.sender().value(), Campaign.Lane::status)
                .containsExactly(tuple("second", LaneStatus.WAITING), tuple("main", LaneStatus.WAITING));
        assertThat(store.log(id, null, 10).items()).extracting(LogLine::event).containsExactly("created", "started");
        assertThat(rows("tape", "size = 5 and next_n = 1")).isOne();
        assertThat(rows("failure_window", "tripped is null")).isOne();
    }

    @Test
    void shouldBeADraftWhenItsSpecSaysNoStart() throws Exception {
        Campaign campaign =
                store.find(created(campaign(spec("Offer", false), FIVE))).orElseThrow();

        assertThat(campaign.status()).isEqualTo(CampaignStatus.DRAFT);
        assertThat(campaign.times().startedAt()).isNull();
    }

    @Test
    void shouldLeaveNothingBehindWhenTheFileIsRefused() throws Exception {
        List<String> stored = new ArrayList<>();
        Creation creation = posting.create(new NewCampaign(
                spec("Offer", true),
                file("phone,name\n12,Short\n"),
                List.of(),
                () -> {
                    stored.add("media");
                    return new Sha256("0".repeat(64));
                },
                "image/png",
                "asha",
                null));

        assertThat(creation).isInstanceOf(Creation.Refused.class);
        assertThat(((Creation.Refused) creation).errors())
                .extracting(FieldError::field)
                .containsExactly("recipients");
        assertThat(stored).isEmpty();
        for (String table : List.of("campaign", "recipient", "reject", "tape", "lane", "campaign_log")) {
            assertThat(rows(table, "true")).as(table).isZero();
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenTheMediaCannotBeStored() throws Exception {
        NewCampaign campaign = new NewCampaign(
                spec("Offer", true),
                file(FIVE),
                List.of(),
                () -> {
                    throw new IOException("gone");
                },
                "image/png",
                "asha",
                null);

        assertThatThrownBy(() -> posting.create(campaign)).isInstanceOf(IOException.class);
        assertThat(rows("recipient", "true")).isZero();
    }

    @Test
    void shouldGiveTheSameCampaignWhenTheSameIsPostedAgain() throws Exception {
        CampaignId first = created(campaign(spec("Offer", true), FIVE, "key", "a"));

        assertThat(posting.create(campaign(spec("Offer", true), FIVE, "key", "a")))
                .isEqualTo(new Creation.Repeated(first));
        assertThat(posting.repeated(key("asha", "key", "a"))).contains(new Creation.Repeated(first));
        assertThat(rows("campaign", "true")).isOne();
    }

    @Test
    void shouldRefuseAKeyWhenItComesWithOtherContent() throws Exception {
        created(campaign(spec("Offer", true), FIVE, "key", "a"));

        Creation creation = posting.create(campaign(spec("Other", true), FIVE, "key", "b"));

        assertThat(((Creation.Refused) creation).errors())
                .extracting(FieldError::field)
                .containsExactly("Idempotency-Key");
        assertThat(posting.repeated(key("bela", "key", "b")))
                .as("a key of another token")
                .isEmpty();
    }

    @Test
    void shouldCreateOneCampaignWhenTheSameIsPostedTwiceAtOnce() throws Exception {
        CountDownLatch importing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Path file = file(FIVE);
        Callable<Creation> post = () -> posting.create(new NewCampaign(
                spec("Offer", true),
                file,
                List.of(),
                () -> {
                    importing.countDown();
                    await(goOn);
                    return new Sha256("0".repeat(64));
                },
                "image/png",
                "asha",
                key("asha", "key", "a")));
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            Future<Creation> first = both.submit(post);
            importing.await();
            Future<Creation> second = both.submit(post);
            assertThatThrownBy(() -> second.get(500, TimeUnit.MILLISECONDS))
                    .as("the second waits for the first")
                    .isInstanceOf(TimeoutException.class);
            goOn.countDown();

            CampaignId id = ((Creation.Created) first.get()).id();
            assertThat(second.get()).isEqualTo(new Creation.Repeated(id));
            assertThat(rows("campaign", "true")).isOne();
        } finally {
            both.shutdownNow();
        }
    }

    @Test
    void shouldAddUpInEveryStateOfARecipient() throws Exception {
        CampaignId id = created(campaign(spec("Offer", true), FIVE));
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
        CampaignId id = created(campaign(spec("Offer", true), FIVE));
        settle(id, 1, "sent", "");
        settle(id, 2, "failed", "131026");
        begin(id, 3);
        sql(
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
        CampaignId id = created(campaign(spec("Offer", true), FIVE));
        settle(id, 1, "sent", "");
        begin(id, 2);
        sql("update campaign set status = 'cancelled', finished_at = clock_now()");

        Progress progress = store.find(id).orElseThrow().progress();

        assertThat(progress.skipped()).isEqualTo(3);
        assertThat(progress.pending()).isZero();
        assertThat(progress.sending()).isOne();
        assertThat(rowsOf(id, Status.SKIPPED)).containsExactly(4L, 5L, 6L);
        assertThat(rowsOf(id, Status.PENDING)).isEmpty();
    }

    @Test
    void shouldGiveTheRecipientTheLastWordWhenAnOutcomeWasCorrected() throws Exception {
        CampaignId id = created(campaign(spec("Offer", true), FIVE));
        settle(id, 1, "unconfirmed", "timeout");
        sql("update recipient set status = 'sent' where n = 1");

        assertThat(rowsOf(id, Status.UNCONFIRMED)).isEmpty();
        assertThat(rowsOf(id, Status.SENT)).containsExactly(2L);
    }

    @Test
    void shouldShowEveryRecipientOnceWhenReadPageByPage() throws Exception {
        CampaignId id = created(campaign(spec("Offer", true), FIVE));
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
        CampaignId id = created(campaign(spec("Offer", true), FIVE + "+541123456789,Ana\n"));
        created(campaign(spec("Another", true), FIVE));
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
        CampaignId id = created(campaign(spec("Offer", true), FIVE));
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
        CampaignId id = created(campaign(spec("Offer", true), FIVE));
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
        database.database()
                .jdbi()
                .useHandle(handle -> handle.execute("update recipient set status = null where n = 5"));
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
        CampaignId first = created(campaign(spec("One", true), FIVE));
        CampaignId second = created(campaign(spec("Two", false), FIVE));
        CampaignId third = created(campaign(spec("Three", true), FIVE));

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
        CampaignId id = created(campaign(spec("Offer", true), FIVE + "12,Short\n,Empty\n"));
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
        CampaignId id = created(campaign(spec("Offer", true), FIVE));
        sql("update sender set configured = false where sender_id = 'main'");
        sql("update account set paused_by = 'bela' where account_key = 'account of second'");

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
        CampaignId id = created(campaign(spec("Offer", true), FIVE));
        Sha256 media = new Sha256("ab".repeat(32));
        sql("insert into media_asset values (?, 9, 'image/png', 'token', now())", (Object) media.bytes());

        assertThat(store.content(id).orElseThrow().media()).isNull();
        store.setMedia(id, media);
        assertThat(store.content(id).orElseThrow().media())
                .satisfies(asset -> assertThat(asset.mimeType()).isEqualTo("image/png"));
    }

    @Test
    void shouldKeepTheTypeThatTheMediaHadWhenItWasPosted() throws Exception {
        CampaignId found =
                created(new NewCampaign(spec("Offer", true), file(FIVE), List.of(), null, "image/png", "asha", null));
        CampaignId unknown = created(campaign(spec("Offer", true), FIVE));

        assertThat(store.content(found).orElseThrow().mimeType()).isEqualTo("image/png");
        assertThat(store.content(unknown).orElseThrow().mimeType()).isNull();
    }

    @Test
    void shouldKeepTheColumnsThatGoToAVendorWhenTheFileHasThem() throws Exception {
        CampaignId id = created(new NewCampaign(
                spec("Offer", true),
                file("name,phone,Contact ID,contact email\nAsha,+919812345670,7,\n"),
                List.of("contact.email", "contact.groups", "contact_id"),
                null,
                null,
                "asha",
                null));

        assertThat(store.content(id).orElseThrow().passedColumns()).containsExactly("contact.email", "contact_id");
        assertThat(rows("recipient", "variables = '{Asha,\"\",7}'")).isOne();
    }

    /** Several pieces, since noise does not shrink. */
    @Test
    void shouldKeepTheFileAsItCame() throws Exception {
        StringBuilder csv = new StringBuilder(FIVE);
        Random random = new Random(7);
        for (int i = 0; i < 60_000; i++) {
            csv.append("not a phone,")
                    .append(Long.toHexString(random.nextLong()))
                    .append(random.nextLong())
                    .append('\n');
        }
        CampaignId id = created(campaign(spec("Offer", true), csv.toString()));
        Path restored = folder.resolve("restored");

        assertThat(store.recipientsFile(id, restored)).isTrue();

        assertThat(restored).hasContent(csv.toString());
        assertThat(rows("recipients_file", "true")).isGreaterThan(1);
        assertThat(store.recipientsFile(CampaignId.random(), restored)).isFalse();
    }

    private CampaignId created(NewCampaign campaign) throws IOException {
        return posting.create(campaign)
                .fold(
                        Creation.Created::id,
                        Creation.Repeated::id,
                        refused -> {
                            throw new AssertionError(refused);
                        },
                        before -> {
                            throw new AssertionError(before);
                        });
    }

    private NewCampaign campaign(CampaignSpec spec, String csv) throws IOException {
        return new NewCampaign(spec, file(csv), List.of(), null, null, "asha", null);
    }

    private NewCampaign campaign(CampaignSpec spec, String csv, String key, String content) throws IOException {
        return new NewCampaign(spec, file(csv), List.of(), null, null, "asha", key("asha", key, content));
    }

    private static NewCampaign.IdempotencyKey key(String token, String key, String content) {
        return new NewCampaign.IdempotencyKey(token, key, new Sha256(content.repeat(64)));
    }

    private static CampaignSpec spec(String name, boolean start) {
        return new CampaignSpec(
                name,
                List.of(new SenderId("second"), new SenderId("main")),
                null,
                new ListFormat(null, PhoneFormat.AUTO, null, null, null),
                new CampaignSpec.Media(MediaType.IMAGE, null, null, "Hello {{name}}"),
                null,
                null,
                Schedule.NONE,
                CampaignSpec.AutoPause.DEFAULT,
                new Repeats(null, false, null, true),
                null,
                start);
    }

    private Path file(String csv) throws IOException {
        return Files.writeString(Files.createTempFile(folder, "recipients", ".csv"), csv);
    }

    private List<Long> rowsOf(CampaignId id, @Nullable Status status) {
        return store.recipients(id, new RecipientFilter(status, null, null), null, Page.MAX_LIMIT).items().stream()
                .map(Recipient::row)
                .toList();
    }

    /** What finish writes, as far as reading goes. */
    private void settle(CampaignId id, int n, String status, String code) {
        sql(
                "update recipient set status = ?, sender_id = 'main', attempts = 1, error_code = nullif(?, ''),"
                        + " settled_at = clock_now() where campaign_id = ? and n = ?",
                status,
                code,
                id.value(),
                n);
        sql("update lane set " + status + " = " + status + " + 1 where sender_id = 'main'");
        if (!status.equals("sent")) {
            sql("insert into outcome values (?, ?, 0, ?)", id.value(), status, n);
        }
    }

    private void begin(CampaignId id, int n) {
        sql(
                "insert into journal (dispatch_id, campaign_id, tape, n, sender_id, account_key, attempt, worker,"
                        + " begun_at, lease_until)"
                        + " values (gen_random_uuid(), ?, 0, ?, 'main', 'account of main', 1, 'test', now(), now())",
                id.value(),
                n);
    }

    private void sql(String statement, Object... values) {
        database.database().jdbi().useHandle(handle -> handle.execute(statement, values));
    }

    private long rows(String table, String condition) {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from " + table + " where " + condition)
                        .mapTo(Long.class)
                        .one());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
