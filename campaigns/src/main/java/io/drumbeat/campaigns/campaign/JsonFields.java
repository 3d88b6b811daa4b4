package io.drumbeat.campaigns.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object field by field, and notes everything that is wrong with it instead of stopping there. A field
 * that is null counts as absent.
 */
final class JsonFields {

    private final String path;
    private final JsonNode object;
    private final List<FieldError> errors;
    private final Set<String> known = new HashSet<>();

    private JsonFields(String path, JsonNode object, List<FieldError> errors) {
        this.path = path;
        this.object = object;
        this.errors = errors;
    }

    /** The outermost object; what is wrong with it goes to {@code errors}. */
    static JsonFields root(JsonNode json, List<FieldError> errors) {
        if (!json.isObject()) {
            errors.add(new FieldError("spec", "must be a JSON object"));
        }
        return new JsonFields("", json, errors);
    }

    boolean isObject() {
        return object.isObject();
    }

    /** Whether {@code name} is there, right or wrong. */
    boolean has(String name) {
        known.add(name);
        return object.hasNonNull(name);
    }

    /** Whether {@code name} is there and says null. */
    boolean isNull(String name) {
        known.add(name);
        return object.has(name) && object.get(name).isNull();
    }

    @Nullable
    JsonNode any(String name) {
        return value(name, node -> true, "");
    }

    @Nullable
    JsonFields object(String name) {
        JsonNode value = value(name, JsonNode::isObject, "must be an object");
        return value == null ? null : new JsonFields(path + name + ".", value, errors);
    }

    @Nullable
    JsonFields requiredObject(String name) {
        require(name);
        return object(name);
    }

    @Nullable
    String text(String name) {
        JsonNode value = value(name, JsonNode::isTextual, "must be a string");
        return value == null ? null : storable(name, value.textValue());
    }

    @Nullable
    String requiredText(String name) {
        require(name);
        return text(name);
    }

    /** As {@link #texts}, at least one. */
    List<@Nullable String> requiredTexts(String name) {
        require(name);
        List<@Nullable String> texts = texts(name);
        if (object.path(name).isArray() && texts.isEmpty()) {
            error(name, "must name at least one");
        }
        return texts;
    }

    /** The elements of the array in {@code name}; null for those that are no string. */
    List<@Nullable String> texts(String name) {
        JsonNode array = value(name, JsonNode::isArray, "must be an array of strings");
        List<@Nullable String> texts = new ArrayList<>();
        if (array == null) {
            return texts;
        }
        for (JsonNode element : array) {
            String elementName = name + "[" + texts.size() + "]";
            if (element.isTextual()) {
                texts.add(storable(elementName, element.textValue()));
            } else {
                error(elementName, "must be a string");
                texts.add(null);
            }
        }
        return texts;
    }

    @Nullable
    Boolean bool(String name) {
        JsonNode value = value(name, JsonNode::isBoolean, "must be true or false");
        return value == null ? null : value.booleanValue();
    }

    @Nullable
    Double number(String name) {
        JsonNode value = value(name, JsonNode::isNumber, "must be a number");
        return value == null ? null : value.doubleValue();
    }

    @Nullable
    Integer integer(String name) {
        JsonNode value =
                value(name, node -> node.isIntegralNumber() && node.canConvertToInt(), "must be a whole number");
        return value == null ? null : value.intValue();
    }

    @Nullable
    Duration duration(String name) {
        String text = text(name);
        try {
            return text == null ? null : Duration.parse(text);
        } catch (DateTimeParseException | ArithmeticException notADuration) {
            error(name, "must be an ISO 8601 duration such as PT3S");
            return null;
        }
    }

    void error(String name, String message) {
        errors.add(new FieldError(path + name, message));
    }

    /** To be called last: refuses every field that nobody asked for. */
    void refuseOthers() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                errors.add(FieldError.unknown(path, name, known));
            }
        });
    }

    private void require(String name) {
        if (!has(name)) {
            error(name, "is required");
        }
    }

    private @Nullable JsonNode value(String name, Predicate<JsonNode> right, String message) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = object.get(name);
        if (!right.test(value)) {
            error(name, message);
            return null;
        }
        return value;
    }

    /** PostgreSQL takes neither a NUL nor half a surrogate pair. */
    private @Nullable String storable(String name, String text) {
        if (text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            return text;
        }
        error(name, "must not hold a NUL character or half a surrogate pair");
        return null;
    }
}
