package io.drumbeat.api.http;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Keeps those who send their requests drop by drop from holding the threads on which everybody is answered: small bodies
 * are there before a thread is, and what comes more slowly than any line is given up.
 */
final class SlowBodies {

    private static final int SMALL_BYTES = 64 << 10;
    private static final int SLOWEST_BYTES_PER_SECOND = 1 << 10;

    /** What Jetty counts for each chunk of a body besides its bytes. */
    private static final int FRAMING_BYTES = 16;

    /** So long anybody may take to begin. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private SlowBodies() {}

    /** The handler before all others. Answers may be read as slowly as one likes: events are. */
    static Handler.Singleton refused() {
        EagerContentHandler small = new EagerContentHandler(
                new EagerContentHandler.RetainedContentLoaderFactory(SMALL_BYTES, FRAMING_BYTES, false));
        // Files are received only of those who may bring them.
        small.exclude(SlowBodies::isMultipart);
        return new Handler.Wrapper(small) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                return super.handle(new Watched(request), response, callback);
            }
        };
    }

    private static boolean isMultipart(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    /**
     * A request that fails once its body comes too slowly. Jetty's own MinimumDataRateHandler holds each against the bytes of all
     * together, and so gives up nobody once some files have come.
     */
    private static final class Watched extends Request.Wrapper {

        /** When somebody first waited for it; null: nobody has. */
        private @Nullable Long begunNanos;

        private long bytes;
        private Content.@Nullable Chunk tooSlow;

        Watched(Request request) {
            super(request);
        }

        @Override
        public Content.@Nullable Chunk read() {
            if (tooSlow != null) {
                return tooSlow;
            }
            Content.Chunk chunk = super.read();
            bytes += chunk == null ? 0 : chunk.remaining();
            return chunk;
        }

        @Override
        public void demand(Runnable whenThere) {
            if (begunNanos == null) {
                begunNanos = System.nanoTime();
            }
            Duration taken = Duration.ofNanos(System.nanoTime() - begunNanos).minus(GRACE);
            if (bytes < taken.toSeconds() * SLOWEST_BYTES_PER_SECOND) {
                // Wrapped: one that is bare Javalin answers itself, without a word.
                tooSlow = Content.Chunk.from(
                        new IllegalStateException(new TimeoutException("its body comes too slowly")));
                whenThere.run();
            } else {
                super.demand(whenThere);
            }
        }
    }
}
