package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.campaigns.dispatch.DispatchStore.Settlement;
import io.drumbeat.campaigns.dispatch.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes outcomes: an outcome in hand is never dropped while the process lives. */
final class Finisher {
    private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);

    private final DispatchStore store;
    private final Ticker ticker;

    Finisher(DispatchStore store, Ticker ticker) {
        this.store = store;
        this.ticker = ticker;
    }

    /** Returns once {@code outcome} is committed, past every failure and interruption. {@code ended} is in ticks. */
    Settlement finish(Dispatch dispatch, Outcome outcome, long ended) {
        return new Insistence(ticker).until(() -> store.finish(dispatch, outcome, ticker.since(ended)), failed -> {
            LOG.warn("{} has an outcome that is not written yet: {}", dispatch, Failures.describe(failed));
            return true;
        });
    }
}
