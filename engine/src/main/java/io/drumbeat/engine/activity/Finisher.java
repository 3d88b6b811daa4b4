package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.database.DatabaseUnavailable;
import io.drumbeat.campaigns.dispatch.Dispatch;
import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.campaigns.dispatch.DispatchStore.Ended;
import io.drumbeat.campaigns.dispatch.DispatchStore.Settlement;
import io.drumbeat.campaigns.outcome.Outcome;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes outcomes: an outcome in hand is never dropped while the process lives. */
final class Finisher {
    private static final Logger LOG = LoggerFactory.getLogger(Finisher.class);

    private final DispatchStore store;
    private final Ticker ticker;
    private final Written written;

    /** @param written hears of every group that was written */
    Finisher(DispatchStore store, Ticker ticker, Written written) {
        this.store = store;
        this.ticker = ticker;
        this.written = written;
    }

    /**
     * A send that is over; times are in ticks.
     *
     * @param due when it was to begin
     */
    record Over(Dispatch dispatch, Outcome outcome, long due, long began, long ended) {

        /** How much later than it was to it began. */
        Duration lateness() {
            return Duration.ofNanos(Math.max(0, began - due));
        }

        /** How long the vendor took. */
        Duration latency() {
            return Duration.ofNanos(ended - began);
        }
    }

    /** Hears of groups that were written. */
    interface Written {
        void settled(List<Over> group, Settlement settlement);
    }

    /**
     * Returns once {@code group}, of one lane and account, is committed, past every failure and interruption: together, or
     * one by one where a fault keeps it from being written together. What followed is the last one's.
     */
    Settlement finish(List<Over> group) {
        Settlement settlement;
        try {
            settlement = new Insistence(ticker).until(() -> store.finish(ended(group)), failed -> {
                LOG.warn(
                        "{} has an outcome that is not written yet: {}",
                        group.get(0).dispatch(),
                        Failures.describe(failed));
                return failed instanceof DatabaseUnavailable || group.size() == 1;
            });
        } catch (RuntimeException together) {
            Settlement last = finish(group.subList(0, 1));
            for (int i = 1; i < group.size(); i++) {
                last = finish(group.subList(i, i + 1));
            }
            return last;
        }
        written.settled(group, settlement);
        return settlement;
    }

    private List<Ended> ended(List<Over> group) {
        return group.stream()
                .map(over -> new Ended(over.dispatch(), over.outcome(), ticker.since(over.ended())))
                .toList();
    }
}
