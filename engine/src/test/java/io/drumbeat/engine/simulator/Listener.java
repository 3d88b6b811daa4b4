package io.drumbeat.engine.simulator;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.drumbeat.engine.gateway.callback.Callback;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Takes callbacks, many at a time, and keeps them as they came. */
final class Listener implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Callback> heard = new CopyOnWriteArrayList<>();

    /** When it answers, and with what. */
    interface Statuses {
        int ofThe(int nth) throws InterruptedException;
    }

    /** @param statuses what the first, the second… is answered with */
    Listener(Statuses statuses) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> take(exchange, statuses));
        server.setExecutor(threads);
        server.start();
    }

    private void take(HttpExchange exchange, Statuses statuses) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Map<String, String> headers = exchange.getRequestHeaders().entrySet().stream()
                    .collect(Collectors.toMap(
                            entry -> entry.getKey().toLowerCase(Locale.ROOT),
                            entry -> entry.getValue().get(0)));
            heard.add(new Callback(headers, query(exchange.getRequestURI()), body));
            exchange.sendResponseHeaders(statuses.ofThe(heard.size()), -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Map<String, String> query(URI uri) {
        return Stream.ofNullable(uri.getRawQuery())
                .flatMap(query -> Arrays.stream(query.split("&", -1)))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks/main");
    }

    List<Callback> heard() {
        return List.copyOf(heard);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
