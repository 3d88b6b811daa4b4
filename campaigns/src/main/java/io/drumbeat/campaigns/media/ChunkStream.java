package io.drumbeat.campaigns.media;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** A part of some content that is kept in chunks of one size; it holds one of them at a time. */
final class ChunkStream extends InputStream {

    /** Where the chunks come from. */
    @FunctionalInterface
    interface Chunks {
        /** The chunk with this number, counted from 0; all but the last have the full size. */
        byte[] get(int number) throws IOException;
    }

    private final Chunks chunks;
    private final int chunkSize;
    private final long end;
    private long position;
    private byte[] chunk = {};
    private int number = -1;

    ChunkStream(Chunks chunks, int chunkSize, long offset, long length) {
        this.chunks = chunks;
        this.chunkSize = chunkSize;
        this.position = offset;
        this.end = offset + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) {
            return 0;
        }
        if (position == end) {
            return -1;
        }
        int wanted = (int) (position / chunkSize);
        if (wanted != number) {
            chunk = chunks.get(wanted);
            number = wanted;
        }
        int from = (int) (position % chunkSize);
        int count = (int) Math.min(Math.min(length, chunk.length - from), end - position);
        if (count <= 0) {
            throw new IOException("chunk " + number + " ends before the content does");
        }
        System.arraycopy(chunk, from, to, offset, count);
        position += count;
        return count;
    }

    @Override
    public int available() {
        long left = Math.min(end - position, chunk.length - position % chunkSize);
        return number == position / chunkSize ? (int) left : 0;
    }
}
