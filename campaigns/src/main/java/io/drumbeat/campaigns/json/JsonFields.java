package io.drumbeat.campaigns.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.drumbeat.campaigns.NearestName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object field by field, and notes everything that is wrong with it instead of stopping there. A field
 * that is null counts as absent, and what is absent or wrong is read as null. For one thread.
 */
public final class JsonFields {

    private static final String OBJECT = "must be an object: {…}";
    private static final String STRING = "a string";

    private final String path;
    private final JsonNode object;
    private final List<FieldError> errors;
    private final Set<String> known = new TreeSet<>();

    private JsonFields(String path, JsonNode object, List<FieldError> errors) {
        this.path = path;
        this.object = object;
        this.errors = errors;
    }

    /**
     * The outermost object.
     *
     * @param name what it is called where it is none, which is then the first of its {@link #errors}
     */
    public static JsonFields root(String name, JsonNode json) {
        List<FieldError> errors = new ArrayList<>();
        if (!json.isObject()) {
            errors.add(new FieldError(name, OBJECT));
        }
        return new JsonFields("", json, errors);
    }

    /** What is wrong so far with the outermost object and all in it. */
    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** What is read, as it was written. */
    public JsonNode json() {
        return object;
    }

    /** Whether {@code name} is there, right or wrong. */
    public boolean has(String name) {
        known.add(name);
        return object.hasNonNull(name);
    }

    /** Notes each of {@code names} that is not there. */
    public void require(String... names) {
        for (String name : names) {
            if (!has(name)) {
                error(name, "is required");
            }
        }
    }

    /** Whether {@code name} is there and says null. */
    public boolean isNull(String name) {
        known.add(name);
        return object.has(name) && object.get(name).isNull();
    }

    /** Whatever stands in {@code name}. */
    public @Nullable JsonNode any(String name) {
        return value(name, node -> true, "");
    }

    public @Nullable JsonFields object(String name) {
        JsonNode value = value(name, JsonNode::isObject, OBJECT);
        return value == null ? null : within(name, value);
    }

    /** As {@link #object}; one without any field where it is absent or wrong. */
    public JsonFields objectOrEmpty(String name) {
        JsonFields fields = object(name);
        return fields == null ? within(name, JsonNodeFactory.instance.objectNode()) : fields;
    }

    /** The objects of the array in {@code name}, without those elements that are none. */
    public List<JsonFields> requiredObjects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        JsonNode array = requiredArray(name, "an array of objects");
        for (int i = 0; i < array.size(); i++) {
            String element = name + "[" + i + "]";
            if (array.get(i).isObject()) {
                objects.add(within(element, array.get(i)));
            } else {
                error(element, OBJECT);
            }
        }
        return objects;
    }

    public @Nullable String text(String name) {
        JsonNode value = value(name, JsonNode::isTextual, "must be " + STRING);
        return value == null ? null : storable(name, value.textValue());
    }

    /** The text of {@code name}, of at most so many characters. */
    public @Nullable String text(String name, int mostCharacters) {
        JsonNode value = value(
                name,
                node -> node.isTextual()
                        && node.textValue().codePointCount(0, node.textValue().length()) <= mostCharacters,
                "must be a string of at most " + mostCharacters + " characters");
        return value == null ? null : storable(name, value.textValue());
    }

    /** The text of {@code name}, which is written as a string, a number or a truth value. */
    public @Nullable String scalar(String name) {
        JsonNode value = value(name, JsonNode::isValueNode, "must be a string or a number");
        return value == null ? null : storable(name, value.asText());
    }

    /** The elements of the array in {@code name}; null for those that are no string. */
    public List<@Nullable String> texts(String name) {
        JsonNode array = value(name, JsonNode::isArray, "must be an array of strings");
        return array == null ? List.of() : texts(name, array, STRING);
    }

    /** As {@link #texts}, at least one. */
    public List<@Nullable String> requiredTexts(String name) {
        return requiredTexts(name, STRING);
    }

    /**
     * As {@link #requiredTexts(String)}.
     *
     * @param what each must be: {@code a string} and, behind a colon, which
     */
    public List<@Nullable String> requiredTexts(String name, String what) {
        return texts(name, requiredArray(name, "an array of strings"), what);
    }

    private List<@Nullable String> texts(String name, JsonNode array, String what) {
        List<@Nullable String> texts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String element = name + "[" + i + "]";
            String text = array.get(i).textValue();
            if (text == null) {
                error(element, "must be " + what);
            }
            texts.add(text == null ? null : storable(element, text));
        }
        return texts;
    }

    public @Nullable Boolean bool(String name) {
        JsonNode value = value(name, JsonNode::isBoolean, "must be true or false");
        return value == null ? null : value.booleanValue();
    }

    public @Nullable Double number(String name) {
        JsonNode value = value(name, JsonNode::isNumber, "must be a number");
        return value == null ? null : value.doubleValue();
    }

    /** A whole number from {@code min} to {@code max}, which {@link Integer#MAX_VALUE} leaves open. */
    public @Nullable Integer wholeNumber(String name, int min, int max) {
        JsonNode value = value(
                name,
                node -> node.isIntegralNumber()
                        && node.canConvertToInt()
                        && node.intValue() >= min
                        && node.intValue() <= max,
                "must be a whole number "
                        + (max == Integer.MAX_VALUE ? "of at least " + min : "from " + min + " to " + max));
        return value == null ? null : value.intValue();
    }

    /** A duration from zero to {@code max}. */
    public @Nullable Duration duration(String name, Duration max) {
        return parse(name, text -> {
            try {
                Duration duration = Duration.parse(text);
                if (!duration.isNegative() && duration.compareTo(max) <= 0) {
                    return duration;
                }
            } catch (DateTimeParseException notADuration) {
                // said below
            }
            throw new IllegalArgumentException("must be an ISO-8601 duration like PT3S, at most " + max);
        });
    }

    /**
     * What {@code parse} makes of the text of {@code name}.
     *
     * @param parse throws IllegalArgumentException with what to write instead
     */
    public <T> @Nullable T parse(String name, Function<String, T> parse) {
        String text = text(name);
        try {
            return text == null ? null : parse.apply(text);
        } catch (IllegalArgumentException refused) {
            error(name, String.valueOf(refused.getMessage()));
            return null;
        }
    }

    /** Notes that {@code name} is wrong: {@code message} is the end of a sentence that begins with the field. */
    public void error(String name, String message) {
        errors.add(new FieldError(path + name, message));
    }

    /** To be called last: refuses every field that nobody asked for. */
    public void refuseOthers() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                error(name, "is an unknown field" + NearestName.question(name, known));
            }
        });
    }

    private JsonFields within(String name, JsonNode value) {
        return new JsonFields(path + name + ".", value, errors);
    }

    private JsonNode requiredArray(String name, String what) {
        require(name);
        JsonNode array = value(name, JsonNode::isArray, "must be " + what);
        if (array != null && array.isEmpty()) {
            error(name, "must name at least one");
        }
        return array == null ? JsonNodeFactory.instance.arrayNode() : array;
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
