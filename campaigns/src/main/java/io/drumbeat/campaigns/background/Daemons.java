package io.drumbeat.campaigns.background;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Threads that have a name, for whoever looks at a thread dump, and that never keep their process from ending. */
public final class Daemons {

    private Daemons() {}

    /** One that is not started yet. */
    public static Thread thread(String name, Runnable work) {
        Thread daemon = new Thread(work, name);
        daemon.setDaemon(true);
        return daemon;
    }

    /** For an executor: all of its threads have that name. */
    public static ThreadFactory named(String name) {
        return work -> thread(name, work);
    }

    /**
     * Waits until {@code threads}, which must have been shut down, have ended what they were at, and returns whether they
     * have. Waits no longer than {@code limit}, nor past an interruption, which the caller's thread keeps.
     */
    public static boolean ended(ExecutorService threads, Duration limit) {
        try {
            return threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
