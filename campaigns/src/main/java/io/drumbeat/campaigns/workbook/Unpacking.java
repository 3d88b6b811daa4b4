package io.drumbeat.campaigns.workbook;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one part of a workbook, counted while they are unpacked, since what an archive says of its sizes may be a
 * lie, and held against their checksum, since a number with a flipped bit is a stranger's. For one thread.
 */
final class Unpacking extends FilterInputStream {
    /** More than any tag of a workbook has: what a parser keeps in memory at once. */
    private static final int MOST_AT_ONCE = 1 << 22;

    private static final int CHUNK = 1 << 16;

    /** What may yet be unpacked of a workbook, all its parts together. */
    static final class Allowance {
        private final long most;
        private long left;

        /** @param most in bytes */
        Allowance(long most) {
            this.most = most;
            left = most;
        }

        long most() {
            return most;
        }
    }

    private final ZipEntry entry;
    private final Allowance whole;
    private final CRC32 checksum = new CRC32();
    private long left;
    private long atOnce;
    private boolean ended;
    private @Nullable UnreadableWorkbookException fault;
    private @Nullable IOException failure;

    /** @param most the bytes that this part may have */
    Unpacking(InputStream in, ZipEntry entry, Allowance whole, long most) {
        super(in);
        this.entry = entry;
        this.whole = whole;
        left = most;
    }

    /** To be called before something is read that will be kept in memory as a whole. */
    void mark() {
        atOnce = 0;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        try {
            int read = super.read(bytes, from, length);
            if (read > 0) {
                checksum.update(bytes, from, read);
                count(read);
            }
            ended = read < 0;
            return read;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    private void count(int read) throws IOException {
        left -= read;
        whole.left -= read;
        atOnce += read;
        if (whole.left < 0) {
            fault = Parts.tooLarge(whole);
        } else if (left < 0) {
            fault = UnreadableWorkbookException.damaged(entry.getName() + " is too large");
        } else if (atOnce > MOST_AT_ONCE) {
            fault = UnreadableWorkbookException.damaged(entry.getName() + " has a tag of more than 4 MiB");
        }
        if (fault != null) {
            throw new IOException("a workbook that unpacks to too much");
        }
    }

    @Override
    public long skip(long n) throws IOException {
        return read(new byte[(int) Math.min(n, CHUNK)]);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /** Reads the rest, and compares the whole with its checksum. */
    void finish() throws IOException, UnreadableWorkbookException {
        byte[] rest = new byte[CHUNK];
        try {
            while (!ended) { // A parser that has come to the end has closed this.
                mark();
                ended = read(rest, 0, CHUNK) < 0;
            }
        } catch (IOException e) {
            throw explained(e);
        }
        if (entry.getCrc() != checksum.getValue()) {
            throw UnreadableWorkbookException.damaged(entry.getName() + " does not have its checksum");
        }
    }

    /**
     * Why reading ended with {@code e}.
     *
     * @throws IOException where it is the disk that failed
     */
    UnreadableWorkbookException explained(Exception e) throws IOException {
        if (fault != null) {
            return fault;
        }
        if (failure != null && !Parts.isDamage(failure)) {
            throw failure;
        }
        return UnreadableWorkbookException.damaged(
                entry.getName() + (failure == null ? " is not well-formed XML" : " cannot be unpacked"));
    }
}
