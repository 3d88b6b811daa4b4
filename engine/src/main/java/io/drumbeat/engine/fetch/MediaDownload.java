package io.drumbeat.engine.fetch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Fetches what stands at a URL. */
@FunctionalInterface
public interface MediaDownload {

    /**
     * Writes all of {@code url} to the existing file {@code to}.
     *
     * @param maxBytes more than that is refused
     * @param deadline for all of it
     * @return its MIME type as its server declares it, null where it does not
     * @throws MediaFetch.Refused where it can never be had
     * @throws IOException where it cannot be had now; its message says why, in words for the campaign's author
     */
    @Nullable
    String fetch(URI url, long maxBytes, Duration deadline, Path to) throws IOException;
}
