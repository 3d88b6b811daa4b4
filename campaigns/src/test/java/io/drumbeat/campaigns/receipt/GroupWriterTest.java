package io.drumbeat.campaigns.receipt;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupWriterTest {

    private static final int MANY = 20;
    private static final int OVERFLOWS = 200;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch open = new CountDownLatch(1);
    private final List<List<Integer>> written = Collections.synchronizedList(new ArrayList<>());
    private final GroupWriter<Integer> groups = new GroupWriter<>(this::write);

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private void write(List<Integer> items) {
        written.add(List.copyOf(items));
        try {
            assertThat(open.await(20, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (items.contains(13)) {
            throw new IllegalArgumentException("13");
        }
        if (items.contains(OVERFLOWS) && items.size() > 1) {
            throw new StackOverflowError();
        }
    }

    private List<CompletableFuture<Void>> comeWhileOneIsWritten(int from) {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        all.add(CompletableFuture.runAsync(() -> groups.write(List.of(-1)), threads));
        await().until(() -> written.size() == 1);
        IntStream.range(from, from + MANY)
                .forEach(i -> all.add(CompletableFuture.runAsync(() -> groups.write(List.of(i)), threads)));
        await().until(() -> groups.gathered() == MANY);
        open.countDown();
        return all;
    }

    @Test
    void shouldWriteWhoComesAloneAtOnceAndAllWhoComeMeanwhileTogether() {
        List<CompletableFuture<Void>> all = comeWhileOneIsWritten(100);

        assertThat(all).allSatisfy(one -> assertThat(one).succeedsWithin(20, SECONDS));
        assertThat(written).hasSize(2);
        assertThat(written.get(0)).containsExactly(-1);
        assertThat(written.get(1))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(100, 100 + MANY).boxed().toList());
    }

    @Test
    void shouldFailOnlyWhoBroughtWhatCannotBeWritten() {
        List<CompletableFuture<Void>> all = comeWhileOneIsWritten(0);

        for (int i = 0; i < all.size(); i++) {
            CompletableFuture<Void> one = all.get(i);
            if (i == 14) { // behind the one that came first
                assertThatThrownBy(one::join).hasRootCauseMessage("13");
            } else {
                assertThat(one).succeedsWithin(20, SECONDS);
            }
        }
    }

    /** What was not written was taken as written, but by the one in whose thread the error was. */
    @Test
    void shouldWriteWhatAnErrorHasKeptFromBeingWrittenTogether() {
        List<CompletableFuture<Void>> all = comeWhileOneIsWritten(OVERFLOWS);

        assertThat(all.stream().filter(GroupWriterTest::hasFailed)).hasSize(1);
        assertThat(written.stream().filter(group -> group.size() == 1)).hasSize(1 + MANY - 1);
    }

    private static boolean hasFailed(CompletableFuture<Void> one) {
        return one.handle((done, failure) -> failure != null).join();
    }

    @Test
    void shouldThrowWhatAloneCannotBeWritten() {
        open.countDown();

        assertThatThrownBy(() -> groups.write(List.of(13))).hasMessage("13");
        groups.write(List.of(1));
        assertThat(written).containsExactly(List.of(13), List.of(1));
    }
}
