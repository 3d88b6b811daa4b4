package io.drumbeat.campaigns.media;

import java.util.Locale;
import java.util.Optional;

/** A file format that at least one vendor takes (docs/gateways.md). */
public enum MediaFormat {
    JPEG("image/jpeg", "jpg", MediaType.IMAGE),
    PNG("image/png", "png", MediaType.IMAGE),
    WEBP("image/webp", "webp", MediaType.IMAGE),
    MP4("video/mp4", "mp4", MediaType.VIDEO),
    THREE_GP("video/3gpp", "3gp", MediaType.VIDEO),
    MP3("audio/mpeg", "mp3", MediaType.AUDIO),
    OGG("audio/ogg", "ogg", MediaType.AUDIO),
    AMR("audio/amr", "amr", MediaType.AUDIO),
    AAC("audio/aac", "aac", MediaType.AUDIO),
    M4A("audio/mp4", "m4a", MediaType.AUDIO),
    PDF("application/pdf", "pdf", MediaType.DOCUMENT),
    DOC("application/msword", "doc", MediaType.DOCUMENT),
    XLS("application/vnd.ms-excel", "xls", MediaType.DOCUMENT),
    PPT("application/vnd.ms-powerpoint", "ppt", MediaType.DOCUMENT),
    DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", MediaType.DOCUMENT),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", MediaType.DOCUMENT),
    PPTX("application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx", MediaType.DOCUMENT),
    TXT("text/plain", "txt", MediaType.DOCUMENT),
    CSV("text/csv", "csv", MediaType.DOCUMENT);

    private final String mimeType;
    private final String extension;
    private final MediaType type;

    MediaFormat(String mimeType, String extension, MediaType type) {
        this.mimeType = mimeType;
        this.extension = extension;
        this.type = type;
    }

    /** The format that {@code mimeType} names, whatever its case and parameters; empty where it names none. */
    public static Optional<MediaFormat> ofMimeType(String mimeType) {
        String bare = mimeType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (MediaFormat format : values()) {
            if (format.mimeType.equals(bare)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** As vendors and HTTP name it. */
    public String mimeType() {
        return mimeType;
    }

    /** What its files' names end in, without the dot. */
    public String extension() {
        return extension;
    }

    /** As people name it. */
    String text() {
        return this == OGG ? "OGG (Opus)" : extension.toUpperCase(Locale.ROOT);
    }

    /** Whether a file of this format can be sent as {@code wanted}; a sticker is a WebP image. */
    public boolean fits(MediaType wanted) {
        return wanted == type || (wanted == MediaType.STICKER && this == WEBP);
    }
}
