package io.drumbeat.engine.fetch;

import io.drumbeat.engine.gateway.http.Watchdog;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.ssl.SSLContexts;

/** Posts to an address that a campaign names, as {@link MediaFetch} fetches from one. Safe to use from many threads. */
public final class OutsidePost implements AutoCloseable {

    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor timer = Watchdog.start("post-deadlines");

    /**
     * @param allowPrivateHosts whether loopback, link-local and private addresses may be posted to
     * @param mostConnections at a time
     */
    public OutsidePost(boolean allowPrivateHosts, int mostConnections) {
        this.client = OutsideClient.create(
                OutsideClient.addresses(allowPrivateHosts), SSLContexts.createDefault(), mostConnections);
    }

    /**
     * Posts {@code json}, once. What is answered beside the status is not read.
     *
     * @param deadline for all of it
     * @return why it was not taken, in words whose sentence begins with the address; empty: it was, with a 2xx
     */
    public Optional<String> post(URI url, Map<String, String> headers, String json, Duration deadline) {
        HttpPost request = new HttpPost(url);
        headers.forEach(request::setHeader);
        request.setEntity(new StringEntity(json, ContentType.APPLICATION_JSON));
        try (Watchdog watchdog = new Watchdog(timer, deadline, request::cancel)) {
            return post(request, watchdog);
        } finally {
            // Ends the connection; closing the response would read what is left of the body.
            request.cancel();
        }
    }

    private Optional<String> post(HttpPost request, Watchdog watchdog) {
        try {
            int status = client.executeOpen(null, request, null).getCode();
            if (status / 100 == 2) {
                return Optional.empty();
            }
            return Optional.of(
                    status / 100 == 3
                            ? "redirects (HTTP " + status + "): name the address it leads to"
                            : "answers with HTTP " + status);
        } catch (IOException e) {
            return Optional.of(OutsideClient.why(e, watchdog.met(), "cannot be posted to"));
        }
    }

    /** Ends what is being posted. */
    @Override
    public void close() {
        timer.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
