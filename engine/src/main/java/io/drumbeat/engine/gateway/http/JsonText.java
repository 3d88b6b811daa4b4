package io.drumbeat.engine.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads JSON whose shape nobody vouches for: what is not there, or is something else, is left out. */
public final class JsonText {

    private JsonText() {}

    /** The first of {@code pointers} (JSON pointers) that holds a text or a number that is not empty; null: none. */
    public static @Nullable String first(JsonNode json, String... pointers) {
        List<String> all = all(json, pointers);
        return all.isEmpty() ? null : all.get(0);
    }

    /** All that {@link #first} would find, each once. */
    public static List<String> all(JsonNode json, String... pointers) {
        return Stream.of(pointers)
                .map(json::at)
                .filter(node ->
                        (node.isTextual() || node.isNumber()) && !node.asText().isBlank())
                .map(JsonNode::asText)
                .distinct()
                .toList();
    }

    /** The objects in {@code node}: its elements where it is an array, else itself. */
    public static List<JsonNode> objects(JsonNode node) {
        List<JsonNode> objects = new ArrayList<>();
        for (JsonNode one : node.isArray() ? node : List.of(node)) {
            if (one.isObject()) {
                objects.add(one);
            }
        }
        return objects;
    }
}
