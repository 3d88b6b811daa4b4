package io.drumbeat.engine.activity;

import static io.drumbeat.campaigns.Races.require;

import io.drumbeat.campaigns.Races;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whoever is begun has a hand, also where it has just had enough of waiting (docs/protocol.md#own-slot-each). */
final class FreeHandsRacesTest {

    @Test
    void shouldLeaveNothingThatWasGivenToAHandThatWaitsNoLonger() {
        Races.inOrders(200, () -> {
            FreeHands<String> hands = new FreeHands<>(new Impatient());
            String[] got = new String[1];
            boolean[] gave = new boolean[1];
            Races.together(() -> got[0] = await(hands), () -> gave[0] = give(hands));

            require(gave[0] == (got[0] != null), "who was taken has got it");
        });
    }

    @Test
    void shouldTakeNoHandTwice() {
        Races.inOrders(200, () -> {
            FreeHands<String> hands = new FreeHands<>(new Impatient());
            hands.letGo(2);
            int[] taken = new int[2];
            Races.together(() -> taken[0] = take(hands), () -> taken[1] = take(hands));

            require(taken[0] + taken[1] + take(hands) == 2, "there are two");
        });
    }

    private static @Nullable String await(FreeHands<String> hands) {
        try {
            return hands.await(Duration.ZERO);
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
    }

    private static boolean give(FreeHands<String> hands) {
        int taken = take(hands);
        if (taken > 0) {
            hands.give("send");
        }
        return taken > 0;
    }

    private static int take(FreeHands<String> hands) {
        try {
            return hands.take(2, Duration.ZERO);
        } catch (InterruptedException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Each wait is over at once: so it may be over between any two steps of others. */
    private static final class Impatient implements Ticker {

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public void sleep(Duration duration) {
            throw new IllegalStateException("nobody sleeps");
        }

        @Override
        public boolean sleepUnless(Semaphore woken, Duration duration) {
            return woken.tryAcquire();
        }

        @Override
        public <T> @Nullable T poll(BlockingQueue<T> queue, Duration duration) {
            return queue.poll();
        }
    }
}
