package io.drumbeat.engine.gateway;

import io.drumbeat.engine.gateway.PublicAddresses.PrivateAddress;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Fetches media from a URL that a campaign names. Redirects are not followed, since vendors do not either. Safe to use
 * from many threads, and to be repeated.
 */
public final class MediaFetch implements AutoCloseable {

    private static final int FIRST_BYTES = 64;
    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);

    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor timer = Watchdog.start("media-deadlines");

    /** @param allowPrivateHosts whether loopback, link-local and private addresses may be fetched from */
    public MediaFetch(boolean allowPrivateHosts) {
        PoolingHttpClientConnectionManagerBuilder connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_TIMEOUT)
                        .build());
        if (!allowPrivateHosts) {
            connections.setDnsResolver(new PublicAddresses());
        }
        this.client = HttpClients.custom()
                .setConnectionManager(connections.build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableAuthCaching()
                .build();
    }

    /**
     * What stands at a URL, as its server describes it.
     *
     * @param mimeType as declared, without parameters; null where undeclared
     * @param size in bytes: as declared by {@link #look}, empty where undeclared; as counted by {@link #fetch}
     * @param firstBytes up to 64 of them
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    public record Found(@Nullable String mimeType, OptionalLong size, byte[] firstBytes) {}

    /** Where a body goes. */
    @FunctionalInterface
    public interface Sink {
        /** Takes {@code body}, to be read to its end. */
        void accept(InputStream body) throws IOException;
    }

    /** The URL cannot be had, and why, in words for the campaign's author that name no address. */
    public static class Unfetchable extends IOException {
        private static final long serialVersionUID = 1L;

        Unfetchable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** The URL cannot be had however often it is tried: of what it is, not of how its server fares. */
    public static final class Refused extends Unfetchable {
        private static final long serialVersionUID = 1L;

        Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * Reads {@code url}'s headers and first bytes.
     *
     * @param deadline for all of it
     * @throws Unfetchable where there is no answer in time, another than 200, or the address is not allowed
     */
    public Found look(URI url, Duration deadline) throws Unfetchable {
        try {
            return get(url, deadline, (found, body) -> found);
        } catch (Unfetchable e) {
            throw e;
        } catch (IOException e) {
            throw new Unfetchable("cannot be fetched", e);
        }
    }

    /**
     * Streams all of {@code url} to {@code sink}.
     *
     * @param maxBytes more than that is refused
     * @param deadline for all of it
     * @return what it was, with its true size
     * @throws Unfetchable as {@link #look}, and where the body is cut off or too large; what the sink has is worthless
     * @throws IOException the sink's own
     */
    public Found fetch(URI url, long maxBytes, Duration deadline, Sink sink) throws IOException {
        return get(url, deadline, (found, body) -> {
            if (found.size().orElse(0) > maxBytes) {
                throw tooLarge(maxBytes);
            }
            BoundedBody whole = new BoundedBody(body, maxBytes);
            sink.accept(whole);
            whole.transferTo(OutputStream.nullOutputStream());
            return new Found(found.mimeType(), OptionalLong.of(whole.count), found.firstBytes());
        });
    }

    private Found get(URI url, Duration deadline, BodyReader reader) throws IOException {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new Refused("must be an http or https URL", null);
        }
        HttpGet request = new HttpGet(url);
        try (Watchdog watchdog = new Watchdog(timer, deadline, request::cancel)) {
            return read(open(request, watchdog), watchdog, reader);
        } finally {
            // Ends the connection; closing the response would read what is left of the body.
            request.cancel();
        }
    }

    private ClassicHttpResponse open(HttpGet request, Watchdog watchdog) throws Unfetchable {
        try {
            return client.executeOpen(null, request, null);
        } catch (PrivateAddress e) {
            throw new Refused("leads to a private address, which is not allowed here", e);
        } catch (IOException e) {
            throw lost(e, watchdog);
        }
    }

    private static Found read(ClassicHttpResponse response, Watchdog watchdog, BodyReader reader) throws IOException {
        int status = response.getCode();
        if (status >= 300 && status < 400) {
            throw new Unfetchable("redirects (HTTP " + status + "): name the address it leads to", null);
        }
        HttpEntity entity = response.getEntity();
        if (status != 200 || entity == null) {
            throw new Unfetchable("answers with HTTP " + status, null);
        }
        InputStream body = new RemoteBody(entity.getContent(), watchdog);
        byte[] firstBytes = body.readNBytes(FIRST_BYTES);
        ContentType type = ContentType.parseLenient(entity.getContentType());
        long size = entity.getContentLength();
        return reader.read(
                new Found(
                        type == null ? null : type.getMimeType(),
                        size < 0 ? OptionalLong.empty() : OptionalLong.of(size),
                        firstBytes),
                new SequenceInputStream(new ByteArrayInputStream(firstBytes), body));
    }

    private static Unfetchable lost(IOException cause, Watchdog watchdog) {
        return new Unfetchable(
                watchdog.met() ? "cannot be fetched: " + cause.getMessage() : "was not answered in time", cause);
    }

    private static Unfetchable tooLarge(long maxBytes) {
        return new Refused("holds more than " + maxBytes + " bytes", null);
    }

    private interface BodyReader {
        Found read(Found declared, InputStream body) throws IOException;
    }

    /** Tells what the server broke from what a sink broke. */
    private static final class RemoteBody extends FilterInputStream {
        private final Watchdog watchdog;

        RemoteBody(InputStream in, Watchdog watchdog) {
            super(in);
            this.watchdog = watchdog;
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                throw lost(e, watchdog);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                throw lost(e, watchdog);
            }
        }
    }

    private static final class BoundedBody extends FilterInputStream {
        private final long maxBytes;
        private long count;

        BoundedBody(InputStream in, long maxBytes) {
            super(in);
            this.maxBytes = maxBytes;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int read) throws Unfetchable {
            count += read;
            if (count > maxBytes) {
                throw tooLarge(maxBytes);
            }
        }
    }

    /** Ends what is being fetched. */
    @Override
    public void close() {
        timer.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
