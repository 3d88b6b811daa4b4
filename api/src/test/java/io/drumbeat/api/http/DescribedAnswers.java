package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.JSON;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import io.drumbeat.api.http.exchange.RequestId;
import io.drumbeat.api.http.exchange.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * What openapi.json says of answers, held against real ones: their statuses, their types, and each field of their JSON. A
 * field that it does not name is as wrong as one that is missing.
 */
final class DescribedAnswers {

    private static final String PROBLEM = "/components/responses/BadRequest";
    private static final String CAMPAIGN = "/paths/~1api~1v1~1campaigns~1{id}/get/responses/200";
    private static final String DATA = "data: ";
    private static final String END = "data: {}";

    /** What an example shows something of: neither a picture nor a page. */
    private static final Pattern SHOWN =
            Pattern.compile("application/(problem\\+)?json|multipart/form-data|text/(csv|event-stream|plain)");

    private final JsonNode document = read();
    private final SchemaRegistry registry = SchemaRegistry.withDialect(
            Dialects.getDraft202012(),
            builder -> builder.schemaRegistryConfig(
                    SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));
    private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
    private final Set<String> checked = new ConcurrentSkipListSet<>();

    private static JsonNode read() {
        try {
            JsonNode document = JSON.readTree(HttpServer.class.getResourceAsStream("openapi.json"));
            forbidOtherFields(document);
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client must bear fields that it does not know; here there are to be none. */
    private static void forbidOtherFields(JsonNode node) {
        if (node instanceof ObjectNode schema
                && (schema.path("properties").isObject()
                        || "object".equals(schema.path("type").textValue()))) {
            schema.putIfAbsent("additionalProperties", JSON.getNodeFactory().booleanNode(false));
        }
        node.forEach(DescribedAnswers::forbidOtherFields);
    }

    /** Returns {@code answer}, where it is as described; else it fails. */
    <T> HttpResponse<T> check(HttpResponse<T> answer) {
        String method = answer.request().method();
        String address = answer.request().uri().getRawPath();
        String status = String.valueOf(answer.statusCode());
        String call = method + " " + address + " " + status;
        String path = path(address).orElse("");
        JsonNode operation = document.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
        if (operation.isMissingNode()) {
            checkUndescribed(call, address, answer);
            return answer;
        }
        JsonNode responses = operation.path("responses");
        JsonNode response = responses.path(responses.has(status) ? status : status.charAt(0) + "XX");
        if (response.isMissingNode()) {
            throw new AssertionError(call + " is not described: " + answer.body());
        }
        checkContent(call, resolved(response).path("content"), answer);
        checkHeaders(call, resolved(response).path("headers"), answer);
        checked.add(method + " " + path + " " + status);
        return answer;
    }

    /** The page's own files have no description; where there is nothing, the answer is a problem like any other. */
    private void checkUndescribed(String call, String address, HttpResponse<?> answer) {
        if (answer.statusCode() >= 400) {
            checkContent(call, document.at(PROBLEM).path("content"), answer);
        } else if (address.startsWith(Route.BASE)) {
            throw new AssertionError(call + " is not described");
        }
    }

    /** Checks a line of a stream of events: the data of a progress is a campaign. */
    void checkEvent(String line) {
        if (line.startsWith(DATA) && !line.equals(END)) {
            JsonNode content = document.at(CAMPAIGN).path("content").path("application/json");
            checkJson("event: progress", content.path("schema"), line.substring(DATA.length()));
        }
    }

    /** The answers that were checked, each as in {@code GET /api/v1/session 200}. */
    Set<String> checked() {
        return new TreeSet<>(checked);
    }

    /** All answers that are described and no problems. */
    Set<String> successes() {
        Set<String> successes = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation
                                .getValue()
                                .path("responses")
                                .fieldNames()
                                .forEachRemaining(status -> {
                                    if (status.charAt(0) < '4') {
                                        successes.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()
                                                + " " + status);
                                    }
                                })));
        return successes;
    }

    /** Bodies that have no example, as in {@code /paths/~1login/get/responses/303/content/text~1plain}. */
    List<String> withoutExample() {
        List<String> without = new ArrayList<>();
        forEachBody((where, body) -> {
            if (examples(body).isEmpty()) {
                without.add(where);
            }
        });
        return without;
    }

    /** How many examples there are; each is held against the schema that it is an example of. */
    int checkExamples() {
        AtomicInteger checked = new AtomicInteger();
        forEachBody((where, body) -> examples(body).forEach(example -> {
            checkJson("The example of " + where, body.path("schema"), example.toString());
            checked.incrementAndGet();
        }));
        return checked.get();
    }

    private void forEachBody(BiConsumer<String, JsonNode> seen) {
        forEachBody("", document, seen);
    }

    private static void forEachBody(String where, JsonNode node, BiConsumer<String, JsonNode> seen) {
        node.properties().forEach(field -> {
            String at = where + "/" + field.getKey().replace("/", "~1");
            if (field.getKey().equals("content")) {
                field.getValue().properties().stream()
                        .filter(body -> SHOWN.matcher(body.getKey()).matches())
                        .forEach(body -> seen.accept(at + "/" + body.getKey().replace("/", "~1"), body.getValue()));
            } else if (!field.getKey().startsWith("example")) {
                forEachBody(at, field.getValue(), seen);
            }
        });
    }

    private List<JsonNode> examples(JsonNode body) {
        List<JsonNode> examples = new ArrayList<>();
        if (body.has("example")) {
            examples.add(body.path("example"));
        }
        body.path("examples").forEach(example -> examples.add(resolved(example).path("value")));
        return examples;
    }

    private Optional<String> path(String address) {
        List<String> paths = new ArrayList<>();
        document.path("paths").fieldNames().forEachRemaining(paths::add);
        return paths.stream()
                .filter(path -> address.matches(path.replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+")))
                .findFirst();
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").textValue().substring(1)) : node;
    }

    private static void checkHeaders(String call, JsonNode described, HttpResponse<?> answer) {
        described.fieldNames().forEachRemaining(header -> {
            if (answer.headers().firstValue(header).isEmpty()) {
                throw new AssertionError(call + " has no " + header + ", which is described");
            }
        });
        if (answer.headers().firstValue(RequestId.HEADER).isPresent() && !described.has(RequestId.HEADER)) {
            throw new AssertionError(call + " has a " + RequestId.HEADER + ", which is not described");
        }
    }

    private void checkContent(String call, JsonNode content, HttpResponse<?> answer) {
        String body = String.valueOf(answer.body());
        String type = answer.headers().firstValue("Content-Type").orElse("").split(";", 2)[0];
        if (content.isMissingNode() || call.startsWith("HEAD ")) {
            if (!body.isEmpty()) {
                throw new AssertionError(call + " has a body that is not described: " + body);
            }
        } else if (content.has(type)) {
            if (type.endsWith("json")) {
                checkJson(call, content.path(type).path("schema"), body);
            }
        } else if (!content.has("*/*")) {
            throw new AssertionError(call + " has the type " + type + ", which is not described: " + body);
        }
    }

    private void checkJson(String call, JsonNode schema, String json) {
        try {
            var errors = schemas.computeIfAbsent(schema, this::compiled).validate(JSON.readTree(json));
            if (!errors.isEmpty()) {
                throw new AssertionError(call + " is not as openapi.json says: " + errors + "\n" + json);
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError(call + " is no JSON: " + json, e);
        }
    }

    /** With the components, for its references lead there. */
    private Schema compiled(JsonNode schema) {
        ObjectNode whole = schema.deepCopy();
        whole.set("components", document.path("components"));
        return registry.getSchema(whole);
    }
}
