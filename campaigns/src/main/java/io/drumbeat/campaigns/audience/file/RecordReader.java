package io.drumbeat.campaigns.audience.file;

import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.text.Trim;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits text into records and cells, as docs/csv.md says and nothing else: RFC 4180, lines ended by CRLF, LF or CR, a
 * quote inside an unquoted cell literal.
 *
 * <p>Why not opencsv, which writes our files: its RFC4180Parser swallows delimiters behind a closing quote, turns two
 * literal quotes of an unquoted cell into one, knows no physical lines, and takes time that grows with the square of
 * the lines in a cell (40,000 lines: 3.6 s). What frames its records has to follow every quote and delimiter anyway.
 */
final class RecordReader implements Records {
    /** The most bytes a record may have in its file. */
    static final int MAX_BYTES = 1 << 20;

    /** Who leaves a quote open has it swallow line after line. */
    private static final long MOST_LINES_OF_A_CELL = 10;

    private static final int MOST_BYTES_A_UNIT = 4;
    private static final int END = -1;
    private static final char CTRL_Z = '\u001A';

    private final Reader in;
    private final char delimiter;
    private final FileEncoding encoding;

    // The text read and not yet given out. Indices into it move when it is shifted: only fields may hold them.
    private char[] text = new char[1 << 16];
    private int limit;
    private int at;
    private int recordStart;
    private int cellStart;

    private long line = 1;
    private long recordLine = 1;
    private long quoteLine;
    private boolean unended;
    private boolean endedWithinQuote;
    private long taken;
    private int width = 8;

    RecordReader(Reader in, char delimiter, FileEncoding encoding) {
        this.in = in;
        this.delimiter = delimiter;
        this.encoding = encoding;
    }

    @Override
    public long taken() {
        return taken;
    }

    /**
     * The next record that has anything in it, null at the end.
     *
     * @throws InvalidAudienceException where a quote is never closed or a record is longer than {@link #MAX_BYTES}
     */
    @Override
    public @Nullable CsvRecord next() throws IOException, InvalidAudienceException {
        CsvRecord record = read();
        while (record != null && Trim.areBlank(record.cells())) {
            record = read();
        }
        return record;
    }

    /** Whether the record that was given out last has no line end behind it: it is the last one, and may be cut off. */
    boolean isUnended() {
        return unended;
    }

    /** Whether the text ended within a quoted cell that may have been cut off, rather than behind a quote too many. */
    boolean endedWithinQuote() {
        return endedWithinQuote;
    }

    private @Nullable CsvRecord read() throws IOException, InvalidAudienceException {
        recordStart = at;
        recordLine = line;
        if (peek() == END) {
            return null;
        }
        List<String> cells = new ArrayList<>(width);
        boolean misquoted = false;
        do {
            cellStart = at;
            if (peek() != '"') {
                skipToCellEnd();
                cells.add(text(cellStart, contentEnd()));
            } else {
                misquoted |= readQuoted(cells);
            }
        } while (skip(delimiter));
        checkLength();
        taken += at - recordStart;
        unended = !skipLineEnd();
        width = cells.size();
        return new CsvRecord(recordLine, cells, misquoted);
    }

    /** Adds the quoted cell that begins here; true where text stands behind it. */
    private boolean readQuoted(List<String> cells) throws IOException, InvalidAudienceException {
        quoteLine = line;
        boolean doubled = false;
        at++;
        while (!skip('"') || peek() == '"') {
            int next = peek();
            if (next == END) {
                boolean inALine = text[at - 1] != '\n' && text[at - 1] != '\r';
                endedWithinQuote = inALine && line - quoteLine < MOST_LINES_OF_A_CELL;
                throw InvalidAudienceException.ofFile(
                        "The quote that opens on line %d is never closed.".formatted(quoteLine));
            }
            doubled |= next == '"';
            if (!skipLineEnd()) {
                at++;
            }
        }
        quoteLine = 0;
        int length = at - cellStart;
        skipToCellEnd();
        if (isBlank(cellStart + length, contentEnd())) {
            String value = text(cellStart + 1, cellStart + length - 1);
            cells.add(doubled ? value.replace("\"\"", "\"") : value);
            return false;
        }
        cells.add(text(cellStart, contentEnd()));
        return true;
    }

    private void skipToCellEnd() throws IOException, InvalidAudienceException {
        int next = peek();
        while (next != delimiter && next != '\n' && next != '\r' && next != END) {
            at++;
            next = peek();
        }
    }

    /** Where the cell that has just been passed ends: a Ctrl-Z at the end of the file is none of it. */
    private int contentEnd() throws IOException, InvalidAudienceException {
        return at > cellStart && text[at - 1] == CTRL_Z && peek() == END ? at - 1 : at;
    }

    private boolean skipLineEnd() throws IOException, InvalidAudienceException {
        boolean carriageReturn = skip('\r');
        boolean ended = skip('\n') || carriageReturn;
        line += ended ? 1 : 0;
        return ended;
    }

    private boolean skip(char expected) throws IOException, InvalidAudienceException {
        boolean there = peek() == expected;
        at += there ? 1 : 0;
        return there;
    }

    private int peek() throws IOException, InvalidAudienceException {
        return at < limit || fill() ? text[at] : END;
    }

    private boolean fill() throws IOException, InvalidAudienceException {
        if (recordStart > 0) {
            System.arraycopy(text, recordStart, text, 0, limit - recordStart);
            at -= recordStart;
            cellStart -= recordStart;
            limit -= recordStart;
            recordStart = 0;
        }
        if (limit == text.length) {
            if (limit > MAX_BYTES) {
                throw tooLong();
            }
            text = Arrays.copyOf(text, text.length * 2);
        }
        int read = in.read(text, limit, text.length - limit);
        limit += Math.max(read, 0);
        return read > 0;
    }

    private void checkLength() throws InvalidAudienceException {
        if (at - recordStart > MAX_BYTES / MOST_BYTES_A_UNIT && encoding.bytes(text, recordStart, at) > MAX_BYTES) {
            throw tooLong();
        }
    }

    private InvalidAudienceException tooLong() {
        String quote =
                quoteLine == 0 ? "" : " The quote that opens on line %d is probably never closed.".formatted(quoteLine);
        return InvalidAudienceException.ofFile(
                "The record that begins on line %d is longer than 1 MiB.%s".formatted(recordLine, quote));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private String text(int from, int to) {
        return from == to ? "" : new String(text, from, to - from);
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Trim.isSpace(text[i])) {
                return false;
            }
        }
        return true;
    }
}
