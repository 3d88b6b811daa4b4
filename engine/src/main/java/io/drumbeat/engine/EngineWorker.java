package io.drumbeat.engine;

import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.engine.temporal.TemporalConnection;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs workflows and activities against one Temporal server, from {@link #start} until it is closed.
 *
 * <p>The server within this process keeps every history and every lock for ever. So after some thousand dispatches it is
 * replaced by a fresh one: the database knows all that matters. Sends in flight end on the old one while the fresh one
 * begins already; they share no more than what two processes share.
 */
public final class EngineWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineWorker.class);

    /** Some 50 MB of heap, long before its latency shows. */
    private static final int DISPATCHES_A_SERVER = 10_000;

    /** As long as the longest activity, a large upload. */
    private static final Duration LAST_UPLOADS = Duration.ofMinutes(30);

    private static final Duration LAST_RENEWAL = Duration.ofSeconds(10);

    private final TemporalConnection connection;
    private final EngineParts parts;
    private final int dispatchesAServer;
    private final Runnable renewed;
    private final ExecutorService renewals = Executors.newSingleThreadExecutor(Daemons.named("drumbeat-renewal"));
    private Polling polling;

    /** The one before, while its last sends end; else the same one. */
    private volatile Polling leaving;

    /**
     * One that is not started yet; {@code connection} stays the caller's to close, after this.
     *
     * @param renewed is run when a fresh server has taken the place of the one within this process: no workflow runs there
     */
    public EngineWorker(TemporalConnection connection, EngineParts parts, Runnable renewed) {
        this(connection, parts, renewed, DISPATCHES_A_SERVER);
    }

    EngineWorker(TemporalConnection connection, EngineParts parts, Runnable renewed, int dispatchesAServer) {
        this.connection = connection;
        this.parts = parts;
        this.renewed = renewed;
        this.dispatchesAServer = dispatchesAServer;
        this.polling = polling(connection.client());
        this.leaving = polling;
    }

    private Polling polling(WorkflowClient client) {
        AtomicInteger dispatches = new AtomicInteger();
        return new Polling(client, connection::searchable, parts, () -> {
            // Every so many: where no fresh server opens, it is tried again.
            if (dispatches.incrementAndGet() % dispatchesAServer == 0) {
                renewSoon();
            }
        });
    }

    /**
     * Begins to poll.
     *
     * @throws RuntimeException where Temporal does not answer
     */
    public synchronized void start() {
        polling.start();
    }

    private synchronized void renewSoon() {
        if (!renewals.isShutdown() && connection.kind() == TemporalConnection.Kind.IN_PROCESS) {
            renewals.execute(this::renew);
        }
    }

    private void renew() {
        try {
            AutoCloseable oldServer;
            synchronized (this) {
                if (renewals.isShutdown()) {
                    return;
                }
                oldServer = replace();
            }
            leaving.leave(LAST_UPLOADS);
            leaving.close();
            oldServer.close();
            LOG.info("The Temporal server within this process was replaced by a fresh one");
        } catch (Exception failed) {
            LOG.warn("The Temporal server within this process is not replaced by a fresh one yet", failed);
        } finally {
            forgetOld();
        }
    }

    /** Nothing pauses: the fresh one works before the old one leaves. Returns the old server. */
    private AutoCloseable replace() {
        AutoCloseable oldServer = connection.renew(client -> {
            Polling fresh = polling(client);
            fresh.start();
            polling = fresh;
        });
        leaving.leave();
        renewed.run();
        return oldServer;
    }

    /** Its histories would stay in memory with it. */
    private synchronized void forgetOld() {
        leaving = polling;
    }

    /** Stops polling, begins nothing new, and waits for the sends in flight, up to 35 s. */
    @Override
    public void close() {
        Polling last;
        Polling before;
        synchronized (this) {
            renewals.shutdown();
            last = polling;
            before = leaving;
        }
        last.leave();
        before.close();
        last.close();
        if (!Daemons.ended(renewals, LAST_RENEWAL)) {
            LOG.warn("The Temporal server before the last one is still there");
        }
    }
}
