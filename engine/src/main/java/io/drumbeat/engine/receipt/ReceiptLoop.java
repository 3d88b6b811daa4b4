package io.drumbeat.engine.receipt;

import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.campaigns.receipt.ReceiptStore;
import io.drumbeat.campaigns.reply.ReplyStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies stored receipts: a moment after there are new ones, so that many are one batch, and every second for those that
 * wait for their send's own reply, and for those that other processes stored. Several processes may do it at once.
 */
public final class ReceiptLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptLoop.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration MOMENT = Duration.ofMillis(200);
    private static final Duration LAST_ROUND = Duration.ofSeconds(5);

    private final ReceiptStore store;
    private final ReplyStore replies;
    private final Counter unmatched;
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = Daemons.thread("drumbeat-receipts", this::run);
    private volatile boolean closed;
    private boolean failing;

    /** @param meters counts the receipts that are given up */
    public ReceiptLoop(ReceiptStore store, ReplyStore replies, MeterRegistry meters) {
        this.store = store;
        this.replies = replies;
        this.unmatched = meters.counter("drumbeat.receipts.unmatched");
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    /** There are new receipts. */
    public void soon() {
        wake.release();
    }

    private void run() {
        try {
            while (!closed) {
                if (wake.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    TimeUnit.MILLISECONDS.sleep(MOMENT.toMillis());
                    wake.drainPermits();
                }
                round();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        try {
            boolean more;
            do {
                ReceiptStore.Round round = store.apply();
                unmatched.increment(round.forgotten());
                more = replies.apply() || round.full();
            } while (more && !closed);
            if (failing) {
                LOG.info("Receipts are applied again");
            }
            failing = false;
        } catch (RuntimeException failed) {
            if (!failing) {
                // Its class only: messages of the database quote values.
                LOG.warn("Receipts wait to be applied: {}", failed.getClass().getSimpleName());
            }
            failing = true;
        }
    }

    /** Ends after the round that is on. */
    @Override
    public void close() {
        closed = true;
        wake.release();
        try {
            thread.join(LAST_ROUND.toMillis());
            if (thread.isAlive()) {
                LOG.warn("A round of receipts is still on; what it has not written is applied at the next start");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
