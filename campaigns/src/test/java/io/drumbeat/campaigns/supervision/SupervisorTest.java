package io.drumbeat.campaigns.supervision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SupervisorTest {

    private static final Supervisor.Patience NEVER_GIVING_UP = new Supervisor.Patience(
            Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofDays(1));
    private static final Supervisor.Patience ONE_TRY =
            new Supervisor.Patience(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(4), Duration.ZERO);

    private final AtomicBoolean runs = new AtomicBoolean(true);
    private final AtomicInteger tries = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final List<String> lost = new CopyOnWriteArrayList<>();

    private @Nullable Supervisor supervisor;

    @AfterEach
    void close() {
        if (supervisor != null) {
            supervisor.close();
        }
    }

    @Test
    void shouldStartWhatHasEndedAgainAsOftenAsItTakes() {
        supervisor = Supervisor.of(new Fake(), NEVER_GIVING_UP, lost::add);
        for (int kill = 1; kill <= 2; kill++) {
            failures.set(5);
            runs.set(false);
            await().until(runs::get);
            assertThat(tries).hasValue(6 * kill);
        }
        assertThat(lost).isEmpty();
    }

    @Test
    void shouldSayOnceWhyItGivesUp() {
        failures.set(Integer.MAX_VALUE);
        supervisor = Supervisor.of(new Fake(), ONE_TRY, lost::add);
        runs.set(false);
        await().until(() -> !lost.isEmpty());

        assertThat(lost).containsExactly("The fake has ended and does not start again: no room");
        assertThat(tries).hasValue(1);
    }

    @Test
    void shouldStartNothingOnceItIsClosed() {
        Supervisor.of(new Fake(), NEVER_GIVING_UP, lost::add).close();
        runs.set(false);

        assertThat(tries).hasValue(0);
        assertThat(lost).isEmpty();
    }

    private final class Fake implements Supervisor.Server {
        @Override
        public String name() {
            return "The fake";
        }

        @Override
        public boolean runs() {
            return runs.get();
        }

        @Override
        public void startAgain() {
            tries.incrementAndGet();
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("no room");
            }
            runs.set(true);
        }
    }
}
