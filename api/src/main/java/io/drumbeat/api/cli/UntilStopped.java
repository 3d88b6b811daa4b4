package io.drumbeat.api.cli;

import io.drumbeat.campaigns.background.Daemons;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Keeps a process until Ctrl-C or SIGTERM, or until it cannot do its work any more, and closes what it has open. */
final class UntilStopped {

    /** docker-compose.yml gives more. */
    static final Duration LONGEST_CLOSING = Duration.ofSeconds(40);

    private UntilStopped() {}

    /** Waits, and closes {@code resource} once the process is told to stop. Returns only where it is interrupted. */
    static void keep(AutoCloseable resource) throws InterruptedException {
        keep(resource, new CompletableFuture<>());
    }

    /** As {@link #keep(AutoCloseable)}, or until {@code lost}: returns what that says. */
    static String keep(AutoCloseable resource, CompletableFuture<String> lost) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(resource), "stop"));
        try {
            return lost.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Within bounds: whoever told us to stop will not wait for ever, and a restart mends what is left. */
    private static void close(AutoCloseable resource) {
        Thread closing = Daemons.thread("closing", () -> {
            try {
                resource.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        closing.start();
        try {
            closing.join(LONGEST_CLOSING.toMillis());
            ClassArchive.write();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
