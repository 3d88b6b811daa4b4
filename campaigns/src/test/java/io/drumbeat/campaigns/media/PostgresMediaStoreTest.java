package io.drumbeat.campaigns.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.media.MediaStore.Asset;
import io.drumbeat.campaigns.media.MediaStore.Busy;
import io.drumbeat.campaigns.media.MediaStore.Claim;
import io.drumbeat.campaigns.media.MediaStore.Claimed;
import io.drumbeat.campaigns.media.MediaStore.Published;
import io.drumbeat.campaigns.sender.AccountKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresMediaStoreTest {

    private static final int MIB = 1 << 20;
    private static final AccountKey ACCOUNT = new AccountKey("cloud|graph.facebook.com:443|1");
    private static final AccountKey OTHER_ACCOUNT = new AccountKey("cloud|graph.facebook.com:443|2");
    private static final Duration LEASE = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private static TestDatabase database;
    private static MediaStore store;

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

    @ParameterizedTest
    @ValueSource(ints = {1, MIB - 1, MIB, MIB + 1, 5 * MIB, 5 * MIB + 3})
    void shouldGiveBackTheSameContentWhateverItsSize(int size) throws IOException {
        byte[] content = content(size);

        Asset asset = store.put(file(content), "image/png");

        assertThat(asset.size()).isEqualTo(size);
        assertThat(asset.mimeType()).isEqualTo("image/png");
        assertThat(read(asset, 0, size)).isEqualTo(content);
        assertThat(store.find(asset.sha256())).contains(asset);
        assertThat(store.findByToken(asset.token())).contains(asset);
        assertThat(count("media_chunk")).isEqualTo((size + MIB - 1) / MIB);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0, 1",
        "1048575, 1",
        "1048575, 2",
        "1048576, 1",
        "1048576, 1048576",
        "1048577, 1048575",
        "1048577, 1048576",
        "1000000, 2000000",
        "3145727, 2",
        "3145728, 1",
        "3145729, 0"
    })
    void shouldReadRangesAcrossTheEdgesOfChunks(int offset, int length) throws IOException {
        byte[] content = content(3 * MIB + 1);
        Asset asset = store.put(file(content), "image/png");

        assertThat(read(asset, offset, length)).isEqualTo(Arrays.copyOfRange(content, offset, offset + length));
    }

    @ParameterizedTest
    @CsvSource({"-1, 1", "0, 11", "10, 1", "11, 0", "5, -1", "9223372036854775807, 1"})
    void shouldRefuseARangeThatIsNotWithinTheAsset(long offset, long length) throws IOException {
        Asset asset = store.put(file(content(10)), "image/png");

        assertThatThrownBy(() -> store.open(asset, offset, length)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldHoldNoConnectionWhileAStreamIsReadSlowly() throws IOException {
        byte[] content = content(MIB + 1);
        Asset asset = store.put(file(content), "image/png");
        List<InputStream> readers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            InputStream reader = store.open(asset, MIB, 1);
            assertThat(reader.available()).isZero();
            readers.add(reader);
        }

        for (InputStream reader : readers) {
            assertThat(reader.read()).isEqualTo(content[MIB] & 0xff);
        }
    }

    @Test
    void shouldFailWhenAChunkIsMissing() throws IOException {
        Asset asset = store.put(file(content(2 * MIB)), "image/png");
        database.database().jdbi().useHandle(handle -> handle.execute("delete from media_chunk where seq = 1"));

        assertThat(read(asset, 0, MIB)).hasSize(MIB);
        assertThatThrownBy(() -> read(asset, 0, 2 * MIB)).isInstanceOf(IOException.class);
    }

    @Test
    void shouldStoreTheSameContentOnceWhenItIsPutAgain() throws IOException {
        byte[] content = content(MIB + 1);

        Asset first = store.put(file(content), "image/png");
        Asset again = store.put(file(content), "image/jpeg");

        assertThat(again).isEqualTo(first);
        assertThat(count("media_chunk")).isEqualTo(2);
    }

    @Test
    void shouldStoreTheSameContentOnceWhenManyPutItAtTheSameTime() throws Exception {
        byte[] content = content(2 * MIB + 1);

        List<Asset> assets = together(8, () -> store.put(file(content), "image/png"));

        assertThat(assets).hasSize(8).containsOnly(assets.get(0));
        assertThat(count("media_asset")).isEqualTo(1);
        assertThat(count("media_chunk")).isEqualTo(3);
        assertThat(read(assets.get(0), 0, content.length)).isEqualTo(content);
    }

    @Test
    void shouldGiveEveryAssetATokenOfItsOwnThatCannotBeGuessed() throws IOException {
        Asset one = store.put(file(content(1)), "image/png");
        Asset two = store.put(file(content(2)), "image/png");

        assertThat(one.token()).matches("[0-9a-f]{32}").isNotEqualTo(two.token());
        assertThat(one.toString()).doesNotContain(one.token());
    }

    @Test
    void shouldFindNothingWhenThereIsNothing() {
        assertThat(store.find(new Sha256("0".repeat(64)))).isEmpty();
        assertThat(store.findByToken("")).isEmpty();
        assertThat(store.findByToken("\0" + "0".repeat(31))).isEmpty();
    }

    @Test
    void shouldGiveTheClaimToOneOnlyWhenManyAskAtTheSameTime() throws Exception {
        Sha256 sha256 = asset();

        for (AccountKey account : List.of(ACCOUNT, OTHER_ACCOUNT)) {
            List<Claim> claims = together(8, () -> store.claim(sha256, account, LEASE));

            assertThat(claims).filteredOn(Claimed.class::isInstance).hasSize(1);
            assertThat(claims).filteredOn(Busy.class::isInstance).hasSize(7);
        }
    }

    @Test
    void shouldGiveAnExpiredClaimToOneOnlyWhenManyAskAtTheSameTime() throws Exception {
        Sha256 sha256 = asset();
        store.claim(sha256, ACCOUNT, LEASE);
        database.shiftClock(LEASE.plusSeconds(1));

        List<Claim> claims = together(8, () -> store.claim(sha256, ACCOUNT, LEASE));

        assertThat(claims).filteredOn(Claimed.class::isInstance).hasSize(1);
    }

    @Test
    void shouldSayHowLongTheOtherOneMayTake() throws IOException {
        Sha256 sha256 = asset();
        store.claim(sha256, ACCOUNT, LEASE);

        Claim claim = store.claim(sha256, ACCOUNT, Duration.ofHours(1));

        assertThat(claim)
                .isInstanceOfSatisfying(
                        Busy.class, busy -> assertThat(busy.atMost()).isBetween(LEASE.minusSeconds(20), LEASE));
    }

    @Test
    void shouldLetAnotherOneClaimWhenTheFirstDiedAndItsLeaseHasPassed() throws IOException {
        Sha256 sha256 = asset();
        store.claim(sha256, ACCOUNT, LEASE);

        database.shiftClock(LEASE.minusSeconds(20));
        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isInstanceOf(Busy.class);
        database.shiftClock(LEASE.plusSeconds(1));
        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isInstanceOf(Claimed.class);
        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isInstanceOf(Busy.class);
    }

    @Test
    void shouldUploadOncePerAccountOverCampaignsAndRestarts() throws IOException {
        Sha256 sha256 = asset();
        store.claim(sha256, ACCOUNT, LEASE);
        store.published(sha256, ACCOUNT, "id-1", null);

        MediaStore restarted = MediaStore.on(database.database());
        database.shiftClock(Duration.ofDays(4000));

        assertThat(restarted.claim(sha256, ACCOUNT, LEASE)).isEqualTo(new Published("id-1"));
        assertThat(restarted.claim(sha256, OTHER_ACCOUNT, LEASE)).isInstanceOf(Claimed.class);
    }

    @Test
    void shouldUploadAgainWhenThePublicationHasExpired() throws IOException {
        Sha256 sha256 = asset();
        store.claim(sha256, ACCOUNT, LEASE);
        store.published(sha256, ACCOUNT, "id-1", Duration.ofDays(29));
        refuseOnce("id-1");
        store.claim(sha256, ACCOUNT, LEASE);
        store.published(sha256, ACCOUNT, "id-2", Duration.ofDays(29));

        database.shiftClock(Duration.ofDays(29).minusMinutes(1));
        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isEqualTo(new Published("id-2"));
        database.shiftClock(Duration.ofDays(29).plusMinutes(1));
        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isInstanceOf(Claimed.class);
        assertThat(renewed()).as("a fresh upload may be renewed again").isFalse();
    }

    @Test
    void shouldUploadAgainAndRememberItWhenTheVendorNoLongerHasIt() throws IOException {
        Sha256 sha256 = asset();
        store.claim(sha256, ACCOUNT, LEASE);
        store.published(sha256, ACCOUNT, "id-1", null);
        refuseOnce("id-1");

        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isInstanceOf(Claimed.class);
        store.published(sha256, ACCOUNT, "id-2", null);

        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isEqualTo(new Published("id-2"));
        assertThat(renewed()).isTrue();
    }

    @Test
    void shouldLetTheNextOneTryWhenAnUploadFailed() throws IOException {
        Sha256 sha256 = asset();

        store.release(sha256, ACCOUNT, mine(store.claim(sha256, ACCOUNT, LEASE)), Duration.ZERO);

        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isInstanceOf(Claimed.class);
    }

    @Test
    void shouldLetNobodyTryBeforeThePauseAfterAFailureIsOver() throws IOException {
        Sha256 sha256 = asset();
        store.release(sha256, ACCOUNT, mine(store.claim(sha256, ACCOUNT, LEASE)), Duration.ofMinutes(5));

        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isInstanceOf(Busy.class);
        database.shiftClock(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(mine(store.claim(sha256, ACCOUNT, LEASE)).attempt()).isEqualTo(2);
    }

    @Test
    void shouldCountAttemptsFromOneAgainWhenItWasPublished() throws IOException {
        Sha256 sha256 = asset();
        store.release(sha256, ACCOUNT, mine(store.claim(sha256, ACCOUNT, LEASE)), Duration.ZERO);
        store.claim(sha256, ACCOUNT, LEASE);
        store.published(sha256, ACCOUNT, "id-1", Duration.ofDays(29));

        database.shiftClock(Duration.ofDays(30));
        assertThat(mine(store.claim(sha256, ACCOUNT, LEASE)).attempt()).isEqualTo(1);
        store.published(sha256, ACCOUNT, "id-2", null);
        refuseOnce("id-2");
        assertThat(mine(store.claim(sha256, ACCOUNT, LEASE)).attempt()).isEqualTo(1);
    }

    @Test
    void shouldNotReleaseSomebodyElsesClaimWhenAnUploadFailsAfterItsLease() throws IOException {
        Sha256 sha256 = asset();
        Claimed late = mine(store.claim(sha256, ACCOUNT, LEASE));
        database.shiftClock(LEASE.plusSeconds(1));
        store.claim(sha256, ACCOUNT, LEASE);

        store.release(sha256, ACCOUNT, late, Duration.ZERO);

        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isInstanceOf(Busy.class);
    }

    @Test
    void shouldKeepTheFirstUploadWhenALateOneSucceedsToo() throws IOException {
        Sha256 sha256 = asset();
        store.claim(sha256, ACCOUNT, LEASE);
        database.shiftClock(LEASE.plusSeconds(1));
        Claimed second = mine(store.claim(sha256, ACCOUNT, LEASE));

        store.published(sha256, ACCOUNT, "late", null);
        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isEqualTo(new Published("late"));

        store.published(sha256, ACCOUNT, "second", null);
        store.release(sha256, ACCOUNT, second, Duration.ZERO);
        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isEqualTo(new Published("late"));
    }

    @Test
    void shouldFreeClaimsButKeepPublicationsWhenAllProcessesAreKnownDead() throws IOException {
        Sha256 sha256 = asset();
        store.claim(sha256, ACCOUNT, LEASE);
        store.claim(sha256, OTHER_ACCOUNT, LEASE);
        store.published(sha256, OTHER_ACCOUNT, "id-2", null);

        store.releaseAll();

        assertThat(store.claim(sha256, ACCOUNT, LEASE)).isInstanceOf(Claimed.class);
        assertThat(store.claim(sha256, OTHER_ACCOUNT, LEASE)).isEqualTo(new Published("id-2"));
    }

    /** What finish does when a send is told that the vendor no longer has the media. */
    private void refuseOnce(String reference) {
        database.database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "update publication set reference = null, renewed = true where reference = ?", reference));
    }

    private boolean renewed() {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.select("select renewed from publication")
                        .mapTo(Boolean.class)
                        .one());
    }

    private int count(String table) {
        return database.database()
                .jdbi()
                .withHandle(handle -> handle.select("select count(*) from " + table)
                        .mapTo(Integer.class)
                        .one());
    }

    private Sha256 asset() throws IOException {
        return store.put(file(content(10)), "image/png").sha256();
    }

    private byte[] read(Asset asset, long offset, long length) throws IOException {
        try (InputStream in = store.open(asset, offset, length)) {
            return in.readAllBytes();
        }
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(Files.createTempFile(folder, "media", ""), content);
    }

    private static Claimed mine(Claim claim) {
        return claim.fold(
                published -> {
                    throw new AssertionError("published");
                },
                mine -> mine,
                busy -> {
                    throw new AssertionError("busy");
                });
    }

    private static byte[] content(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            Callable<T> atOnce = () -> {
                start.await();
                return work.call();
            };
            List<T> results = new ArrayList<>();
            for (Future<T> result : pool.invokeAll(Collections.nCopies(threads, atOnce))) {
                results.add(result.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
