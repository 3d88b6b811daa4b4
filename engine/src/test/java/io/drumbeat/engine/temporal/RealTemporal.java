package io.drumbeat.engine.temporal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A Temporal server of its own for a test. */
public final class RealTemporal implements AutoCloseable {
    private final Path folder;
    private DevServer server;

    private RealTemporal(Path folder) {
        this.folder = folder;
        this.server = DevServer.open(binary(), folder);
    }

    /** The Temporal CLI: tests that need it fail, and are not skipped, where it is missing. */
    public static Path binary() {
        String path = System.getenv("DRUMBEAT_TEST_TEMPORAL");
        if (path == null) {
            throw new AssertionError("DRUMBEAT_TEST_TEMPORAL names no Temporal CLI; ./drumbeat verify gets one");
        }
        return Path.of(path);
    }

    /** One that keeps its database in {@code folder}. */
    public static RealTemporal start(Path folder) {
        return new RealTemporal(folder);
    }

    /** As in TEMPORAL_ADDRESS. */
    public String address() {
        return server.target();
    }

    /** Its number among the machine's processes. */
    public long pid() {
        return server.pid();
    }

    /** kill -9. */
    public void kill() {
        ProcessHandle.of(server.pid()).ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    /** Starts it again after a kill, at the same address where that is free. */
    public void startAgain() {
        server = DevServer.open(binary(), folder);
    }

    /** Deletes all that it knows, after a kill. */
    public void wipe() {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> data = files.filter(file -> file.getFileName().toString().startsWith("temporal.db"))
                    .toList();
            for (Path file : data) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
