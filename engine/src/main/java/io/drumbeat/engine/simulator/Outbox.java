package io.drumbeat.engine.simulator;

import io.drumbeat.campaigns.background.Daemons;
import io.drumbeat.engine.simulator.protocol.Webhook.Event;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Posts callbacks, some at a time and each until it is answered with 2xx or was tried often enough. Safe to use from many
 * threads; all that it does, it does on one.
 */
final class Outbox implements AutoCloseable {

    /** For a whole exchange. */
    static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final int ATTEMPTS = 4;
    private static final int MAX_IN_FLIGHT = 32;
    private static final int MAX_OPEN = 50_000;
    private static final ThreadFactory DAEMONS = Daemons.named("simulator-webhooks");

    private final Ledger ledger;
    private final Duration retry;
    private final Semaphore room = new Semaphore(MAX_OPEN);
    private final Queue<Post> waiting = new ArrayDeque<>();
    private final Map<Post, CompletableFuture<?>> inFlight = new ConcurrentHashMap<>();
    private final HttpClient client;

    // What is still to be posted at the end is not.
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, DAEMONS, new ThreadPoolExecutor.DiscardPolicy());

    private record Post(Registration to, Event event, boolean genuine, int attempt, CompletableFuture<Void> tried) {
        Post again() {
            return new Post(to, event, genuine, attempt + 1, tried);
        }
    }

    /** @param retry between an attempt that failed and the next */
    Outbox(Ledger ledger, Duration retry) {
        this.ledger = ledger;
        this.retry = retry;
        // Ends by itself when nothing is to be done: the client must not be refused a thread to end on.
        ThreadPoolExecutor worker =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DAEMONS);
        worker.allowCoreThreadTimeOut(true);
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .executor(worker)
                .build();
    }

    /** Makes room for {@code callbacks} that will all be {@link #post}ed; false, and they must not, where there is none. */
    boolean reserve(Registration to, int callbacks) {
        boolean free = room.tryAcquire(callbacks);
        if (!free) {
            ledger.account(to.account()).callbacksDropped.add(callbacks);
        }
        return free;
    }

    /**
     * Posts {@code event}, for which room was reserved, unless the registration has ended.
     *
     * @param genuine false: a forgery, which is not tried again
     * @return ends with the first attempt, however that ends; further ones come by themselves
     */
    CompletableFuture<Void> post(Registration to, Event event, boolean genuine) {
        Post post = new Post(to, event, genuine, 1, new CompletableFuture<>());
        thread.execute(() -> enqueue(post));
        return post.tried();
    }

    /** Ends after {@code pause}. */
    CompletableFuture<Void> after(Duration pause) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        var unused = thread.schedule(() -> over.complete(null), pause.toNanos(), TimeUnit.NANOSECONDS);
        return over;
    }

    private void enqueue(Post post) {
        waiting.add(post);
        next();
    }

    private void next() {
        while (inFlight.size() < MAX_IN_FLIGHT && !waiting.isEmpty()) {
            Post post = waiting.remove();
            if (post.to().ended()) {
                settle(post);
            } else {
                attempt(post);
            }
        }
    }

    private void attempt(Post post) {
        ledger.account(post.to().account()).callbacksEmitted.increment();
        CompletableFuture<HttpResponse<Void>> exchange = client.sendAsync(
                post.to().request(post.event(), post.genuine(), post.attempt()), BodyHandlers.discarding());
        inFlight.put(post, exchange);
        if (thread.isShutdown()) {
            exchange.cancel(true);
        }
        var unused = exchange.handle((answer, failure) -> failure == null && answer.statusCode() / 100 == 2)
                .completeOnTimeout(false, DEADLINE.toMillis(), TimeUnit.MILLISECONDS)
                .thenAcceptAsync(
                        taken -> {
                            exchange.cancel(true);
                            inFlight.remove(post);
                            tried(post, taken);
                            next();
                        },
                        thread);
    }

    private void tried(Post post, boolean taken) {
        Ledger.Account counts = ledger.account(post.to().account());
        (taken ? counts.callbacksAccepted : counts.callbacksRefused).increment();
        if (taken || !post.genuine() || post.attempt() == ATTEMPTS) {
            settle(post);
            return;
        }
        post.tried().complete(null);
        var unused = thread.schedule(() -> enqueue(post.again()), retry.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void settle(Post post) {
        room.release();
        post.tried().complete(null);
    }

    /** What is on its way is broken off. */
    @Override
    public void close() {
        thread.shutdownNow();
        inFlight.values().forEach(exchange -> exchange.cancel(true));
    }
}
