package io.drumbeat.campaigns.media;

import java.util.Locale;
import java.util.Set;

/** Which {@code Content-Type} WhatsApp takes from a server that it fetches media from by itself. */
public final class ServedType {

    /** Servers say these of what they know nothing of, or of a page instead of the file. */
    private static final Set<String> NO_DOCUMENT = Set.of(
            "application/octet-stream",
            "application/binary",
            "application/x-binary",
            "application/download",
            "application/x-download",
            "application/force-download",
            "application/unknown",
            "application/xhtml+xml",
            "text/html");

    private ServedType() {}

    /** Whether media of {@code type} can be had from a server that declares it as {@code mimeType}. */
    public static boolean isTaken(MediaType type, String mimeType) {
        String declared = mimeType.toLowerCase(Locale.ROOT);
        return switch (type) {
            case IMAGE, STICKER -> declared.startsWith("image/");
            case VIDEO -> declared.startsWith("video/");
            case AUDIO -> declared.startsWith("audio/") || declared.equals("application/ogg");
            case DOCUMENT ->
                (declared.startsWith("application/") || declared.startsWith("text/"))
                        && !NO_DOCUMENT.contains(declared);
        };
    }
}
