package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.campaigns.dispatch.DispatchStore.Settlement;
import io.drumbeat.campaigns.dispatch.Outcome;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes outcomes: an outcome in hand is never dropped while the process lives. */
final class Finisher {
    private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final DispatchStore store;
    private final Ticker ticker;

    Finisher(DispatchStore store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    /** Returns once {@code outcome} is committed, past every failure and interruption. {@code ended} is in ticks. */
    Settlement finish(Dispatch dispatch, Outcome outcome, long ended) {
        boolean interrupted = false;
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                try {
                    // An interrupted thread gets no connection from the pool.
                    interrupted |= Thread.interrupted();
                    return store.finish(dispatch, outcome, ticker.since(ended));
                } catch (RuntimeException failed) {
                    LOG.warn("{} has an outcome that is not written yet: {}", dispatch, Failures.describe(failed));
                }
                try {
                    ticker.sleep(pause);
                } catch (InterruptedException later) {
                    interrupted = true;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
