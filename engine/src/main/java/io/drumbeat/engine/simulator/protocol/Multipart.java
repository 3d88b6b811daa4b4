package io.drumbeat.engine.simulator.protocol;

import io.drumbeat.campaigns.media.MagicBytes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parts of a {@code multipart/form-data} body (RFC 7578). */
public final class Multipart {

    private static final Pattern NAME = Pattern.compile("(?i)content-disposition:[^\r\n]*[; ]name=\"([^\"]*)\"");
    private static final Pattern FILE_NAME =
            Pattern.compile("(?i)content-disposition:[^\r\n]*[; ]filename=\"([^\"]*)\"");
    private static final Pattern TYPE = Pattern.compile("(?i)content-type: *([^;\r\n]*)");
    private static final String BLANK_LINE = "\r\n\r\n";

    private final Map<String, Part> parts = new HashMap<>();

    private Multipart() {}

    /**
     * One part.
     *
     * @param size of its content, in bytes
     * @param text its content; of a file the beginning, a character a byte
     */
    public record Part(@Nullable String fileName, @Nullable String contentType, int size, String text) {}

    /** Empty where the body is none. */
    public static Optional<Multipart> of(Request request) {
        String boundary =
                request.contentType() == null ? null : request.contentType().getParameter("boundary");
        if (!request.is("multipart/form-data") || boundary == null) {
            return Optional.empty();
        }
        // A character a byte, so that positions are those of the body.
        String body = "\r\n" + new String(request.body(), StandardCharsets.ISO_8859_1);
        String delimiter = "\r\n--" + boundary;
        Multipart parts = new Multipart();
        int start = body.indexOf(delimiter);
        for (int end; start >= 0; start = end) {
            end = body.indexOf(delimiter, start + 1);
            if (end >= 0) {
                parts.add(body.substring(start + delimiter.length(), end));
            }
        }
        return Optional.of(parts);
    }

    public Set<String> names() {
        return parts.keySet();
    }

    public Optional<Part> part(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    public Optional<String> text(String name) {
        return part(name).map(Part::text);
    }

    private void add(String part) {
        int blank = part.indexOf(BLANK_LINE);
        if (blank < 0) {
            return;
        }
        String head = part.substring(0, blank);
        String content = part.substring(blank + BLANK_LINE.length());
        String fileName = first(FILE_NAME, head);
        String name = first(NAME, head);
        if (name != null) {
            String text = fileName == null
                    ? utf8(content)
                    : content.substring(0, Math.min(content.length(), MagicBytes.LENGTH));
            parts.put(name, new Part(fileName, first(TYPE, head), content.length(), text));
        }
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static @Nullable String first(Pattern pattern, String head) {
        Matcher matcher = pattern.matcher(head);
        return matcher.find() ? matcher.group(1) : null;
    }
}
