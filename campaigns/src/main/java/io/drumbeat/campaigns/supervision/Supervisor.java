package io.drumbeat.campaigns.supervision;

import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.campaigns.pacing.Doubling;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server of ours again whenever it has ended, on a thread of its own, until it is closed. What was in flight
 * there is the business of whoever used it: a server that has ended proves nothing about its clients.
 */
public final class Supervisor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /** A server that is supervised. */
    public interface Server {

        /** Names it in a sentence, with a capital letter. */
        String name();

        /** Whether its process is there, which says nothing of whether it answers. */
        boolean runs();

        /**
         * Starts it where it was, at the same address, and returns once it answers.
         *
         * @throws RuntimeException where it does not, with the reason as its message
         */
        void startAgain();
    }

    /**
     * When to look and to try.
     *
     * @param look how often it is looked for
     * @param firstPause before the second try; doubles with each one after
     * @param longestPause the most that it grows to
     * @param givingUp a server that has been away for so long when a try fails is given up
     */
    public record Patience(Duration look, Duration firstPause, Duration longestPause, Duration givingUp) {
        /** What users are promised: back within half a minute where it can be, given up after one. */
        public static final Patience USUAL = new Patience(
                Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(15), Duration.ofMinutes(1));
    }

    private final Server server;
    private final Patience patience;
    private final Consumer<String> lost;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    /** The last tries, those included whose server soon ended again: such a one is not started without a pause. */
    private int tries;

    private long started = System.nanoTime();

    private Supervisor(Server server, Patience patience, Consumer<String> lost) {
        this.server = server;
        this.patience = patience;
        this.lost = lost;
        this.thread = Daemons.thread("drumbeat-supervisor", this::watch);
    }

    /**
     * Watches {@code server}, which runs now.
     *
     * @param lost is told once, in a sentence, that it does not come up any more; then nothing watches it
     */
    public static Supervisor of(Server server, Patience patience, Consumer<String> lost) {
        Supervisor supervisor = new Supervisor(server, patience, lost);
        supervisor.thread.start();
        return supervisor;
    }

    private void watch() {
        try {
            boolean worthIt = true;
            while (worthIt && !closed.await(patience.look.toMillis(), TimeUnit.MILLISECONDS)) {
                worthIt = runs() || restored();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where that cannot be found out, nothing is done: two servers on one folder would be worse. */
    private boolean runs() {
        try {
            return server.runs();
        } catch (RuntimeException unknown) {
            LOG.debug("{} cannot be looked for", server.name(), unknown);
            return true;
        }
    }

    /** Returns whether it runs again; false where it is given up, or this is closed. */
    private boolean restored() throws InterruptedException {
        LOG.warn("{} has ended and is started again", server.name());
        long ended = System.nanoTime();
        if (ended - started >= patience.givingUp.toNanos()) {
            tries = 0;
        }
        while (!closed.await(pause().toMillis(), TimeUnit.MILLISECONDS)) {
            tries++;
            try {
                server.startAgain();
                started = System.nanoTime();
                LOG.info("{} runs again", server.name());
                return true;
            } catch (RuntimeException failed) {
                LOG.warn("{} does not start: {}", server.name(), failed.getMessage());
                if (System.nanoTime() - ended >= patience.givingUp.toNanos()) {
                    lost.accept(server.name() + " has ended and does not start again: " + failed.getMessage());
                    return false;
                }
            }
        }
        return false;
    }

    private Duration pause() {
        return tries == 0 ? Duration.ZERO : new Doubling(patience.firstPause, patience.longestPause).after(tries);
    }

    /** Leaves the server as it is; returns when nothing will start it any more. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
