package io.drumbeat.engine.vendor.wacr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.drumbeat.campaigns.media.MediaFormat;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.MediaLimits;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one tenant of WA.cr takes of each media type: the vendor's defaults (docs/gateways.md#wacr-wacr), as far as the
 * sender says nothing else.
 */
final class WacrLimits {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String EXTENSIONS = "extensions";
    private static final String MAX_BYTES = "maxBytes";
    private static final long MIB = 1 << 20;
    private static final long MOST_BYTES = 100 * MIB;

    private static final Map<String, MediaFormat> FORMATS = formats();

    private final Map<MediaType, MediaLimits> limits = new EnumMap<>(Map.of(
            MediaType.IMAGE, limits(5 * MIB, "jpg", "jpeg", "png", "webp"),
            MediaType.DOCUMENT, limits(100 * MIB, "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "csv"),
            MediaType.VIDEO, limits(16 * MIB, "mp4", "3gp"),
            MediaType.AUDIO, limits(16 * MIB, "mp3", "ogg", "amr", "aac", "opus")));
    private final Map<String, String> faults = new TreeMap<>();

    /** @param setting a JSON object by type; null: the defaults hold */
    WacrLimits(@Nullable String setting) {
        if (setting == null) {
            return;
        }
        JsonNode types = parse(setting);
        if (!types.isObject()) {
            faults.put(WacrGatewayType.LIMITS, "must be an object: {\"image\": {\"maxBytes\": 5242880}}");
        }
        types.fieldNames().forEachRemaining(name -> read(name, types.path(name)));
    }

    /** Empty where WA.cr does not take the type. */
    Optional<MediaLimits> of(MediaType type) {
        return Optional.ofNullable(limits.get(type));
    }

    /** What is wrong with the setting, by the path of the mistake. */
    Map<String, String> faults() {
        return faults;
    }

    private static JsonNode parse(String setting) {
        try {
            return MAPPER.readTree(setting);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }

    private void read(String name, JsonNode said) {
        String path = WacrGatewayType.LIMITS + "." + name;
        MediaType type = MediaType.parse(name).filter(limits::containsKey).orElse(null);
        if (type == null) {
            faults.put(path, "is no media type of WA.cr's: image, document, video or audio");
            return;
        }
        if (!said.isObject()) {
            faults.put(path, "must be an object: {\"extensions\": […], \"maxBytes\": …}");
            return;
        }
        for (Iterator<String> names = said.fieldNames(); names.hasNext(); ) {
            String field = names.next();
            if (!field.equals(EXTENSIONS) && !field.equals(MAX_BYTES)) {
                faults.put(path + "." + field, "is not a field that Drumbeat knows");
            }
        }
        MediaLimits usual = of(type).orElseThrow();
        limits.put(
                type,
                new MediaLimits(
                        said.has(EXTENSIONS)
                                ? mimeTypes(type, said.get(EXTENSIONS), path + "." + EXTENSIONS)
                                : usual.mimeTypes(),
                        said.has(MAX_BYTES)
                                ? maxBytes(said.get(MAX_BYTES), path + "." + MAX_BYTES)
                                : usual.maxBytes()));
    }

    private Set<String> mimeTypes(MediaType type, JsonNode extensions, String path) {
        if (!extensions.isArray() || extensions.isEmpty()) {
            faults.put(path, "must be a list of extensions: [\"jpg\", \"png\"]");
        }
        Set<String> mimeTypes = new HashSet<>();
        for (int i = 0; i < extensions.size(); i++) {
            MediaFormat format = FORMATS.get(extensions.path(i).asText());
            if (format != null && format.fits(type)) {
                mimeTypes.add(format.mimeType());
            } else {
                faults.put(path + "[" + i + "]", "must be one of " + String.join(", ", extensions(type)));
            }
        }
        return mimeTypes;
    }

    private static Set<String> extensions(MediaType type) {
        return FORMATS.entrySet().stream()
                .filter(entry -> entry.getValue().fits(type))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private long maxBytes(JsonNode bytes, String path) {
        if (bytes.isIntegralNumber()
                && bytes.canConvertToLong()
                && bytes.asLong() >= 1
                && bytes.asLong() <= MOST_BYTES) {
            return bytes.asLong();
        }
        faults.put(path, "must be a whole number from 1 to " + MOST_BYTES);
        return MOST_BYTES;
    }

    private static MediaLimits limits(long maxBytes, String... extensions) {
        Set<String> named = Set.of(extensions);
        return new MediaLimits(
                FORMATS.entrySet().stream()
                        .filter(entry -> named.contains(entry.getKey()))
                        .map(entry -> entry.getValue().mimeType())
                        .collect(Collectors.toSet()),
                maxBytes);
    }

    private static Map<String, MediaFormat> formats() {
        Map<String, MediaFormat> formats = new TreeMap<>();
        for (MediaFormat format : MediaFormat.values()) {
            formats.put(format.extension(), format);
        }
        formats.put("jpeg", MediaFormat.JPEG);
        formats.put("opus", MediaFormat.OGG);
        return formats;
    }
}
