package io.drumbeat.api.system.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The clock on the wall of processes that were started with {@link #settings}, set by libfaketime; their monotonic one runs on. It can
 * be shifted where the machine has Debian's package {@code libfaketime}, or DRUMBEAT_TEST_FAKETIME names the library.
 */
final class ProcessClock implements AutoCloseable {

    private static final Path LIBRARY = Path.of(System.getenv()
            .getOrDefault("DRUMBEAT_TEST_FAKETIME", "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"));

    /** Where the library has a file or two for each process, which are left behind by those that are killed. */
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private static final Pattern OF_A_PROCESS = Pattern.compile("(sem\\.)?faketime_(sem|shm)_(\\d+)");

    private final Path file;

    /** @param file is written; processes look at it once a second */
    ProcessClock(Path file) throws IOException {
        this.file = file;
        shift(Duration.ZERO);
    }

    boolean canBeShifted() {
        return Files.exists(LIBRARY);
    }

    /** The environment of a process that goes by it. */
    Map<String, String> settings() {
        return canBeShifted()
                ? Map.of(
                        "LD_PRELOAD", LIBRARY.toString(),
                        "FAKETIME_TIMESTAMP_FILE", file.toString(),
                        "FAKETIME_CACHE_DURATION", "1",
                        "DONT_FAKE_MONOTONIC", "1",
                        // Without it, waits by the monotonic clock end early.
                        "FAKETIME_FORCE_MONOTONIC_FIX", "0")
                : Map.of();
    }

    /** @param ahead of the machine's clock, behind it where negative */
    void shift(Duration ahead) throws IOException {
        Path next = Files.writeString(
                file.resolveSibling(file.getFileName() + ".next"), "%+d".formatted(ahead.toSeconds()));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes what processes that have ended have left behind. */
    @Override
    public void close() {
        if (!canBeShifted()) {
            return;
        }
        try (Stream<Path> all = Files.list(SHARED_MEMORY)) {
            for (Path one : all.toList()) {
                Matcher name = OF_A_PROCESS.matcher(one.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(3))).isEmpty()) {
                    Files.deleteIfExists(one);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
