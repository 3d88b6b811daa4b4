package io.drumbeat.engine.simulator.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A JSON object whose fields are known: what is missing, forbidden or of the wrong kind is refused with the vendor's codes. */
public final class Body {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final JsonNode json;
    private final String code;
    private final String missing;

    private Body(JsonNode json, String code, String missing) {
        this.json = json;
        this.code = code;
        this.missing = missing;
    }

    /** The body of {@code request}, whose faults are refused as {@code code}. */
    public static Body of(Request request, String code) throws Refusal {
        return of(request, code, code);
    }

    /** As {@link #of(Request, String)}, with a code of its own for what is missing. */
    public static Body of(Request request, String code, String missing) throws Refusal {
        if (!request.is("application/json")) {
            throw new Refusal(400, code, "Content-Type must be application/json");
        }
        try {
            return new Body(MAPPER.readTree(new String(request.body(), StandardCharsets.UTF_8)), code, missing);
        } catch (JsonProcessingException e) {
            throw new Refusal(400, code, "The body is no JSON");
        }
    }

    public Body allow(Set<String> fields) throws Refusal {
        if (!json.isObject()) {
            throw new Refusal(400, code, "Not a JSON object");
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!fields.contains(name)) {
                throw new Refusal(400, code, "Unexpected field " + name);
            }
        }
        return this;
    }

    public String required(String field) throws Refusal {
        return optional(field).orElseThrow(() -> new Refusal(400, missing, "Field " + field + " is required"));
    }

    public Optional<String> optional(String field) throws Refusal {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw new Refusal(400, code, "Field " + field + " must be a text that is not empty");
        }
        return Optional.of(value.textValue());
    }

    /** A phone number without its plus. */
    public String digits(String field) throws Refusal {
        String number = required(field);
        require(number.matches("[1-9][0-9]{5,14}"), field + " must be digits with the country code");
        return number;
    }

    public Optional<Integer> integer(String field) throws Refusal {
        JsonNode value = json.path(field);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isInt() || value.intValue() < 0) {
            throw new Refusal(400, code, "Field " + field + " must be a whole number");
        }
        return Optional.of(value.intValue());
    }

    public Body object(String field) {
        return new Body(json.path(field), code, missing);
    }

    /** What alone stands in the array {@code field}. */
    public Body only(String field) throws Refusal {
        JsonNode array = json.path(field);
        if (array.isMissingNode()) {
            throw new Refusal(400, missing, "Field " + field + " is required");
        }
        require(array.isArray() && array.size() == 1, field + " must be an array of exactly one element");
        return new Body(array.get(0), code, missing);
    }

    /** The elements of the array in {@code field}, at least one. */
    public List<Body> objects(String field) throws Refusal {
        JsonNode array = json.path(field);
        require(array.isArray() && !array.isEmpty(), "Field " + field + " must be an array that is not empty");
        List<Body> elements = new ArrayList<>();
        array.forEach(element -> elements.add(new Body(element, code, missing)));
        return elements;
    }

    public void require(boolean holds, String message) throws Refusal {
        if (!holds) {
            throw refusal(message);
        }
    }

    public Refusal refusal(String message) {
        return new Refusal(400, code, message);
    }
}
