package io.drumbeat.engine.gateway.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.utils.DateUtils;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A vendor's whole answer.
 *
 * @param status the HTTP status; 3xx too, since redirects are not followed
 * @param json the body; a text where it is no JSON, a {@link MissingNode} where there is none
 * @param retryAfter the vendor's own word on when to come again, at most a day; null without one
 * @param cut whether the body went on after 1 MiB; {@code json} is missing then
 */
public record Reply(int status, JsonNode json, @Nullable Duration retryAfter, boolean cut) {

    private static final int MAX_BYTES = 1 << 20;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Whether the vendor says that it did what it was asked. */
    public boolean ok() {
        return status >= 200 && status < 300;
    }

    /** Whether the body is something else than a JSON object or array: no API says it, but whoever answers there. */
    boolean isPage() {
        return json.isValueNode();
    }

    /** The first of {@code pointers} (JSON pointers) that holds a text or a number that is not empty. */
    public Optional<String> first(String... pointers) {
        return Optional.ofNullable(JsonText.first(json, pointers));
    }

    static Reply read(ClassicHttpResponse response, Instant now) throws IOException {
        byte[] body = new byte[0];
        boolean cut = false;
        if (response.getEntity() != null) {
            InputStream content = response.getEntity().getContent();
            body = content.readNBytes(MAX_BYTES);
            cut = body.length == MAX_BYTES && content.read() >= 0;
        }
        return new Reply(
                response.getCode(), cut ? MissingNode.getInstance() : parse(body), retryAfter(response, now), cut);
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode json = MAPPER.readTree(new String(body, StandardCharsets.UTF_8));
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            return TextNode.valueOf("no JSON");
        }
    }

    private static @Nullable Duration retryAfter(ClassicHttpResponse response, Instant now) {
        Header header = response.getFirstHeader(HttpHeaders.RETRY_AFTER);
        if (header == null) {
            return null;
        }
        String value = header.getValue().strip();
        if (value.matches("\\d{1,9}")) {
            return bounded(Duration.ofSeconds(Long.parseLong(value)));
        }
        Instant until = DateUtils.parseStandardDate(value);
        Instant theirNow = DateUtils.parseStandardDate(response, HttpHeaders.DATE);
        return until == null ? null : bounded(Duration.between(theirNow == null ? now : theirNow, until));
    }

    private static Duration bounded(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : wait;
    }
}
