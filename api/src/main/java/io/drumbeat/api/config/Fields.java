package io.drumbeat.api.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drumbeat.campaigns.NearestName;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The fields of one JSON object: whatever has not been taken at the end is refused by name. */
final class Fields {

    private final JsonNode object;
    private final Problems problems;
    private final Set<String> left = new LinkedHashSet<>();
    private final Set<String> known = new HashSet<>();

    private Fields(JsonNode object, Problems problems) {
        this.object = object;
        this.problems = problems;
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            left.add(names.next());
        }
    }

    /** Those of {@code node}, which must be an object. */
    static Fields of(JsonNode node, Problems problems) {
        if (!node.isObject()) {
            problems.add("must be an object: {…}");
            return new Fields(JsonNodeFactory.instance.objectNode(), problems);
        }
        return new Fields(node, problems);
    }

    /** Those of the object in the field {@code name}; none where it is absent. */
    Fields object(String name) {
        return take(name)
                .map(node -> of(node, problems.at(name)))
                .orElseGet(() -> new Fields(JsonNodeFactory.instance.objectNode(), problems.at(name)));
    }

    /** The value of {@code name}, empty where it is absent or null. */
    Optional<JsonNode> take(String name) {
        left.remove(name);
        known.add(name);
        return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
    }

    /** Whether {@code name} has a value. */
    boolean has(String name) {
        return object.hasNonNull(name);
    }

    /** The text of {@code name}, which is written as a string. */
    Optional<String> string(String name) {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !value.get().isTextual()) {
            problems.at(name).add("must be a string");
            return Optional.empty();
        }
        return value.map(JsonNode::asText);
    }

    /** The text of {@code name}, which is written as a string, a number or a truth value. */
    Optional<String> scalar(String name) {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !value.get().isValueNode()) {
            problems.at(name).add("must be a string or a number");
            return Optional.empty();
        }
        return value.map(JsonNode::asText);
    }

    /** The object {@code name} as JSON text. */
    Optional<String> json(String name) {
        Optional<JsonNode> value = take(name);
        if (value.isPresent() && !value.get().isObject()) {
            problems.at(name).add("must be an object: {…}");
            return Optional.empty();
        }
        return value.map(JsonNode::toString);
    }

    /**
     * What {@code parse} makes of the string {@code name}; empty where it is absent or refused.
     *
     * @param parse throws IllegalArgumentException with what to write instead
     */
    <T> Optional<T> parse(String name, Function<String, T> parse) {
        return string(name).flatMap(text -> {
            try {
                return Optional.of(parse.apply(text));
            } catch (IllegalArgumentException refused) {
                problems.at(name).add(String.valueOf(refused.getMessage()));
                return Optional.empty();
            }
        });
    }

    /** The whole number {@code name} from {@code min} to {@code max}; empty where it is absent or refused. */
    Optional<Integer> wholeNumber(String name, int min, int max) {
        Optional<JsonNode> value = take(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        JsonNode number = value.get();
        if (number.isIntegralNumber() && number.canConvertToInt() && number.asInt() >= min && number.asInt() <= max) {
            return Optional.of(number.asInt());
        }
        problems.at(name)
                .add("must be a whole number "
                        + (max == Integer.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max));
        return Optional.empty();
    }

    Problems problems() {
        return problems;
    }

    /** Refuses every field that nobody has taken. */
    void refuseTheRest() {
        left.forEach(name ->
                problems.at(name).add("is not a field that Drumbeat knows" + NearestName.question(name, known)));
    }
}
