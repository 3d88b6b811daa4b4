package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** How a stint waits: by the monotonic clock, and never past the moment at which its activity should end. */
final class Waiting {

    /** What a stint waits in all, however often others come first; what is further away is the workflow's to wait for. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** How soon a wait hears that it should end. */
    private static final Duration SLICE = Duration.ofMillis(500);

    private final Ticker ticker;
    private final SlotBell bell;
    private final StopSignal stop;

    Waiting(Ticker ticker, SlotBell bell, StopSignal stop) {
        this.ticker = ticker;
        this.bell = bell;
        this.stop = stop;
    }

    void wait(Duration duration) throws InterruptedException {
        wait(duration, new Semaphore(0));
    }

    /**
     * Waits as {@code step} says. Where others come first, the bell wakes it: their turns may end sooner than expected.
     *
     * @param heard the rings of the account's bell when the question was asked
     */
    void wait(Step step, AccountKey account, SlotBell.Rings heard) throws InterruptedException {
        if (step.queued() == null) {
            wait(step.delay());
            return;
        }
        SlotBell.Place place = bell.queue(account, step.queued(), heard);
        try {
            wait(step.delay(), place.woken());
        } finally {
            bell.leave(place);
        }
    }

    private void wait(Duration duration, Semaphore woken) throws InterruptedException {
        long start = ticker.nanos();
        Duration left = duration;
        boolean called = false;
        while (!called && left.compareTo(Duration.ZERO) > 0 && !stop.requested()) {
            called = ticker.sleepUnless(woken, left.compareTo(SLICE) > 0 ? SLICE : left);
            left = duration.minus(ticker.since(start));
        }
    }
}
