package io.drumbeat.engine.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.RawValue;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an operator may say with a signal from the Temporal side, on one line each and cut to what a log takes.
 *
 * @param reason for the campaign's log; null: not said
 * @param by who asks; null: not said
 */
public record OperatorRequest(
        @Nullable String reason, @Nullable String by) {

    private static final int LONGEST = 500;
    private static final OperatorRequest NOTHING = new OperatorRequest(null, null);
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** PostgreSQL refuses a NUL, and half a surrogate pair: a reason that cannot be written would hold up its command. */
    private static final Pattern NOT_TEXT = Pattern.compile("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");

    public OperatorRequest {
        reason = line(reason);
        by = line(by);
    }

    private static @Nullable String line(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String line = NOT_TEXT.matcher(text).replaceAll(" ").strip();
        if (line.isEmpty()) {
            return null;
        }
        return line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    /**
     * What {@code input} says, whatever its form: an object with {@code reason} and {@code by}, in any case; a text,
     * with or without quotes, which is the reason; anything else says at most what it is.
     */
    static OperatorRequest of(@Nullable RawValue input) {
        ByteString data = input == null ? ByteString.EMPTY : input.getPayload().getData();
        if (!data.isValidUtf8()) {
            return NOTHING;
        }
        String text = data.toStringUtf8();
        try {
            JsonNode json = JSON.readTree(text);
            return json.isObject()
                    ? new OperatorRequest(words(field(json, "reason")), words(field(json, "by")))
                    : new OperatorRequest(words(json), null);
        } catch (JsonProcessingException noJson) {
            return new OperatorRequest(text, null);
        }
    }

    private static @Nullable JsonNode field(JsonNode json, String name) {
        return json.properties().stream()
                .filter(field -> field.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String words(@Nullable JsonNode json) {
        if (json == null || json.isNull() || json.isMissingNode() || json.isBoolean()) {
            return null;
        }
        if (json.isTextual()) {
            return json.textValue();
        }
        return json.isContainerNode() && json.isEmpty() ? null : json.toString();
    }

    /** Whether earlier versions, which took objects of exactly this form only, dropped a signal with {@code input}. */
    static boolean wasDropped(@Nullable RawValue input) {
        if (input == null) {
            return false;
        }
        try {
            var unused = DefaultDataConverter.STANDARD_INSTANCE.fromPayload(
                    input.getPayload(), OperatorRequest.class, OperatorRequest.class);
            return false;
        } catch (DataConverterException refused) {
            return true;
        }
    }
}
