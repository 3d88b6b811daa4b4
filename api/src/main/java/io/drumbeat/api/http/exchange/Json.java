package io.drumbeat.api.http.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.text.NotJson;
import io.drumbeat.api.text.WrittenJson;
import io.drumbeat.campaigns.json.JsonFields;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** JSON in requests and answers. */
public final class Json {

    private static final JsonMapper MAPPER = new JsonMapper();

    /** A body of JSON other than a campaign has a handful of fields. */
    private static final int MAX_BODY = 64 * 1024;

    private Json() {}

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    public static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    /** Sends {@code json}. */
    public static void answer(Context ctx, JsonNode json) {
        ctx.contentType("application/json").result(bytes(json));
    }

    /** As JSON writes times: ISO 8601 in UTC. */
    public static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /** An enum's name in JSON. */
    public static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads JSON.
     *
     * @param what it is, for the answer where it is none: 400
     */
    public static JsonNode read(byte[] bytes, String what) {
        try {
            return WrittenJson.parse(bytes);
        } catch (NotJson e) {
            throw Problem.of(HttpStatus.BAD_REQUEST, what + " is not JSON: " + e.why() + ".");
        }
    }

    /** The fields of the object in the body, to be used after {@link #check}; none where there is no body. */
    public static JsonFields fields(Context ctx) throws IOException {
        return fields(body(ctx, MAX_BODY));
    }

    /** As {@link #fields(Context)}, of what the body was read as; 422 where it is no object. */
    public static JsonFields fields(JsonNode body) {
        JsonFields fields = JsonFields.root("body", body);
        if (!body.isObject()) {
            throw Problem.invalid(fields.errors());
        }
        return fields;
    }

    /** To be called last and before anything is done: 422 with all that is wrong. */
    public static void check(JsonFields fields) {
        fields.refuseOthers();
        if (!fields.errors().isEmpty()) {
            throw Problem.invalid(fields.errors());
        }
    }

    /** Whatever JSON the body is, of at most {@code maxBytes}; an empty object where there is no body. */
    public static JsonNode body(Context ctx, int maxBytes) throws IOException {
        byte[] bytes;
        try (InputStream in = ctx.req().getInputStream()) {
            bytes = in.readNBytes(maxBytes + 1);
        }
        if (bytes.length > maxBytes) {
            throw Problem.of(HttpStatus.CONTENT_TOO_LARGE, "The body has more than " + maxBytes + " bytes.");
        }
        if (bytes.length == 0) {
            return object();
        }
        if (!isJson(ctx)) {
            throw Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be application/json.");
        }
        return read(bytes, "The body");
    }

    /** Whether the body says that it is JSON. */
    public static boolean isJson(Context ctx) {
        return Upload.isOf(ctx, "application/json");
    }
}
