package io.drumbeat.engine.fetch;

import io.drumbeat.campaigns.media.MagicBytes;
import io.drumbeat.campaigns.media.Sniffed;
import io.drumbeat.engine.fetch.PublicAddresses.PrivateAddress;
import io.drumbeat.engine.gateway.http.Watchdog;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.ssl.SSLContexts;
import org.jspecify.annotations.Nullable;

/**
 * Fetches media from a URL that a campaign names. Redirects are not followed, since vendors do not either. Safe to use
 * from many threads, and to be repeated.
 */
public final class MediaFetch implements MediaDownload, AutoCloseable {

    private static final int CONNECTIONS = 25;
    private static final String UNFETCHABLE = "cannot be fetched";

    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor timer = Watchdog.start("media-deadlines");

    /** @param allowPrivateHosts whether loopback, link-local and private addresses may be fetched from */
    public MediaFetch(boolean allowPrivateHosts) {
        this(OutsideClient.addresses(allowPrivateHosts), SSLContexts.createDefault());
    }

    /**
     * @param addresses where hosts are
     * @param trust whose certificates are good
     */
    MediaFetch(DnsResolver addresses, SSLContext trust) {
        this.client = OutsideClient.create(addresses, trust, CONNECTIONS);
    }

    /**
     * What stands at a URL.
     *
     * @param mimeType as its server declares it, without parameters; null where undeclared
     * @param sniffed what it is by its own bytes
     * @param size in bytes: as declared, or else as counted
     * @param whole whether that is all of it; else it has at least so many
     */
    public record Found(@Nullable String mimeType, Sniffed sniffed, long size, boolean whole) {}

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
     * Reads as much of {@code url} as tells what it is and how large: its first bytes, of a film up to its index, and all
     * of it where its server does not declare its size.
     *
     * @param deadline for all of it; a film whose index has not come by then is judged by its first bytes
     * @param most of a body of undeclared size, no more than this is read, and a little
     * @param fileName the name it is to be sent under, null without one
     * @throws Unfetchable where there is no answer in time, another than 200, or the address is not allowed
     */
    public Found look(URI url, Duration deadline, long most, @Nullable String fileName) throws Unfetchable {
        try {
            return get(url, deadline, (declared, body) -> look(declared, body, most, url.getPath(), fileName));
        } catch (Unfetchable e) {
            throw e;
        } catch (IOException e) {
            throw new Unfetchable(UNFETCHABLE, e);
        }
    }

    private static Found look(Declared declared, RemoteBody remote, long most, String path, @Nullable String fileName)
            throws IOException {
        byte[] head = remote.readNBytes(MagicBytes.LENGTH);
        remote.endAtDeadline();
        CountedBody body =
                new CountedBody(new SequenceInputStream(new ByteArrayInputStream(head), remote), Long.MAX_VALUE);
        Sniffed sniffed = MagicBytes.sniff(body, path, declared.mimeType, fileName);
        if (declared.size.isPresent()) {
            return new Found(declared.mimeType, sniffed, declared.size.getAsLong(), true);
        }
        byte[] rest = new byte[8192];
        boolean more = true;
        while (more && body.count <= most) {
            more = body.read(rest, 0, rest.length) >= 0;
        }
        if (remote.late && body.count <= most) {
            throw new Unfetchable(
                    "could not be read to its end in time, and its server does not say how large it is", null);
        }
        return new Found(declared.mimeType, sniffed, body.count, !more);
    }

    @Override
    public @Nullable String fetch(URI url, long maxBytes, Duration deadline, Path to) throws IOException {
        return fetch(url, maxBytes, deadline, body -> Files.copy(body, to, StandardCopyOption.REPLACE_EXISTING));
    }

    /**
     * Streams all of {@code url} to {@code sink}.
     *
     * @param maxBytes more than that is refused
     * @param deadline for all of it
     * @return its type as its server declares it, without parameters; null where undeclared
     * @throws Refused where it is too large or the address is not allowed
     * @throws Unfetchable as {@link #look}, and where the body is cut off; what the sink has is worthless
     * @throws IOException the sink's own
     */
    public @Nullable String fetch(URI url, long maxBytes, Duration deadline, Sink sink) throws IOException {
        return get(url, deadline, (declared, body) -> {
                    if (declared.size.orElse(0) > maxBytes) {
                        throw tooLarge(maxBytes);
                    }
                    CountedBody whole = new CountedBody(body, maxBytes);
                    sink.accept(whole);
                    whole.transferTo(OutputStream.nullOutputStream());
                    return Optional.ofNullable(declared.mimeType);
                })
                .orElse(null);
    }

    private <T> T get(URI url, Duration deadline, BodyReader<T> reader) throws IOException {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (url.getRawAuthority() == null || !web) {
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
            throw new Refused(OutsideClient.why(e, true, UNFETCHABLE), e);
        } catch (IOException e) {
            throw lost(e, watchdog);
        }
    }

    private static <T> T read(ClassicHttpResponse response, Watchdog watchdog, BodyReader<T> reader)
            throws IOException {
        int status = response.getCode();
        if (status >= 300 && status < 400) {
            throw new Unfetchable("redirects (HTTP " + status + "): name the address it leads to", null);
        }
        HttpEntity entity = response.getEntity();
        if (status != 200 || entity == null) {
            throw new Unfetchable("answers with HTTP " + status, null);
        }
        ContentType type = ContentType.parseLenient(entity.getContentType());
        long size = entity.getContentLength();
        Declared declared = new Declared(
                type == null ? null : type.getMimeType(), size < 0 ? OptionalLong.empty() : OptionalLong.of(size));
        return reader.read(declared, new RemoteBody(entity.getContent(), watchdog));
    }

    private static Unfetchable lost(IOException cause, Watchdog watchdog) {
        return new Unfetchable(OutsideClient.why(cause, watchdog.met(), UNFETCHABLE), cause);
    }

    private static Unfetchable tooLarge(long maxBytes) {
        return new Refused("holds more than " + maxBytes + " bytes", null);
    }

    /** What a server says of what it serves. */
    private record Declared(@Nullable String mimeType, OptionalLong size) {}

    private interface BodyReader<T> {
        T read(Declared declared, RemoteBody body) throws IOException;
    }

    /** Tells what the server broke from what a sink broke. */
    private static final class RemoteBody extends FilterInputStream {
        private final Watchdog watchdog;
        private boolean endsAtDeadline;
        private boolean late;

        RemoteBody(InputStream in, Watchdog watchdog) {
            super(in);
            this.watchdog = watchdog;
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException e) {
                return ended(e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return super.read(bytes, offset, length);
            } catch (IOException e) {
                return ended(e);
            }
        }

        /** From now on, what has not come by the deadline is as if it were not there. */
        void endAtDeadline() {
            endsAtDeadline = true;
        }

        private int ended(IOException cause) throws Unfetchable {
            if (!endsAtDeadline || watchdog.met()) {
                throw lost(cause, watchdog);
            }
            late = true;
            return -1;
        }
    }

    private static final class CountedBody extends FilterInputStream {
        private final long maxBytes;
        private long count;

        CountedBody(InputStream in, long maxBytes) {
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
