package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.audience.file.CsvExport;
import io.drumbeat.campaigns.audience.file.CsvRecord;
import io.drumbeat.campaigns.audience.file.Records;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.text.ColumnName;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file that was imported once, as they came, to be found by their lines: each call goes on from the one before, so
 * that one row is in memory at a time. Of an earlier rejects.csv it has the rows that were rejected, without its columns and what guards
 * their cells. For one thread.
 */
public final class FileRows implements Closeable {

    /** What a column of ours is called where the file has one of its name. */
    private static final String PREFIX = "drumbeat_";

    private final Header header;
    private final List<String> columns;
    private final Records records;
    private @Nullable CsvRecord next;

    private FileRows(AudienceReader reader) throws IOException, InvalidAudienceException {
        header = reader.head();
        columns = unguarded(header.own());
        records = reader.records();
        next = records.next();
    }

    /**
     * Begins with the first row.
     *
     * @param spec what it was imported by
     */
    public static FileRows open(Path file, AudienceSpec spec) throws IOException {
        try {
            return new FileRows(AudienceReader.open(file, spec));
        } catch (InvalidAudienceException refused) {
            throw unreadable(refused);
        }
    }

    private static IllegalStateException unreadable(InvalidAudienceException refused) {
        return new IllegalStateException("a file of recipients that was read once cannot be read again", refused);
    }

    /** The file's own headers, as they came. */
    public List<String> columns() {
        return columns;
    }

    /** Which of {@link #columns} has the phones. */
    public int phoneColumn() {
        return header.own(header.cellsBefore(header.phone())).size();
    }

    /**
     * The cells of the row that starts on {@code line}, one for each of {@link #columns}.
     *
     * @param line behind that of the call before
     */
    public List<String> at(long line) throws IOException {
        try {
            while (next != null && next.line() < line) {
                next = records.next();
            }
        } catch (InvalidAudienceException refused) {
            throw unreadable(refused);
        }
        if (next == null || next.line() != line) {
            throw new IllegalStateException("the file has no row on line " + line);
        }
        List<String> cells = new ArrayList<>(unguarded(header.own(next.cells())));
        while (cells.size() < columns.size()) {
            cells.add("");
        }
        return cells.subList(0, columns.size());
    }

    private List<String> unguarded(List<String> cells) {
        return header.isRejectsFile() ? cells.stream().map(CsvExport::unguarded).toList() : cells;
    }

    /** {@code ours}, to stand beside {@code theirs}: renamed where there is a column of that name. */
    public static List<String> besides(Collection<String> theirs, List<String> ours) {
        Set<ColumnName> taken = theirs.stream().map(ColumnName::of).collect(Collectors.toSet());
        return ours.stream()
                .map(name -> {
                    String free = name;
                    while (taken.contains(ColumnName.of(free))) {
                        free = PREFIX + free;
                    }
                    return free;
                })
                .toList();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
