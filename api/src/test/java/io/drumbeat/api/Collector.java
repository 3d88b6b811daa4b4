package io.drumbeat.api;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Takes spans as an OpenTelemetry collector does, by OTLP over HTTP, and reads of them what tests ask for. */
final class Collector implements AutoCloseable {

    // Numbers of fields, from opentelemetry/proto/trace/v1/trace.proto.
    private static final int RESOURCE_SPANS = 1;
    private static final int RESOURCE = 1;
    private static final int RESOURCE_ATTRIBUTES = 1;
    private static final int SCOPE_SPANS = 2;
    private static final int SPANS = 2;
    private static final int TRACE_ID = 1;
    private static final int SPAN_ID = 2;
    private static final int PARENT_ID = 4;
    private static final int NAME = 5;
    private static final int KIND = 6;
    private static final int ATTRIBUTES = 9;
    private static final int LINKS = 13;
    private static final int LINKED_TRACE = 1;
    private static final int STRING = 1;
    private static final int INTEGER = 3;

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final Map<String, String> resource = new HashMap<>();

    Collector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    /**
     * One span.
     *
     * @param parent empty where it is the first of its trace
     * @param kind as OTLP numbers them: 1 internal, 2 server, 3 client
     * @param links traces that it is linked to
     */
    record Span(
            String trace,
            String id,
            String parent,
            String name,
            int kind,
            Map<String, String> attributes,
            List<String> links) {}

    String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<Span> spans() {
        return List.copyOf(spans);
    }

    List<Span> named(String name) {
        return spans.stream().filter(span -> span.name().equals(name)).toList();
    }

    Optional<Span> parentOf(Span span) {
        return spans.stream()
                .filter(other ->
                        other.id().equals(span.parent()) && other.trace().equals(span.trace()))
                .findFirst();
    }

    /** All bytes that came, as Latin-1: whatever stands in them stands in one of these. */
    List<String> bodies() {
        return bodies;
    }

    @Nullable
    String resource(String attribute) {
        return resource.get(attribute);
    }

    private void take(HttpExchange exchange) {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            bodies.add(new String(body, StandardCharsets.ISO_8859_1));
            for (UnknownFieldSet some : messages(UnknownFieldSet.parseFrom(body), RESOURCE_SPANS)) {
                resource.putAll(attributes(messages(some, RESOURCE).get(0), RESOURCE_ATTRIBUTES));
                for (UnknownFieldSet scope : messages(some, SCOPE_SPANS)) {
                    messages(scope, SPANS).stream().map(Collector::span).forEach(spans::add);
                }
            }
            exchange.sendResponseHeaders(200, -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Span span(UnknownFieldSet span) {
        return new Span(
                id(span, TRACE_ID),
                id(span, SPAN_ID),
                id(span, PARENT_ID),
                text(span, NAME),
                span.getField(KIND).getVarintList().get(0).intValue(),
                attributes(span, ATTRIBUTES),
                messages(span, LINKS).stream()
                        .map(link -> id(link, LINKED_TRACE))
                        .toList());
    }

    private static Map<String, String> attributes(UnknownFieldSet of, int field) {
        Map<String, String> attributes = new HashMap<>();
        for (UnknownFieldSet attribute : messages(of, field)) {
            UnknownFieldSet value = messages(attribute, 2).get(0);
            attributes.put(
                    text(attribute, 1),
                    value.hasField(STRING)
                            ? text(value, STRING)
                            : String.valueOf(value.getField(INTEGER).getVarintList()));
        }
        return attributes;
    }

    private static List<UnknownFieldSet> messages(UnknownFieldSet of, int field) {
        List<UnknownFieldSet> messages = new ArrayList<>();
        for (ByteString bytes : of.getField(field).getLengthDelimitedList()) {
            try {
                messages.add(UnknownFieldSet.parseFrom(bytes));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return messages;
    }

    private static String id(UnknownFieldSet of, int field) {
        List<ByteString> bytes = of.getField(field).getLengthDelimitedList();
        return bytes.isEmpty() ? "" : HexFormat.of().formatHex(bytes.get(0).toByteArray());
    }

    private static String text(UnknownFieldSet of, int field) {
        return of.getField(field).getLengthDelimitedList().get(0).toStringUtf8();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
