package io.drumbeat.engine.gateway;

import io.drumbeat.campaigns.media.MagicBytes;
import io.drumbeat.campaigns.media.MediaType;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a vendor takes of one media type.
 *
 * @param mimeTypes the formats
 * @param maxBytes the largest file, in bytes
 * @param maxAnimatedBytes the largest animated WebP, in bytes
 */
public record MediaLimits(Set<String> mimeTypes, long maxBytes, long maxAnimatedBytes) {

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    public MediaLimits {
        mimeTypes = Set.copyOf(mimeTypes);
    }

    public MediaLimits(Set<String> mimeTypes, long maxBytes) {
        this(mimeTypes, maxBytes, maxBytes);
    }

    /** The largest file that begins with {@code firstBytes}, of which 21 tell whether it is an animated WebP. */
    public long maxBytesOf(byte[] firstBytes) {
        return MagicBytes.isAnimatedWebp(firstBytes) ? maxAnimatedBytes : maxBytes;
    }

    /** What this and {@code other} both take. */
    public MediaLimits strictest(MediaLimits other) {
        return new MediaLimits(
                mimeTypes.stream().filter(other.mimeTypes::contains).collect(Collectors.toSet()),
                Math.min(maxBytes, other.maxBytes),
                Math.min(maxAnimatedBytes, other.maxAnimatedBytes));
    }

    /**
     * Meta's own limits, which also hold where a vendor gives none.
     *
     * @see <a href="https://developers.facebook.com/docs/whatsapp/cloud-api/reference/media">Cloud API, media</a>
     */
    public static MediaLimits ofMeta(MediaType type) {
        return switch (type) {
            case IMAGE -> new MediaLimits(Set.of("image/jpeg", "image/png"), 5 * MIB);
            case VIDEO -> new MediaLimits(Set.of("video/mp4", "video/3gpp"), 16 * MIB);
            case AUDIO ->
                new MediaLimits(Set.of("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), 16 * MIB);
            case DOCUMENT ->
                new MediaLimits(
                        Set.of(
                                "text/plain",
                                "application/pdf",
                                "application/msword",
                                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                                "application/vnd.ms-excel",
                                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                                "application/vnd.ms-powerpoint",
                                "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
                        100 * MIB);
            case STICKER -> new MediaLimits(Set.of("image/webp"), 100 * KIB, 500 * KIB);
        };
    }
}
