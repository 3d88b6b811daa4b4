package io.drumbeat.api.http;

import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;

/**
 * Keeps those who send their requests drop by drop from holding the threads on which everybody is answered: small bodies
 * are there before a thread is, and what comes more slowly than any line is given up.
 */
final class SlowBodies {

    private static final int SMALL_BYTES = 64 << 10;
    private static final int SLOWEST_BYTES_PER_SECOND = 1 << 10;

    /** What Jetty counts for each chunk of a body besides its bytes. */
    private static final int FRAMING_BYTES = 16;

    private static final long ANY_RATE = 0;

    private SlowBodies() {}

    /** The handler before all others. Answers may be read as slowly as one likes: events are. */
    static Handler.Singleton refused() {
        EagerContentHandler small = new EagerContentHandler(
                new EagerContentHandler.RetainedContentLoaderFactory(SMALL_BYTES, FRAMING_BYTES, false));
        // Files are received only of those who may bring them.
        small.exclude(SlowBodies::isMultipart);
        return new MinimumDataRateHandler(small, SLOWEST_BYTES_PER_SECOND, ANY_RATE);
    }

    private static boolean isMultipart(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("multipart/");
    }
}
