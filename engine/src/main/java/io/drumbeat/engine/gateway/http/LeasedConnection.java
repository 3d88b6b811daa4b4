package io.drumbeat.engine.gateway.http;

import io.opentelemetry.api.trace.Span;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.protocol.DefaultHttpProcessor;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** A connection out of the pool, for one exchange. Not safe to use from several threads. */
final class LeasedConnection implements AutoCloseable {

    /** Many servers close what idled 5 s; what idled 2 s is not worth the doubt whether they just did. */
    private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(2);

    private static final Timeout GLANCE = Timeout.ofMilliseconds(1);

    private final PoolingHttpClientConnectionManager pool;
    private final ConnectionEndpoint endpoint;
    private final ScheduledExecutorService timer;
    private final Clock clock;
    private final HttpRequestExecutor executor = new HttpRequestExecutor();
    private final HttpProcessor headers = new DefaultHttpProcessor(
            new RequestTargetHost(), new RequestContent(), new RequestUserAgent(UserAgent.TEXT));
    private final boolean kept;
    private boolean written;
    private boolean reusable = true;

    /** @param kept whether an earlier exchange has left it open */
    LeasedConnection(
            PoolingHttpClientConnectionManager pool,
            ConnectionEndpoint endpoint,
            boolean kept,
            ScheduledExecutorService timer,
            Clock clock) {
        this.pool = pool;
        this.endpoint = endpoint;
        this.kept = kept;
        this.timer = timer;
        this.clock = clock;
    }

    /**
     * Sends {@code request} and reads the whole reply.
     *
     * @param deadline for all of it
     * @throws NoReply where no whole reply came, and whether anything of the request may have left
     */
    Reply exchange(ClassicHttpRequest request, Duration deadline) throws NoReply {
        reusable = false;
        trace(request);
        HttpCoreContext context = HttpCoreContext.create();
        try (Watchdog watchdog = new Watchdog(timer, deadline, () -> endpoint.close(CloseMode.IMMEDIATE))) {
            try {
                executor.preProcess(request, headers, context);
                ClassicHttpResponse response = endpoint.execute("send", request, this::write, context);
                Reply reply = Reply.read(response, clock.instant());
                Span.current().setAttribute("http.response.status_code", (long) reply.status());
                boolean keptAlive = DefaultConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
                reusable = watchdog.met() && keptAlive && !reply.cut();
                return reply;
            } catch (ClosedMeanwhile e) {
                throw kept ? NoReply.notTried(e) : NoReply.lost(e, false);
            } catch (IOException | HttpException | RuntimeException e) {
                throw watchdog.met() ? NoReply.lost(e, written) : NoReply.late(deadline, e);
            }
        }
    }

    /** Tells the span of this call, if there is one, whom it calls; not the path, which may hold a token. */
    private static void trace(ClassicHttpRequest request) {
        Span span = Span.current();
        if (span.isRecording()) {
            span.setAttribute("http.request.method", request.getMethod())
                    .setAttribute("server.address", request.getAuthority().getHostName())
                    .setAttribute("server.port", (long) request.getAuthority().getPort());
        }
    }

    private ClassicHttpResponse write(ClassicHttpRequest request, HttpClientConnection connection, HttpContext context)
            throws IOException, HttpException {
        // A word before the request (a 408 on an idle connection) would be taken for the answer to it.
        if (connection.isDataAvailable(GLANCE) || connection.isStale()) {
            throw new ClosedMeanwhile();
        }
        written = true;
        return executor.execute(request, connection, context);
    }

    /** Nothing was written: the vendor had had enough of the connection. */
    private static final class ClosedMeanwhile extends IOException {
        private static final long serialVersionUID = 1L;

        ClosedMeanwhile() {
            super("the vendor closed the connection before the request was written");
        }
    }

    /** Gives the connection back, or ends it where it cannot serve again. */
    @Override
    public void close() {
        if (!reusable) {
            endpoint.close(CloseMode.IMMEDIATE);
        }
        pool.release(endpoint, null, KEEP_ALIVE);
    }
}
