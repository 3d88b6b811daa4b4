package io.drumbeat.engine.temporal;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

/**
 * What is remembered of a dev server in its folder.
 *
 * @param pid 0 where it was ended
 * @param startedAt of the process: a later one may have the same pid
 */
record DevServerNote(long pid, String startedAt, int port, int uiPort) {
    private static final String FILE = "temporal.properties";

    static DevServerNote of(ProcessHandle process, int port, int uiPort) {
        return new DevServerNote(process.pid(), start(process), port, uiPort);
    }

    /** The note in {@code folder}, empty where there is none that can be read. */
    static Optional<DevServerNote> read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties values = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
            return Optional.of(new DevServerNote(
                    Long.parseLong(values.getProperty("pid", "0")),
                    values.getProperty("startedAt", ""),
                    Integer.parseInt(values.getProperty("port", "0")),
                    Integer.parseInt(values.getProperty("uiPort", "0"))));
        } catch (IllegalArgumentException damaged) {
            return Optional.empty();
        }
    }

    /** Replaces the note in {@code folder} as a whole. */
    void write(Path folder) throws IOException {
        Properties values = new Properties();
        values.setProperty("pid", Long.toString(pid));
        values.setProperty("startedAt", startedAt);
        values.setProperty("port", Integer.toString(port));
        values.setProperty("uiPort", Integer.toString(uiPort));
        Path half = folder.resolve(FILE + ".new");
        try (Writer writer = Files.newBufferedWriter(half)) {
            values.store(writer, "The Temporal dev server of this folder");
        }
        Files.move(half, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The process it tells of, empty where that no longer runs. */
    Optional<ProcessHandle> process() {
        return pid == 0
                ? Optional.empty()
                : ProcessHandle.of(pid)
                        .filter(process -> process.isAlive() && start(process).equals(startedAt));
    }

    /** The same ports, to be used again. */
    DevServerNote stopped() {
        return new DevServerNote(0, "", port, uiPort);
    }

    private static String start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toString).orElse("unknown");
    }
}
