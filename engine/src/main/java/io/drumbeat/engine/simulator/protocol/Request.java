package io.drumbeat.engine.simulator.protocol;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;

/** A request that was read to its end, or to 101 MiB. */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record Request(
        String method,
        List<String> path,
        @Nullable String query,
        @Nullable String authorization,
        @Nullable String apiKey,
        @Nullable ContentType contentType,
        byte[] body) {

    static final int MAX_BYTES = 101 << 20;

    public static Request read(ClassicHttpRequest request) throws IOException {
        URI uri = URI.create(request.getRequestUri());
        HttpEntity entity = request.getEntity();
        return new Request(
                request.getMethod(),
                List.of(uri.getPath().substring(1).split("/", -1)),
                uri.getRawQuery(),
                header(request, "Authorization"),
                header(request, "X-API-Key"),
                entity == null ? null : ContentType.parseLenient(entity.getContentType()),
                entity == null ? new byte[0] : entity.getContent().readNBytes(MAX_BYTES));
    }

    public boolean is(String type) {
        return contentType != null && contentType.getMimeType().equals(type);
    }

    /** Whether there is a token, in the one form that bearer tokens have. */
    public boolean hasBearer() {
        return authorization != null && authorization.matches("Bearer [^\\s]+") && !authorization.equals("Bearer bad");
    }

    /** As {@link #hasBearer}, of the header {@code X-API-Key}. */
    public boolean hasApiKey() {
        return apiKey != null && apiKey.matches("[^\\s]+") && !apiKey.equals("bad");
    }

    private static @Nullable String header(ClassicHttpRequest request, String name) {
        Header header = request.getFirstHeader(name);
        return header == null ? null : header.getValue();
    }

    public Optional<String> parameter(String name) {
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                if (pair.startsWith(name + "=")) {
                    return Optional.of(decode(pair.substring(name.length() + 1)));
                }
            }
        }
        return Optional.empty();
    }

    /** A bare plus is what people type in front of a phone, not a space. */
    private static String decode(String value) {
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
