package io.drumbeat.campaigns.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * The kinds of tracks in a file of the ISO base media family (MP4, M4A, 3GP): its brand does not tell whether there is
 * anything to be seen.
 *
 * @see <a href="https://www.iso.org/standard/83102.html">ISO 14496-12, boxes moov, trak, mdia and hdlr</a>
 */
final class IsoTracks {

    private static final Set<String> PARENTS = Set.of("moov", "trak", "mdia");
    /** What is nested deeper than moov, trak and mdia is none of these, whatever it is called. */
    private static final int DEPTH = PARENTS.size();

    private static final String VIDEO = "vide";
    private static final String SOUND = "soun";

    private final DataInputStream in;
    private final Set<String> handlers = new HashSet<>();
    private boolean known;

    private IsoTracks(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /** What there is to play. */
    enum Content {
        PICTURES,
        ONLY_SOUND,
        /** The file is cut off or damaged before it says. */
        UNKNOWN
    }

    /** What {@code file} has to play. Reads as far as it must, which is all of a file whose index stands at its end. */
    static Content of(InputStream file) throws IOException {
        IsoTracks tracks = new IsoTracks(file);
        try {
            tracks.read(Long.MAX_VALUE, 0);
        } catch (EOFException cutOff) {
            return Content.UNKNOWN;
        }
        if (tracks.handlers.contains(VIDEO)) {
            return Content.PICTURES;
        }
        return tracks.handlers.contains(SOUND) ? Content.ONLY_SOUND : Content.UNKNOWN;
    }

    /** Reads the boxes within {@code length} bytes, until it is known whether there are pictures. */
    private void read(long length, int depth) throws IOException {
        long left = length;
        while (left >= 8 && !known) {
            long size = in.readInt() & 0xffffffffL;
            String type = new String(in.readNBytes(4), ISO_8859_1);
            long header = 8;
            if (size == 1) {
                size = in.readLong();
                header = 16;
            }
            long content = size == 0 ? left - header : size - header;
            if (content < 0 || content > left - header) {
                throw new EOFException("a box that is larger than what it is in");
            }
            readBox(type, content, depth);
            left -= header + content;
        }
    }

    private void readBox(String type, long content, int depth) throws IOException {
        if (PARENTS.contains(type) && depth < DEPTH) {
            read(content, depth + 1);
            known |= type.equals("moov") || handlers.contains(VIDEO);
        } else if (type.equals("hdlr") && content >= 12) {
            in.skipNBytes(8);
            handlers.add(new String(in.readNBytes(4), ISO_8859_1));
            in.skipNBytes(content - 12);
        } else {
            in.skipNBytes(content);
        }
    }
}
