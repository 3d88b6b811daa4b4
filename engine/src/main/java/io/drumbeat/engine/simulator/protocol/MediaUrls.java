package io.drumbeat.engine.simulator.protocol;

import io.drumbeat.engine.fetch.MediaFetch;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Media that sends name by a URL: each is fetched once, as vendors do. Safe to use from many threads. */
public final class MediaUrls {

    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_URLS = 10_000;

    private final boolean fetchMedia;
    private final MediaFetch media;
    private final Map<String, Boolean> fetched = new ConcurrentHashMap<>();

    /** @param fetchMedia false: only a URL's form is looked at */
    public MediaUrls(boolean fetchMedia, MediaFetch media) {
        this.fetchMedia = fetchMedia;
        this.media = media;
    }

    /**
     * Fetches what {@code field} of {@code body} names.
     *
     * @throws Refusal where it is no URL, and with {@code status} and {@code code} where it cannot be had
     */
    public void check(Body body, String field, int status, String code) throws Refusal {
        String url = body.required(field);
        body.require(isUrl(url), field + " must be a fully qualified URL");
        if (!canBeFetched(url)) {
            throw new Refusal(status, code, field + " could not be fetched");
        }
    }

    /** Whether {@code url} is fully qualified. */
    public static boolean isUrl(String url) {
        return url.matches("https?://[^/]+/.*");
    }

    /** Whether there is something at {@code url}, as far as that is looked at. */
    public boolean canBeFetched(String url) {
        if (!fetchMedia || fetched.containsKey(url)) {
            return true;
        }
        try {
            media.look(URI.create(url), FETCH_TIMEOUT, 0, null);
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
