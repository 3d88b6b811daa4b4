package io.drumbeat.engine.simulator;

import io.drumbeat.engine.gateway.MediaFetch;
import io.drumbeat.engine.simulator.Simulator.Options;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Media that a vendor is told to fetch: each URL is fetched once. Safe to use from many threads. */
final class MediaUrls {

    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_URLS = 10_000;

    private final boolean fetchMedia;
    private final MediaFetch media;
    private final Map<String, Boolean> fetched = new ConcurrentHashMap<>();

    MediaUrls(Options options, MediaFetch media) {
        this.fetchMedia = options.fetchMedia();
        this.media = media;
    }

    /** Whether {@code url} is fully qualified. */
    static boolean isUrl(String url) {
        return url.matches("https?://[^/]+/.*");
    }

    /** Whether there is something at {@code url}, as far as that is looked at. */
    boolean canBeFetched(String url) {
        if (!fetchMedia || fetched.containsKey(url)) {
            return true;
        }
        try {
            media.look(URI.create(url), FETCH_TIMEOUT);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
        if (fetched.size() >= MAX_URLS) {
            fetched.clear();
        }
        fetched.put(url, true);
        return true;
    }
}
