package io.drumbeat.engine.vendor.cloud;

import static io.drumbeat.engine.gateway.http.JsonText.all;
import static io.drumbeat.engine.gateway.http.JsonText.first;
import static io.drumbeat.engine.gateway.http.JsonText.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.engine.gateway.ApprovedTemplate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One template as Meta writes it.
 *
 * @see <a href="https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates/components">Template
 *     components</a>
 */
record CloudTemplate(JsonNode json) {

    /** The fields that it is asked for with. */
    static final String FIELDS = "name,status,language,category,parameter_format,components";

    private static final Pattern PLACE = Pattern.compile("\\{\\{[^{}]+}}");
    private static final String APPROVED = "APPROVED";

    private static final Set<String> MEDIA = Set.of("IMAGE", "VIDEO", "DOCUMENT");
    private static final Set<String> KNOWN_PARTS = Set.of("HEADER", "BODY", "FOOTER", "BUTTONS");

    /** Those whose buttons are the same in each message; an address is, too, unless it has a place. */
    private static final Set<String> PLAIN_BUTTONS = Set.of("QUICK_REPLY", "PHONE_NUMBER", "URL", "VOICE_CALL");

    String name() {
        return text("/name");
    }

    String language() {
        return text("/language");
    }

    String status() {
        return text("/status");
    }

    boolean isApproved() {
        return status().equals(APPROVED);
    }

    /** The kind of media in its header, in Meta's word, or {@code TEXT}; null: it has no header. */
    @Nullable
    String header() {
        return ofPart("HEADER", "/format");
    }

    String body() {
        return Objects.requireNonNullElse(ofPart("BODY", "/text"), "");
    }

    /** How many different places its body has. */
    int places() {
        return (int) PLACE.matcher(body())
                .results()
                .map(MatchResult::group)
                .distinct()
                .count();
    }

    ApprovedTemplate approved() {
        return new ApprovedTemplate(
                name(),
                language(),
                lower(first(json, "/category")),
                lower(header()),
                body(),
                ofPart("FOOTER", "/text"),
                buttons().stream()
                        .flatMap(button -> all(button, "/text").stream())
                        .toList(),
                places(),
                unusable());
    }

    /** A send has the media as its header and texts for the numbered places of its body, and nothing else. */
    private @Nullable String unusable() {
        String header = header();
        if (header == null || !MEDIA.contains(header)) {
            return "it has no picture, video or document at its head";
        }
        if ("NAMED".equals(first(json, "/parameter_format"))) {
            return "its places have names instead of numbers";
        }
        if (parts().stream().anyMatch(part -> !KNOWN_PARTS.contains(String.valueOf(first(part, "/type"))))) {
            return "it has parts beside head, text, footer and buttons";
        }
        return buttons().stream().allMatch(CloudTemplate::isPlain)
                ? null
                : "one of its buttons needs a value of its own";
    }

    private static boolean isPlain(JsonNode button) {
        String url = first(button, "/url");
        return PLAIN_BUTTONS.contains(String.valueOf(first(button, "/type")))
                && (url == null || !PLACE.matcher(url).find());
    }

    private List<JsonNode> buttons() {
        return parts().stream()
                .filter(part -> "BUTTONS".equals(first(part, "/type")))
                .flatMap(part -> objects(part.path("buttons")).stream())
                .toList();
    }

    private List<JsonNode> parts() {
        return objects(json.path("components"));
    }

    private @Nullable String ofPart(String type, String pointer) {
        return parts().stream()
                .filter(part -> type.equals(first(part, "/type")))
                .flatMap(part -> all(part, pointer).stream())
                .findFirst()
                .orElse(null);
    }

    private String text(String pointer) {
        return String.valueOf(first(json, pointer));
    }

    private static @Nullable String lower(@Nullable String word) {
        return word == null ? null : word.toLowerCase(Locale.ROOT);
    }
}
