package io.drumbeat.campaigns.media;

import org.jspecify.annotations.Nullable;

/**
 * What a file is by its own bytes, whatever anybody says of it.
 *
 * @param head its first {@link MagicBytes#LENGTH} bytes, or all of them where there are fewer
 * @param format null: none that can be sent, or one of several that no hint tells apart
 * @param found in plain words, to stand behind "is"
 * @param frame how large the picture or film is; null: there is none to see, or it does not say
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record Sniffed(
        byte[] head,
        @Nullable MediaFormat format,
        String found,
        @Nullable Frame frame) {

    static Sniffed as(MediaFormat format, byte[] head, @Nullable Frame frame) {
        return new Sniffed(head, format, format.mimeType(), frame);
    }

    static Sniffed foreign(byte[] head, String found) {
        return new Sniffed(head, null, found, null);
    }

    /** Whether there is nothing at all. */
    public boolean isEmpty() {
        return head.length == 0;
    }
}
