package io.drumbeat.engine.notice;

import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.campaigns.notice.Notice;
import io.drumbeat.campaigns.notice.NoticeStore;
import io.drumbeat.engine.fetch.OutsidePost;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what is to be told: looks every second, and again as soon as something was heard. Several processes may do it at once;
 * one that is killed in the middle of a call leaves its notice to whoever looks when the lease is over.
 */
public final class NoticeLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeLoop.class);

    private static final int AT_A_TIME = 8;
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration CALL = Duration.ofSeconds(30);

    /** Longer than a call and what is written of it. */
    private static final Duration LEASE = CALL.plusSeconds(30);

    private static final Duration LAST_CALLS = Duration.ofSeconds(5);

    private final NoticeStore store;
    private final NoticeSecret secret;
    private final Clock clock;
    private final OutsidePost post;
    private final ExecutorService calls = Executors.newFixedThreadPool(AT_A_TIME, Daemons.named("drumbeat-notices"));
    private final Semaphore idle = new Semaphore(AT_A_TIME);
    private final Semaphore wake = new Semaphore(0);
    private final Thread thread = Daemons.thread("drumbeat-notice-loop", this::run);
    private volatile boolean closed;
    private boolean failing;

    /** @param allowPrivateHosts whether loopback, link-local and private addresses may be called */
    public NoticeLoop(NoticeStore store, NoticeSecret secret, boolean allowPrivateHosts, Clock clock) {
        this.store = store;
        this.secret = secret;
        this.clock = clock;
        this.post = new OutsidePost(allowPrivateHosts, AT_A_TIME);
    }

    /** Begins to look. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                round();
                if (wake.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                    wake.drainPermits();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() {
        try {
            int most = idle.drainPermits();
            List<Notice> due = List.of();
            try {
                due = most == 0 ? due : store.take(most, LEASE);
            } finally {
                idle.release(most - due.size());
            }
            due.forEach(notice -> calls.execute(() -> call(notice)));
            failing = false;
        } catch (RuntimeException failed) {
            if (!failing) {
                // Its class only: messages of the database quote values.
                LOG.warn("Notices wait to be told: {}", failed.getClass().getSimpleName());
            }
            failing = true;
        }
    }

    private void call(Notice notice) {
        try {
            tell(notice);
        } catch (RuntimeException failed) {
            LOG.warn("{} is tried again later: {}", notice, failed.getClass().getSimpleName());
        } finally {
            idle.release();
            wake.release();
        }
    }

    private void tell(Notice notice) {
        Optional<String> fault = post.post(notice.url(), secret.headers(notice, clock.instant()), notice.body(), CALL);
        if (fault.isEmpty()) {
            store.told(notice);
        } else if (!closed && store.untold(notice, fault.get())) {
            LOG.warn("{} is given up: the address {}", notice, fault.get());
        } else {
            LOG.debug("{} is tried again later: the address {}", notice, fault.get());
        }
    }

    /** Ends after the calls that are on, or leaves them to the next start. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        calls.shutdown();
        if (!Daemons.ended(calls, LAST_CALLS)) {
            LOG.debug("a notice is still being told");
        }
        post.close();
    }
}
