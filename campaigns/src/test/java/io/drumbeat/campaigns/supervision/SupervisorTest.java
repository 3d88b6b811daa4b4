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
    private final AtomicBoolean unknown = new AtomicBoolean();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
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

    /** Twelve pauses that double each time, from the first on, would last 40 s. */
    @Test
    void shouldPauseLongerAfterEachFailureUpToALimit() {
        Duration first = Duration.ofMillis(20);
        Duration longest = Duration.ofMillis(40);
        failures.set(12);
        supervisor = Supervisor.of(
                new Fake(),
                new Supervisor.Patience(Duration.ofMillis(1), first, longest, Duration.ofDays(1)),
                lost::add);
        runs.set(false);
        await().until(runs::get);

        assertThat(pauses.get(0)).isGreaterThanOrEqualTo(first);
        assertThat(pauses.subList(1, pauses.size()))
                .hasSize(11)
                .allSatisfy(pause -> assertThat(pause).isGreaterThanOrEqualTo(longest));
    }

    /** Two servers on one folder would be worse than none. */
    @Test
    void shouldStartNothingWhereItCannotBeFoundOutWhetherItRuns() {
        unknown.set(true);
        supervisor = Supervisor.of(new Fake(), NEVER_GIVING_UP, lost::add);
        runs.set(false);
        await().until(() -> looks.get() >= 3);

        assertThat(tries).hasValue(0);
        unknown.set(false);
        await().until(runs::get);
    }

    @Test
    void shouldStartNothingOnceItIsClosed() {
        Supervisor.of(new Fake(), NEVER_GIVING_UP, lost::add).close();
        runs.set(false);

        assertThat(tries).hasValue(0);
        assertThat(lost).isEmpty();
    }

    private final class Fake implements Supervisor.Server {
        private long failed;

        @Override
        public String name() {
            return "The fake";
        }

        @Override
        public boolean runs() {
            looks.incrementAndGet();
            if (unknown.get()) {
                throw new IllegalStateException("permission denied");
            }
            return runs.get();
        }

        @Override
        public void startAgain() {
            if (tries.getAndIncrement() > 0) {
                pauses.add(Duration.ofNanos(System.nanoTime() - failed));
            }
            if (failures.getAndDecrement() > 0) {
                failed = System.nanoTime();
                throw new IllegalStateException("no room");
            }
            runs.set(true);
        }
    }
}
