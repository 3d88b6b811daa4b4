package io.drumbeat.campaigns.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of tracks in a file of the ISO base media family (MP4, M4A, 3GP): its brand does not tell whether there is
 * anything to be seen, and how it is coded.
 *
 * @see <a href="https://www.iso.org/standard/83102.html">ISO 14496-12, boxes moov, trak, mdia, hdlr, minf, stbl and stsd</a>
 */
final class IsoTracks {

    private static final Set<String> PARENTS = Set.of("moov", "trak", "mdia");
    /** Only of a track that there is something to see of. */
    private static final Set<String> PARENTS_OF_PICTURES = Set.of("minf", "stbl");
    /** What is nested deeper than these in each other is none of them, whatever it is called. */
    private static final int DEPTH = PARENTS.size() + PARENTS_OF_PICTURES.size();

    /** Of a video track, as far as its first sample entry's width and height. */
    private static final int DESCRIPTION = 44;

    private static final String VIDEO = "vide";
    private static final String SOUND = "soun";

    private final DataInputStream in;
    private final Set<String> handlers = new HashSet<>();
    private @Nullable Frame frame;
    private boolean known;
    private boolean cutOff;

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

    /** Reads {@code file} as far as it must, which is all of a file whose index stands at its end. */
    static IsoTracks of(InputStream file) throws IOException {
        IsoTracks tracks = new IsoTracks(file);
        try {
            tracks.read(Long.MAX_VALUE, 0);
        } catch (EOFException cutOff) {
            tracks.cutOff = true;
        }
        return tracks;
    }

    /** What there is to play. */
    Content content() {
        if (handlers.contains(VIDEO)) {
            return Content.PICTURES;
        }
        return handlers.contains(SOUND) && !cutOff ? Content.ONLY_SOUND : Content.UNKNOWN;
    }

    /** How large its pictures are; null: there are none, or it does not say. */
    @Nullable
    Frame frame() {
        return frame;
    }

    /** Reads the boxes within {@code length} bytes, until it is known which pictures there are. */
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
        boolean pictures = handlers.contains(VIDEO);
        if ((PARENTS.contains(type) || (pictures && PARENTS_OF_PICTURES.contains(type))) && depth < DEPTH) {
            read(content, depth + 1);
            known |= type.equals("moov") || (type.equals("mdia") && handlers.contains(VIDEO));
        } else if (type.equals("hdlr") && content >= 12) {
            in.skipNBytes(8);
            handlers.add(new String(in.readNBytes(4), ISO_8859_1));
            in.skipNBytes(content - 12);
        } else if (pictures && type.equals("stsd") && content >= DESCRIPTION) {
            in.skipNBytes(12);
            String codec = new String(in.readNBytes(4), ISO_8859_1);
            in.skipNBytes(24);
            frame = new Frame(in.readUnsignedShort(), in.readUnsignedShort(), codec);
            known = true;
        } else {
            in.skipNBytes(content);
        }
    }
}
