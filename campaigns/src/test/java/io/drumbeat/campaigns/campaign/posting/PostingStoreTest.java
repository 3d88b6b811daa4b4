package io.drumbeat.campaigns.campaign.posting;

import static io.drumbeat.campaigns.campaign.PostedCampaigns.FIVE;
import static io.drumbeat.campaigns.campaign.PostedCampaigns.key;
import static io.drumbeat.campaigns.campaign.PostedCampaigns.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.AudienceFigures;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.Campaign.Heard;
import io.drumbeat.campaigns.campaign.Campaign.LaneStatus;
import io.drumbeat.campaigns.campaign.Campaign.Outlook;
import io.drumbeat.campaigns.campaign.Campaign.Progress;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.LogLine;
import io.drumbeat.campaigns.campaign.PostedCampaigns;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.Sha256;
import java.io.IOException;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostingStoreTest {

    @AutoClose
    private final PostedCampaigns posted;

    private final Path folder;

    PostingStoreTest(@TempDir Path folder) {
        posted = new PostedCampaigns(folder);
        this.folder = folder;
    }

    @Test
    void shouldKeepAllOfACampaignWhenItIsCreated() throws Exception {
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), FIVE + "12,Short\n"));

        Campaign campaign = posted.store.find(id).orElseThrow();

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
        assertThat(posted.store.log(id, null, 10).items())
                .extracting(LogLine::event)
                .containsExactly("created", "started");
        assertThat(posted.rows("tape", "size = 5 and next_n = 1")).isOne();
        assertThat(posted.rows("failure_window", "tripped is null")).isOne();
    }

    @Test
    void shouldBeADraftWhenItsSpecSaysNoStart() throws Exception {
        Campaign campaign = posted.store
                .find(posted.created(posted.campaign(spec("Offer", false), FIVE)))
                .orElseThrow();

        assertThat(campaign.status()).isEqualTo(CampaignStatus.DRAFT);
        assertThat(campaign.times().startedAt()).isNull();
    }

    @Test
    void shouldKeepTheTypeThatTheMediaHadWhenItWasPosted() throws Exception {
        CampaignId found = posted.created(
                new NewCampaign(spec("Offer", true), posted.file(FIVE), List.of(), null, "image/png", "asha", null));
        CampaignId unknown = posted.created(posted.campaign(spec("Offer", true), FIVE));

        assertThat(posted.store.content(found).orElseThrow().mimeType()).isEqualTo("image/png");
        assertThat(posted.store.content(unknown).orElseThrow().mimeType()).isNull();
    }

    @Test
    void shouldKeepTheColumnsThatGoToAVendorWhenTheFileHasThem() throws Exception {
        CampaignId id = posted.created(new NewCampaign(
                spec("Offer", true),
                posted.file("name,phone,Contact ID,contact email\nAsha,+919812345670,7,\n"),
                List.of("contact.email", "contact.groups", "contact_id"),
                null,
                null,
                "asha",
                null));

        assertThat(posted.store.content(id).orElseThrow().passedColumns())
                .containsExactly("contact.email", "contact_id");
        assertThat(posted.rows("recipient", "variables = '{Asha,\"\",7}'")).isOne();
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
        CampaignId id = posted.created(posted.campaign(spec("Offer", true), csv.toString()));
        Path restored = folder.resolve("restored");

        assertThat(posted.store.recipientsFile(id, restored)).isTrue();

        assertThat(restored).hasContent(csv.toString());
        assertThat(posted.rows("recipients_file", "true")).isGreaterThan(1);
        assertThat(posted.store.recipientsFile(CampaignId.random(), restored)).isFalse();
    }

    @Test
    void shouldLeaveNothingBehindWhenTheFileIsRefused() throws Exception {
        List<String> stored = new ArrayList<>();
        Creation creation = posted.posting.create(new NewCampaign(
                spec("Offer", true),
                posted.file("phone,name\n12,Short\n"),
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
            assertThat(posted.rows(table, "true")).as(table).isZero();
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenTheMediaCannotBeStored() throws Exception {
        NewCampaign campaign = new NewCampaign(
                spec("Offer", true),
                posted.file(FIVE),
                List.of(),
                () -> {
                    throw new IOException("gone");
                },
                "image/png",
                "asha",
                null);

        assertThatThrownBy(() -> posted.posting.create(campaign)).isInstanceOf(IOException.class);
        assertThat(posted.rows("recipient", "true")).isZero();
    }

    @Test
    void shouldGiveTheSameCampaignWhenTheSameIsPostedAgain() throws Exception {
        CampaignId first = posted.created(posted.campaign(spec("Offer", true), FIVE, "key", "a"));

        assertThat(posted.posting.create(posted.campaign(spec("Offer", true), FIVE, "key", "a")))
                .isEqualTo(new Creation.Repeated(first));
        assertThat(posted.posting.repeated(key("asha", "key", "a"))).contains(new Creation.Repeated(first));
        assertThat(posted.rows("campaign", "true")).isOne();
    }

    @Test
    void shouldRefuseAKeyWhenItComesWithOtherContent() throws Exception {
        posted.created(posted.campaign(spec("Offer", true), FIVE, "key", "a"));

        Creation creation = posted.posting.create(posted.campaign(spec("Other", true), FIVE, "key", "b"));

        assertThat(((Creation.Refused) creation).errors())
                .extracting(FieldError::field)
                .containsExactly("Idempotency-Key");
        assertThat(posted.posting.repeated(key("bela", "key", "b")))
                .as("a key of another token")
                .isEmpty();
    }

    @Test
    void shouldCreateOneCampaignWhenTheSameIsPostedTwiceAtOnce() throws Exception {
        CountDownLatch importing = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Path file = posted.file(FIVE);
        Callable<Creation> post = () -> posted.posting.create(new NewCampaign(
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
            assertThat(posted.rows("campaign", "true")).isOne();
        } finally {
            both.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
