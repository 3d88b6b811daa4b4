package io.drumbeat.engine.activity;

import java.time.Duration;

/** How long a file may take from or to another host (protocol.md, 8): 60 s, and its size at 1 Mbit/s. */
final class TransferTime {

    private static final Duration BASE = Duration.ofSeconds(60);
    private static final long BYTES_PER_SECOND = 1_000_000 / 8;

    private TransferTime() {}

    static Duration most(long bytes) {
        return BASE.plusSeconds(bytes / BYTES_PER_SECOND);
    }
}
