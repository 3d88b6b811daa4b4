package io.drumbeat.api.system.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;

/**
 * The clock on the wall of processes that were started with {@link #settings}, set by libfaketime; their monotonic one runs on. It can
 * be shifted where the machine has Debian's package {@code libfaketime}, or DRUMBEAT_TEST_FAKETIME names the library.
 */
final class ProcessClock {

    private static final Path LIBRARY = Path.of(System.getenv()
            .getOrDefault("DRUMBEAT_TEST_FAKETIME", "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"));

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
}
