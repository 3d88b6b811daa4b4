package io.drumbeat.engine.vendor.wacr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.media.MediaFormat;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.MediaLimits;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private static final int MOST_BYTES = 100 << 20;

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
        JsonFields settings = JsonFields.root("", parse(setting));
        JsonFields types = settings.objectOrEmpty(WacrGatewayType.LIMITS);
        types.json().fieldNames().forEachRemaining(name -> read(name, types));
        settings.errors().forEach(fault -> faults.putIfAbsent(fault.field(), fault.message()));
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
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        try {
            return settings.set(WacrGatewayType.LIMITS, MAPPER.readTree(setting));
        } catch (JsonProcessingException notJson) {
            return settings.put(WacrGatewayType.LIMITS, setting);
        }
    }

    private void read(String name, JsonFields types) {
        MediaType type = MediaType.parse(name).filter(limits::containsKey).orElse(null);
        if (type == null) {
            types.error(name, "is not a media type of WA.cr: use image, document, video or audio");
            return;
        }
        JsonFields said = types.objectOrEmpty(name);
        MediaLimits usual = of(type).orElseThrow();
        Set<String> mimeTypes = said.has(EXTENSIONS) ? mimeTypes(type, said) : usual.mimeTypes();
        Integer maxBytes = said.wholeNumber(MAX_BYTES, 1, MOST_BYTES);
        said.refuseOthers();
        limits.put(type, new MediaLimits(mimeTypes, maxBytes == null ? usual.maxBytes() : maxBytes));
    }

    private static Set<String> mimeTypes(MediaType type, JsonFields said) {
        Set<String> mimeTypes = new HashSet<>();
        List<@Nullable String> extensions = said.requiredTexts(EXTENSIONS);
        for (int i = 0; i < extensions.size(); i++) {
            MediaFormat format = FORMATS.get(Objects.requireNonNullElse(extensions.get(i), ""));
            if (format != null && format.fits(type)) {
                mimeTypes.add(format.mimeType());
            } else {
                said.error(EXTENSIONS + "[" + i + "]", "must be one of " + String.join(", ", extensions(type)));
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
