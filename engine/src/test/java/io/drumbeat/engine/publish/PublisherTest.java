package io.drumbeat.engine.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.engine.activity.RecordedVerdicts;
import io.drumbeat.engine.fetch.MediaDownload;
import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.sender.ConnectedSenderFixture;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.drumbeat.engine.workflow.PublishResult;
import io.drumbeat.engine.workflow.PublishResult.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class PublisherTest {

    private static final String BUSY = "another process is fetching or uploading the media";
    private static final SenderId MAIN = new SenderId("main");
    private static final SenderId SECOND = new SenderId("second");
    private static final SenderId LINKING = new SenderId("linking");
    private static final SenderId STICKING = new SenderId("sticking");
    private static final URI URL = URI.create("https://files.example/offer.png");

    private static TestDatabase database;
    private static MediaStore store;

    @TempDir
    private Path folder;

    private final UploadingVendor vendor = new UploadingVendor();
    private final RecordedVerdicts verdicts = new RecordedVerdicts();
    private final Campaigns campaigns = new Campaigns();
    private final AtomicInteger downloads = new AtomicInteger();
    private Instant now = Instant.now();
    private MediaDownload download = available();

    @BeforeAll
    static void open() {
        database = TestDatabase.fresh();
        store = MediaStore.on(database.database());
    }

    @BeforeEach
    void empty() {
        database.shiftClock(Duration.ZERO);
        database.database().jdbi().useHandle(handle -> handle.execute("truncate media_asset cascade"));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void shouldUploadOnceWhenManyWorkersPublishTheSameMediaAtTheSameTime() throws Exception {
        byte[] content = png((2 << 20) + 1);
        List<LaneId> lanes = List.of(
                new LaneId(posted(content), MAIN),
                new LaneId(posted(content), MAIN),
                new LaneId(posted(content), MAIN));

        List<PublishResult> results = together(9, worker -> publisher().ensure(lanes.get(worker % lanes.size())));

        assertThat(vendor.files).hasSize(1);
        assertThat(vendor.contents.get(0)).isEqualTo(content);
        assertThat(results)
                .extracting(PublishResult::kind)
                .isSubsetOf(Kind.DONE, Kind.AGAIN)
                .contains(Kind.DONE);
        assertThat(lanes)
                .allSatisfy(lane -> assertThat(publisher().ensure(lane)).isEqualTo(PublishResult.done()));
        assertThat(vendor.files).hasSize(1);
    }

    @Test
    void shouldNameTheFileAndItsType() throws IOException {
        publisher().ensure(new LaneId(posted(png(100)), MAIN));

        Gateway.MediaFile file = vendor.files.get(0);
        assertThat(file.fileName()).isEqualTo("media.png");
        assertThat(file.mimeType()).isEqualTo("image/png");
        assertThat(file.size()).isEqualTo(100);
    }

    @Test
    void shouldUploadOncePerAccount() throws IOException {
        CampaignId campaign = posted(png(100));

        assertThat(publisher().ensure(new LaneId(campaign, MAIN))).isEqualTo(PublishResult.done());
        assertThat(publisher().ensure(new LaneId(campaign, SECOND))).isEqualTo(PublishResult.done());

        assertThat(vendor.files).hasSize(2);
    }

    @Test
    void shouldUploadNothingWhenTheVendorFetchesByUrl() throws IOException {
        assertThat(publisher().ensure(new LaneId(posted(png(100)), LINKING))).isEqualTo(PublishResult.done());

        assertThat(vendor.files).isEmpty();
    }

    @Test
    void shouldUploadAgainWhenTheWorkerThatHadTheClaimWasKilled() throws IOException {
        LaneId lane = new LaneId(posted(png(100)), MAIN);
        Duration lease = Duration.ofSeconds(75);
        store.claim(sha256(lane.campaign()), account(MAIN), lease);

        assertThat(publisher().ensure(lane)).extracting(PublishResult::reason).isEqualTo(BUSY);
        database.shiftClock(lease.plusSeconds(1));

        assertThat(publisher().ensure(lane)).isEqualTo(PublishResult.done());
        assertThat(vendor.files).hasSize(1);
    }

    @Test
    void shouldFreeTheClaimWhenTheUploadBreaks() throws IOException {
        LaneId lane = new LaneId(posted(png(100)), MAIN);
        vendor.mishaps.add(() -> {
            throw new IllegalStateException("broken");
        });

        assertThatThrownBy(() -> publisher().ensure(lane)).hasMessage("broken");
        database.shiftClock(Duration.ofSeconds(6));

        assertThat(publisher().ensure(lane)).isEqualTo(PublishResult.done());
    }

    static Stream<Arguments> shouldTryAgainWhenTheUploadMayWorkLater() {
        return Stream.of(
                Arguments.of(new Outcome.AccountBusy("not_reached", "refused", null), 5),
                Arguments.of(new Outcome.AccountBusy("4", "slow down", Duration.ofSeconds(90)), 90),
                Arguments.of(new Outcome.Transient("131000", "try later", Outcome.Retry.USUAL), 5),
                Arguments.of(new Outcome.Unconfirmed("timeout", "no answer"), 5),
                Arguments.of(new Outcome.GivenBack("frozen"), 5));
    }

    @ParameterizedTest
    @MethodSource
    void shouldTryAgainWhenTheUploadMayWorkLater(Failure why, int seconds) throws IOException {
        CampaignId campaign = posted(png(100));
        LaneId lane = new LaneId(campaign, MAIN);
        vendor.refuseNext(why);

        assertThat(publisher().ensure(lane))
                .extracting(PublishResult::delayMillis)
                .isEqualTo(seconds * 1000L);
        assertThat(verdicts.notPublished).as("the lane says why").containsOnlyKeys(lane);
        assertThat(publisher().ensure(lane))
                .as("the account makes one probe")
                .extracting(PublishResult::reason)
                .isEqualTo(BUSY);
        assertThat(publisher().ensure(new LaneId(campaign, SECOND))).isEqualTo(PublishResult.done());

        database.shiftClock(Duration.ofSeconds(seconds + 1));
        assertThat(publisher().ensure(lane)).isEqualTo(PublishResult.done());
        assertThat(verdicts.blocked).isEmpty();
        assertThat(verdicts.unpublishable).isEmpty();
    }

    @Test
    void shouldWaitTwiceAsLongAfterEachFailureInARow() throws IOException {
        LaneId lane = new LaneId(posted(png(100)), MAIN);
        List<Long> waits = new ArrayList<>();
        for (int attempt = 1; attempt <= 8; attempt++) {
            vendor.refuseNext(new Outcome.Unconfirmed("timeout", "no answer"));
            database.shiftClock(Duration.ofHours(attempt));
            waits.add(Duration.ofMillis(publisher().ensure(lane).delayMillis()).toSeconds());
        }

        assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
    }

    @Test
    void shouldBlockTheSenderWhenTheVendorRefusesIt() throws IOException {
        LaneId lane = new LaneId(posted(png(100)), MAIN);
        vendor.refuseNext(new Outcome.SenderBlocked("190", "token expired"));

        assertThat(publisher().ensure(lane)).isEqualTo(PublishResult.blocked("the upload failed (190): token expired"));
        assertThat(verdicts.blocked).containsOnlyKeys(account(MAIN));
    }

    static Stream<Outcome> shouldGiveUpTheLaneWhenTheVendorRefusesTheMedia() {
        return Stream.of(
                new Outcome.Rejected("100", "bad file", false),
                new Outcome.CampaignBlocked("131052", "bad media"),
                new Outcome.MediaGone("131053", "upload error"));
    }

    @ParameterizedTest
    @MethodSource
    void shouldGiveUpTheLaneWhenTheVendorRefusesTheMedia(Failure why) throws IOException {
        LaneId lane = new LaneId(posted(png(100)), MAIN);
        vendor.refuseNext(why);

        assertThat(publisher().ensure(lane)).extracting(PublishResult::kind).isEqualTo(Kind.UNPUBLISHABLE);
        assertThat(verdicts.unpublishable).containsOnlyKeys(lane);
    }

    @Test
    void shouldGiveUpTheLaneWhenTheMediaIsOutsideItsVendorsLimits() throws IOException {
        LaneId tooLarge = new LaneId(posted(png((5 << 20) + 1)), MAIN);
        LaneId wrongType = new LaneId(campaigns.add(MediaType.STICKER, null, put(png(10))), MAIN);

        assertThat(publisher().ensure(tooLarge))
                .isEqualTo(PublishResult.unpublishable("its gateway takes 5242880 bytes, the media has 5242881"));
        assertThat(publisher().ensure(wrongType))
                .isEqualTo(PublishResult.unpublishable("its gateway takes no sticker"));
        assertThat(vendor.files).isEmpty();
        assertThat(verdicts.unpublishable).containsOnlyKeys(tooLarge, wrongType);
    }

    /** The limit for still ones was held against those that move, too. */
    @Test
    void shouldPublishALargeStickerFromAUrlOnlyWhenItMoves() {
        AtomicReference<byte[]> content = new AtomicReference<>(webp(300 << 10, true));
        download = (url, maxBytes, deadline, to) -> {
            Files.write(to, content.get());
            return "image/webp";
        };
        LaneId moving = new LaneId(campaigns.add(MediaType.STICKER, URL, null), STICKING);
        LaneId still = new LaneId(campaigns.add(MediaType.STICKER, URL, null), STICKING);
        LaneId tooLarge = new LaneId(campaigns.add(MediaType.STICKER, URL, null), STICKING);

        assertThat(publisher().ensure(moving)).isEqualTo(PublishResult.done());
        content.set(webp(300 << 10, false));
        assertThat(publisher().ensure(still)).extracting(PublishResult::kind).isEqualTo(Kind.UNPUBLISHABLE);
        content.set(webp((500 << 10) + 1, true));
        assertThat(publisher().ensure(tooLarge))
                .isEqualTo(PublishResult.unpublishable("its gateway takes 512000 bytes, the media has 512001"));
        assertThat(vendor.files).hasSize(1);
    }

    @Test
    void shouldUploadNothingByANumberThatTheDatabaseDoesNotKnow() throws IOException {
        LaneId lane = new LaneId(posted(png(100)), MAIN);
        verdicts.objections.put(MAIN, "the sender has another number there");

        assertThat(publisher().ensure(lane).reason()).contains("another number");
        assertThat(vendor.files).isEmpty();

        verdicts.objections.clear();
        assertThat(publisher().ensure(lane)).isEqualTo(PublishResult.done());
    }

    @Test
    void shouldFetchFromTheUrlOnceForAllLanes() throws Exception {
        CampaignId campaign = campaigns.add(MediaType.IMAGE, URL, null);
        Publisher publisher = publisher();

        List<PublishResult> results =
                together(8, worker -> publisher.ensure(new LaneId(campaign, worker % 2 == 0 ? MAIN : SECOND)));

        assertThat(downloads).hasValue(1);
        assertThat(results)
                .extracting(PublishResult::kind)
                .isSubsetOf(Kind.DONE, Kind.AGAIN)
                .contains(Kind.DONE);
        assertThat(publisher.ensure(new LaneId(campaign, MAIN))).isEqualTo(PublishResult.done());
        assertThat(publisher.ensure(new LaneId(campaign, SECOND))).isEqualTo(PublishResult.done());
        assertThat(downloads).hasValue(1);
        assertThat(vendor.contents).hasSize(2).containsOnly(png(100));
    }

    @Test
    void shouldGiveUpTheLaneWhenTheUrlHoldsSomethingElse() {
        download = (url, maxBytes, deadline, to) -> {
            Files.writeString(to, "<html>moved</html>");
            return "image/png";
        };
        LaneId lane = new LaneId(campaigns.add(MediaType.IMAGE, URL, null), MAIN);

        assertThat(publisher().ensure(lane).reason()).startsWith("media.url: ");
        assertThat(verdicts.unpublishable).containsOnlyKeys(lane);
    }

    /** Five failed fetches, a minute's trouble of a file server, once made the lane unpublishable for good. */
    @Test
    void shouldGoOnFetchingWithGrowingPausesWhenTheUrlCannotBeHad() throws IOException {
        download = unavailable();
        LaneId lane = new LaneId(campaigns.add(MediaType.IMAGE, URL, null), MAIN);
        Publisher publisher = publisher();

        List<Long> waits = new ArrayList<>();
        for (int attempt = 1; attempt <= 8; attempt++) {
            waits.add(pauseAfter(publisher.ensure(lane)).toSeconds());
            now = now.plus(Duration.ofMinutes(5));
        }
        assertThat(waits).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 300L, 300L);
        assertThat(verdicts.unpublishable).isEmpty();

        download = available();
        assertThat(publisher.ensure(lane)).isEqualTo(PublishResult.done());
    }

    /** Many lanes, and whoever is woken meanwhile, must not drive the pause to its longest within one round. */
    @Test
    void shouldKeepTheRhythmOfTheUrlWhenOthersTryItMeanwhile() {
        download = unavailable();
        CampaignId campaign = campaigns.add(MediaType.IMAGE, URL, null);
        Publisher publisher = publisher();

        assertThat(pauseAfter(publisher.ensure(new LaneId(campaign, MAIN)))).hasSeconds(5);
        now = now.plusSeconds(2);
        assertThat(pauseAfter(publisher.ensure(new LaneId(campaign, SECOND)))).hasSeconds(3);
        assertThat(downloads).hasValue(2);
    }

    @Test
    void shouldGiveUpTheLaneWhenTheUrlCanNeverBeHad() {
        download = (url, maxBytes, deadline, to) -> {
            try (MediaFetch fetch = new MediaFetch(false)) {
                return fetch.fetch(URI.create("http://127.0.0.1/"), maxBytes, deadline, body -> {});
            }
        };
        LaneId lane = new LaneId(campaigns.add(MediaType.IMAGE, URL, null), MAIN);

        assertThat(publisher().ensure(lane))
                .isEqualTo(PublishResult.unpublishable(
                        "media.url: leads to a private address, which is not allowed here"));
    }

    private static MediaDownload unavailable() {
        return (url, maxBytes, deadline, to) -> {
            throw new IOException("answers with HTTP 503");
        };
    }

    private static MediaDownload available() {
        return (url, maxBytes, deadline, to) -> {
            Files.write(to, png(100));
            return "image/png";
        };
    }

    private static Duration pauseAfter(PublishResult result) {
        assertThat(result.reason()).isEqualTo("media.url: answers with HTTP 503");
        return Duration.ofMillis(result.delayMillis());
    }

    private Publisher publisher() {
        ConnectedSenders senders = new ConnectedSenders(List.of(
                sender(MAIN, vendor),
                sender(SECOND, vendor),
                sender(LINKING, new Linking()),
                ConnectedSenderFixture.sender(
                        STICKING,
                        account(STICKING),
                        vendor,
                        Map.of(MediaType.STICKER, MediaLimits.ofMeta(MediaType.STICKER)))));
        MediaDownload counted = (url, maxBytes, deadline, to) -> {
            downloads.incrementAndGet();
            return download.fetch(url, maxBytes, deadline, to);
        };
        return new Publisher(senders, campaigns, store, verdicts, counted, () -> now, "test");
    }

    private static ConnectedSender sender(SenderId id, Gateway gateway) {
        MediaLimits images = new MediaLimits(Set.of("image/png"), 5 << 20);
        return ConnectedSenderFixture.sender(id, account(id), gateway, Map.of(MediaType.IMAGE, images));
    }

    private static AccountKey account(SenderId sender) {
        return new AccountKey("fake|vendor:443|" + sender);
    }

    private CampaignId posted(byte[] content) throws IOException {
        return campaigns.add(MediaType.IMAGE, null, put(content));
    }

    private Sha256 put(byte[] content) throws IOException {
        return store.put(Files.write(Files.createTempFile(folder, "media", ""), content), "image/png")
                .sha256();
    }

    private Sha256 sha256(CampaignId campaign) {
        return Objects.requireNonNull(campaigns.stored.get(campaign));
    }

    private static byte[] png(int size) {
        return Arrays.copyOf(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'}, size);
    }

    private static byte[] webp(int size, boolean animated) {
        byte[] file = Arrays.copyOf("RIFF....WEBPVP8X....".getBytes(StandardCharsets.US_ASCII), size);
        file[20] = (byte) (animated ? 0x02 : 0);
        return file;
    }

    private interface Work {
        PublishResult of(int worker);
    }

    private static List<PublishResult> together(int workers, Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            CyclicBarrier start = new CyclicBarrier(workers);
            AtomicInteger number = new AtomicInteger();
            Callable<PublishResult> atOnce = () -> {
                start.await();
                return work.of(number.getAndIncrement());
            };
            List<PublishResult> results = new ArrayList<>();
            for (Future<PublishResult> result : pool.invokeAll(Collections.nCopies(workers, atOnce))) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    /** Campaigns in memory. */
    private static final class Campaigns implements CampaignMedia {
        private final Map<CampaignId, CampaignSpec.Media> specs = new ConcurrentHashMap<>();
        private final Map<CampaignId, Sha256> stored = new ConcurrentHashMap<>();

        CampaignId add(MediaType type, @Nullable URI url, @Nullable Sha256 sha256) {
            CampaignId campaign = CampaignId.random();
            specs.put(campaign, new CampaignSpec.Media(type, url, null, null));
            if (sha256 != null) {
                stored.put(campaign, sha256);
            }
            return campaign;
        }

        @Override
        public Optional<Content> find(CampaignId campaign) {
            MediaStore.@Nullable Asset asset = Optional.ofNullable(stored.get(campaign))
                    .flatMap(store::find)
                    .orElse(null);
            return Optional.ofNullable(specs.get(campaign)).map(spec -> new Content(spec, asset));
        }

        @Override
        public void fetched(CampaignId campaign, Sha256 sha256) {
            stored.put(campaign, sha256);
        }
    }

    /** A vendor that fetches media by itself. */
    private static final class Linking implements Gateway {
        @Override
        public MediaWay mediaWay() {
            return MediaWay.LINK;
        }

        @Override
        public Upload upload(MediaFile file) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Connection open() {
            throw new UnsupportedOperationException();
        }
    }
}
