package io.drumbeat.campaigns.audience.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;

/** One pass over a whole file: where its bytes stop being the text they are taken for. */
final class EncodingScan {
    private static final int BUFFER = 1 << 16;
    private static final int BAD_BYTES_BY_CHANCE = 2;

    private long line = 1;
    private boolean afterCr;
    private long badLine;
    private long badBytes;
    private long multiByte;
    private boolean nul;
    private boolean cutOff;

    private EncodingScan() {}

    static EncodingScan of(Path file, FileEncoding encoding) throws IOException {
        EncodingScan scan = new EncodingScan();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(encoding.mark());
            scan.read(channel, encoding.charset().newDecoder().onMalformedInput(CodingErrorAction.REPORT));
        }
        return scan;
    }

    private void read(SeekableByteChannel channel, CharsetDecoder decoder) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BUFFER);
        CharBuffer text = CharBuffer.allocate(BUFFER);
        boolean end = false;
        while (!end) {
            end = channel.read(bytes) < 0;
            bytes.flip();
            cutOff = end && bytes.hasRemaining();
            CoderResult result;
            do {
                result = decoder.decode(bytes, text, end);
                look(text.flip());
                text.clear();
                if (result.isError()) {
                    badLine = badLine == 0 ? line : badLine;
                    badBytes++;
                    bytes.position(bytes.position() + result.length());
                }
            } while (result.isError() || result.isOverflow());
            bytes.compact();
        }
    }

    private void look(CharBuffer text) {
        char[] units = text.array();
        for (int i = 0; i < text.limit(); i++) {
            char unit = units[i];
            if (unit >= 0x80) {
                multiByte++;
            } else if (unit == '\n' || unit == '\r') {
                line += unit == '\n' && afterCr ? 0 : 1;
            } else if (unit == 0) {
                nul = true;
            }
            afterCr = unit == '\r';
        }
    }

    /** The physical line of the first byte that is not in the encoding; 0: none. */
    long badLine() {
        return badLine;
    }

    /** Whether it holds a character of more than one byte that is well formed. */
    boolean holdsMultiByte() {
        return multiByte > 0;
    }

    /** Whether those are so few that they may have come about by chance, in text of another encoding. */
    boolean isMostlyBad() {
        return badBytes > BAD_BYTES_BY_CHANCE * multiByte;
    }

    /** Whether it ends within a character, and that is all that is wrong with it. */
    boolean isOnlyCutOff() {
        return cutOff && badBytes == 1;
    }

    boolean holdsNul() {
        return nul;
    }
}
