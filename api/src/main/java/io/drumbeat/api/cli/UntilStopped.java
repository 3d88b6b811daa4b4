package io.drumbeat.api.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Keeps a process until Ctrl-C or SIGTERM, and closes what it has open. */
final class UntilStopped {

    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(40);

    private UntilStopped() {}

    /** Waits, and closes {@code resource} once the process is told to stop. Returns only where it is interrupted. */
    static void keep(AutoCloseable resource) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(resource), "stop"));
        new CountDownLatch(1).await();
    }

    /** Within bounds: whoever told us to stop will not wait for ever, and a restart mends what is left. */
    private static void close(AutoCloseable resource) {
        Thread closing = new Thread(
                () -> {
                    try {
                        resource.close();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                "closing");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(LONGEST_CLOSING.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
