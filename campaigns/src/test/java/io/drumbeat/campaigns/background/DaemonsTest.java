package io.drumbeat.campaigns.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DaemonsTest {

    private final ExecutorService threads = Executors.newSingleThreadExecutor(Daemons.named("drum"));
    private final CountDownLatch work = new CountDownLatch(1);

    @Test
    void shouldNameItsThreadsAndKeepNoProcessAlive() throws Exception {
        Thread thread = threads.submit(Thread::currentThread).get();
        threads.shutdown();

        assertThat(thread.getName()).isEqualTo("drum");
        assertThat(thread.isDaemon()).isTrue();
        assertThat(Daemons.ended(threads, Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void shouldKeepTheInterruptionWhenTheWaitForTheirEndIsCutShort() {
        threads.execute(() -> {
            try {
                work.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        threads.shutdown();
        Thread.currentThread().interrupt();

        assertThat(Daemons.ended(threads, Duration.ofMinutes(1))).isFalse();

        assertThat(Thread.interrupted()).isTrue();
        work.countDown();
        assertThat(Daemons.ended(threads, Duration.ofMinutes(1))).isTrue();
    }

    @Test
    void shouldNotWaitLongerThanItMayWhenOneIsStillBusy() {
        var unused = threads.submit(() -> work.await(1, TimeUnit.MINUTES));
        threads.shutdown();

        assertThat(Daemons.ended(threads, Duration.ofMillis(1))).isFalse();
        work.countDown();
    }
}
