package io.drumbeat.campaigns.media;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Reads how large a picture is out of its headers. */
final class PictureSize {

    private PictureSize() {}

    /**
     * The size of {@code picture}; empty where its headers do not tell it. Reads of a JPEG as far as its first frame, behind
     * whatever a camera has put before it, and a few bytes of the others.
     */
    static Optional<Frame> of(MediaFormat format, InputStream picture) throws IOException {
        DataInputStream in = new DataInputStream(picture);
        try {
            return switch (format) {
                case PNG -> png(in);
                case JPEG -> jpeg(in);
                case WEBP -> webp(in.readNBytes(30));
                default -> Optional.empty();
            };
        } catch (EOFException cutOff) {
            return Optional.empty();
        }
    }

    private static Optional<Frame> size(int width, int height) {
        return width > 0 && height > 0 ? Optional.of(new Frame(width, height, "")) : Optional.empty();
    }

    /** Behind the signature stands a header of 13 bytes. */
    private static Optional<Frame> png(DataInputStream in) throws IOException {
        in.skipNBytes(8);
        boolean header = in.readInt() == 13 && in.readInt() == 0x49484452;
        return header ? size(in.readInt(), in.readInt()) : Optional.empty();
    }

    /** ITU T.81: segments, each with its length, up to the one that begins a frame. */
    private static Optional<Frame> jpeg(DataInputStream in) throws IOException {
        in.skipNBytes(2);
        while (in.readUnsignedByte() == 0xff) {
            int marker = in.readUnsignedByte();
            while (marker == 0xff) {
                marker = in.readUnsignedByte();
            }
            int length = in.readUnsignedShort() - 2;
            if (length < 0) {
                return Optional.empty();
            }
            if (isFrame(marker)) {
                in.skipNBytes(1);
                int height = in.readUnsignedShort();
                return size(in.readUnsignedShort(), height);
            }
            in.skipNBytes(length);
        }
        return Optional.empty();
    }

    /** C4, C8 and CC are among the frames' markers, and are tables. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /**
     * The three kinds of first chunks.
     *
     * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">WebP container</a>
     */
    private static Optional<Frame> webp(byte[] head) {
        if (head.length < 30) {
            return Optional.empty();
        }
        if (MagicBytes.at(12, "VP8X").test(head)) {
            return size(1 + little(head, 24, 3), 1 + little(head, 27, 3));
        }
        if (MagicBytes.at(12, "VP8L").test(head) && head[20] == 0x2f) {
            int bits = little(head, 21, 4);
            return size(1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff));
        }
        return MagicBytes.at(12, "VP8 ").and(MagicBytes.at(23, "\u009d\1*")).test(head)
                ? size(little(head, 26, 2) & 0x3fff, little(head, 28, 2) & 0x3fff)
                : Optional.empty();
    }

    private static int little(byte[] bytes, int at, int length) {
        int value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[at + i] & 0xff);
        }
        return value;
    }
}
