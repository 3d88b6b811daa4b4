package io.drumbeat.campaigns.database;

import io.drumbeat.campaigns.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * PostgreSQL's first process, as its postmaster.pid tells of it.
 *
 * @param port where it listens
 * @param status {@code starting}, {@code ready}, {@code stopping}
 */
record Postmaster(ProcessHandle process, int port, String status) {

    private static final int PID = 0;
    private static final int PORT = 3;
    private static final int STATUS = 7;

    /** The one that runs on {@code cluster}, empty where none does. */
    static Optional<Postmaster> of(Path cluster) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file(cluster));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (lines.size() <= PORT || lines.get(PORT).isBlank()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(lines.get(PORT).strip());
        String status = lines.size() > STATUS ? lines.get(STATUS).strip() : "starting";
        return ProcessHandle.of(Long.parseLong(lines.get(PID).strip()))
                .filter(Postmaster::runsPostgres)
                .map(process -> new Postmaster(process, port, status));
    }

    /**
     * Deletes what a killed one left behind where PostgreSQL would take it for a running one and refuse to start: after
     * a restart of the machine its number may be another program's, and a power cut may have emptied the file.
     */
    static void forgetStale(Path cluster) throws IOException {
        if (!Files.exists(file(cluster))) {
            return;
        }
        List<String> lines = Files.readAllLines(file(cluster));
        if (lines.isEmpty()
                || ProcessHandle.of(Long.parseLong(lines.get(PID).strip()))
                        .filter(process -> !runsPostgres(process))
                        .isPresent()) {
            Files.delete(file(cluster));
        }
    }

    boolean ready() {
        return status.equals("ready");
    }

    /** Waits for its end, but not longer than {@code patience}. */
    void awaitEnd(Duration patience) {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException running) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while waiting for PostgreSQL", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path file(Path cluster) {
        return cluster.resolve("postmaster.pid");
    }

    private static boolean runsPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
    }
}
