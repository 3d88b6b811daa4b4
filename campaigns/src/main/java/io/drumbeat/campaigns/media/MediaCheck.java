package io.drumbeat.campaigns.media;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether a file is what a campaign says it is. */
public sealed interface MediaCheck {

    /** Meta's limit; an animated sticker may have as much as its gateway takes (gateways.md, WaConnect and Cloud). */
    long MAX_STATIC_STICKER_BYTES = 100 * 1024;

    /** What {@code fits} or {@code misfits} makes of it, whichever it is. */
    <T> T fold(Function<Fits, T> fits, Function<Misfits, T> misfits);

    /** It can be sent as its type, as far as no vendor's own limits are concerned. */
    record Fits(MediaFormat format) implements MediaCheck {
        @Override
        public <T> T fold(Function<Fits, T> fits, Function<Misfits, T> misfits) {
            return fits.apply(this);
        }
    }

    /** It cannot; {@code message} says why, for the person who posted it. */
    record Misfits(String message) implements MediaCheck {
        @Override
        public <T> T fold(Function<Fits, T> fits, Function<Misfits, T> misfits) {
            return misfits.apply(this);
        }
    }

    /**
     * Checks a file of {@code size} bytes that begins with {@code head}.
     *
     * @param head its first {@link MagicBytes#LENGTH} bytes
     * @param hints the names it came under and its declared MIME type, as for {@link MagicBytes#detect}
     */
    static MediaCheck of(MediaType type, byte[] head, long size, @Nullable String... hints) {
        if (size == 0) {
            return new Misfits("the file is empty");
        }
        return MagicBytes.detect(head, hints)
                .map(format -> of(type, format, head, size))
                .orElseGet(() -> new Misfits("the file's first bytes are of no format that can be sent as "
                        + type.text() + "; a document's name must end in its extension"));
    }

    private static MediaCheck of(MediaType type, MediaFormat format, byte[] head, long size) {
        if (!format.fits(type)) {
            return new Misfits("the file's first bytes are " + format.mimeType() + ", which is no " + type.text());
        }
        if (type == MediaType.STICKER && size > MAX_STATIC_STICKER_BYTES && !MagicBytes.isAnimatedWebp(head)) {
            return new Misfits("a sticker that does not move may have " + MAX_STATIC_STICKER_BYTES
                    + " bytes at most, this one has " + size);
        }
        return new Fits(format);
    }
}
