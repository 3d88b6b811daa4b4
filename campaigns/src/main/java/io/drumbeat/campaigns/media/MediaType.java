package io.drumbeat.campaigns.media;

import java.util.Locale;
import java.util.Optional;

/** The kinds of media that WhatsApp knows. */
public enum MediaType {
    IMAGE,
    VIDEO,
    AUDIO,
    DOCUMENT,
    STICKER;

    /** The type that {@code text} names in a spec, empty where it names none. */
    public static Optional<MediaType> parse(String text) {
        for (MediaType type : values()) {
            if (type.text().equals(text)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Its name in specs and vendors' requests: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a caption can stand under it. */
    public boolean takesCaption() {
        return this != AUDIO && this != STICKER;
    }
}
