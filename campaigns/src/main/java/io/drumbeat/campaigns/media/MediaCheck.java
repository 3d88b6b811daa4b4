package io.drumbeat.campaigns.media;

import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a file is what a campaign says it is. */
public sealed interface MediaCheck {

    /** Meta's limit; an animated sticker may have as much as its gateway takes (docs/gateways.md). */
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

    /** Checks a file of {@code size} bytes that is as {@code sniffed}. */
    static MediaCheck of(MediaType type, Sniffed sniffed, long size) {
        if (sniffed.isEmpty()) {
            return new Misfits("the file is empty");
        }
        MediaFormat format = sniffed.format();
        if (format == null || !format.fits(type)) {
            return new Misfits("the file is " + sniffed.found() + ", by its own bytes; as " + type.text()
                    + " WhatsApp takes " + taken(type)
                    + (type == MediaType.DOCUMENT ? ", and the file's name must end so" : ""));
        }
        if (type == MediaType.STICKER
                && size > MAX_STATIC_STICKER_BYTES
                && !MagicBytes.isAnimatedWebp(sniffed.head())) {
            return new Misfits("a sticker that does not move may have " + MAX_STATIC_STICKER_BYTES
                    + " bytes at most, this one has " + size);
        }
        return new Fits(format);
    }

    private static String taken(MediaType type) {
        return Stream.of(MediaFormat.values())
                .filter(format -> format.fits(type))
                .map(MediaFormat::text)
                .collect(Collectors.joining(", "));
    }
}
