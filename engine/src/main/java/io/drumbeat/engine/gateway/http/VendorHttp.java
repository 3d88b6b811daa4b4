package io.drumbeat.engine.gateway.http;

import io.drumbeat.campaigns.media.TransferTime;
import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.Gateway.NotReached;
import io.drumbeat.engine.gateway.SenderAccess;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * The HTTP client that every gateway shares: connections, deadlines and what their ends mean. It never repeats a
 * request, follows a redirect or keeps a cookie. Safe to use from many threads.
 */
public final class VendorHttp implements AutoCloseable {

    private static final Timeout CONNECT_TIMEOUT = Timeout.ofSeconds(5);
    private static final int MAX_CONNECTIONS = 4096;

    private final PoolingHttpClientConnectionManager pool;
    private final ScheduledThreadPoolExecutor watchdog;
    private final ScheduledFuture<?> eviction;
    private final Clock clock;

    /** @param clock what a {@code Retry-After} date is compared with where the reply bears no date of its own */
    public VendorHttp(Clock clock) {
        this.clock = clock;
        this.pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(MAX_CONNECTIONS)
                .setMaxConnPerRoute(MAX_CONNECTIONS)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(CONNECT_TIMEOUT)
                        .setValidateAfterInactivity(TimeValue.ZERO_MILLISECONDS)
                        .build())
                .build();
        this.watchdog = Watchdog.start("vendor-deadlines");
        this.eviction = watchdog.scheduleAtFixedRate(pool::closeExpired, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * A connection to {@code sender}'s vendor, speaking {@code protocol}.
     *
     * @throws NotReached where there is no connection; nothing was sent
     */
    public Gateway.Connection open(SenderAccess sender, VendorProtocol protocol) throws NotReached {
        return new VendorConnection(connect(sender.baseUrl()), sender, protocol);
    }

    /**
     * Uploads {@code file} within 60 s and what its size takes at 1 Mbit/s.
     *
     * @param request a request that carries the file
     * @param read what a reply means
     */
    public Gateway.Upload upload(
            SenderAccess sender,
            Gateway.MediaFile file,
            ClassicHttpRequest request,
            Function<Reply, Gateway.Upload> read) {
        Gateway.Upload upload =
                exchange(sender, request, TransferTime.most(file.size()), read, Gateway.NotUploaded::after);
        return upload instanceof Gateway.NotUploaded not
                ? new Gateway.NotUploaded(Redaction.of(sender).of(not.why()))
                : upload;
    }

    /**
     * Asks {@code sender}'s vendor for something, within the sender's time-out.
     *
     * @param request one that changes nothing
     * @param read what a reply means
     * @param unanswered what no reply means, or one of somebody who is not the vendor
     */
    public <T> T ask(
            SenderAccess sender, ClassicHttpRequest request, Function<Reply, T> read, Function<Failure, T> unanswered) {
        return exchange(
                sender,
                request,
                sender.timeout(),
                read,
                failure -> unanswered.apply(Redaction.of(sender).of(failure)));
    }

    private <T> T exchange(
            SenderAccess sender,
            ClassicHttpRequest request,
            Duration deadline,
            Function<Reply, T> read,
            Function<Failure, T> unanswered) {
        try (LeasedConnection connection = connect(sender.baseUrl())) {
            Reply reply = connection.exchange(request, deadline);
            return WrongAddress.of(reply, sender.baseUrl()).map(unanswered).orElseGet(() -> read.apply(reply));
        } catch (NotReached e) {
            return unanswered.apply(
                    new Outcome.AccountBusy(Outcome.AccountBusy.NOT_REACHED, String.valueOf(e.getMessage()), null));
        } catch (NoReply e) {
            return unanswered.apply(e.outcome());
        }
    }

    private LeasedConnection connect(URI baseUrl) throws NotReached {
        HttpHost host = HttpHost.create(baseUrl);
        HttpRoute route = new HttpRoute(host, null, "https".equals(host.getSchemeName()));
        ConnectionEndpoint endpoint = lease(route);
        try {
            boolean kept = endpoint.isConnected();
            if (!kept) {
                pool.connect(endpoint, CONNECT_TIMEOUT, HttpCoreContext.create());
            }
            return new LeasedConnection(pool, endpoint, kept, watchdog, clock);
        } catch (IOException | RuntimeException e) {
            endpoint.close(CloseMode.IMMEDIATE);
            pool.release(endpoint, null, null);
            throw new NotReached(host.toHostString() + " was not reached: " + e.getMessage(), e);
        }
    }

    private ConnectionEndpoint lease(HttpRoute route) throws NotReached {
        try {
            return pool.lease("vendor", route, null).get(CONNECT_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotReached("interrupted before a connection was leased", e);
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            throw new NotReached("no connection to be leased: " + e.getMessage(), e);
        }
    }

    /** Ends every connection, whatever is on it. */
    @Override
    public void close() {
        eviction.cancel(false);
        watchdog.shutdownNow();
        pool.close(CloseMode.IMMEDIATE);
    }
}
