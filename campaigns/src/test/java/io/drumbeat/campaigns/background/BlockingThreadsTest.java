package io.drumbeat.campaigns.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockingThreadsTest {

    private static final int MANY = 500;

    @Test
    void shouldHaveAsManyAsWaitAtOnce() throws Exception {
        ExecutorService threads = BlockingThreads.named("waiter");
        CountDownLatch all = new CountDownLatch(MANY);
        try {
            List<Future<Boolean>> waiting = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                waiting.add(threads.submit(() -> {
                    all.countDown();
                    return all.await(30, TimeUnit.SECONDS);
                }));
            }
            for (Future<Boolean> one : waiting) {
                assertThat(one.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldBeVirtualWhereThisJavaHasThemAndNeverKeepAProcess() throws Exception {
        ExecutorService threads = BlockingThreads.named("waiter");
        try {
            Thread thread = threads.submit(Thread::currentThread).get();

            assertThat(thread.isDaemon()).isTrue();
            boolean virtual = Runtime.version().feature() >= 21;
            assertThat(thread.toString()).matches(virtual ? "VirtualThread\\[.*" : "Thread\\[waiter.*");
        } finally {
            threads.shutdownNow();
        }
    }
}
