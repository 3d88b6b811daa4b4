package io.drumbeat.engine.activity;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Fetches what stands at a URL. */
@FunctionalInterface
public interface MediaDownload {

    /**
     * Writes all of {@code url} to the existing file {@code to}.
     *
     * @param maxBytes more than that is refused
     * @param deadline for all of it
     * @throws IOException where it cannot be had; its message says why, in words for the campaign's author
     */
    void fetch(URI url, long maxBytes, Duration deadline, Path to) throws IOException;
}
