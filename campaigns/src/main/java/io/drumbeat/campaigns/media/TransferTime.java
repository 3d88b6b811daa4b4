package io.drumbeat.campaigns.media;

import java.time.Duration;

/** How long a file may take from or to another host (docs/protocol.md#one-deadline): 60 s, and its size at 1 Mbit/s. */
public final class TransferTime {

    private static final Duration BASE = Duration.ofSeconds(60);
    private static final long BYTES_PER_MILLI = 1_000_000 / 8 / 1000;

    private TransferTime() {}

    /** The most that {@code bytes} may take. */
    public static Duration most(long bytes) {
        return BASE.plusMillis(bytes / BYTES_PER_MILLI);
    }
}
