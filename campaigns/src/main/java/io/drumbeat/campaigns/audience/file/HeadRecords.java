package io.drumbeat.campaigns.audience.file;

import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The records of a text file that may be only the head of one: a record that it ends within is left out.
 *
 * <p>A last line without a line end may as well be whole. It is cut off where it has fewer cells than the header, ends
 * within a character, or where its last cell is shorter than that of every other of many.
 */
final class HeadRecords implements Records {

    private static final int MANY = 20;

    private final RecordReader records;
    private final boolean withinCharacter;
    private boolean begun;
    private boolean endedWithinOne;
    private int width;
    private long ended;
    private int shortest = Integer.MAX_VALUE;

    /** @param withinCharacter whether the file ends within a character */
    HeadRecords(RecordReader records, boolean withinCharacter) {
        this.records = records;
        this.withinCharacter = withinCharacter;
    }

    @Override
    public @Nullable CsvRecord next() throws IOException, InvalidAudienceException {
        if (!begun) {
            begun = true;
            CsvRecord header = records.next();
            width = header == null ? 0 : header.cells().size();
            return header;
        }
        CsvRecord record = whole();
        if (record == null) {
            return null;
        }
        if (records.isUnended() && isCutOff(record)) {
            endedWithinOne = true;
            return null;
        }
        ended++;
        shortest = Math.min(shortest, lastCell(record));
        return record;
    }

    private @Nullable CsvRecord whole() throws IOException, InvalidAudienceException {
        try {
            return records.next();
        } catch (InvalidAudienceException fault) {
            if (!records.endedWithinQuote()) {
                throw fault;
            }
            endedWithinOne = true;
            return null;
        }
    }

    private boolean isCutOff(CsvRecord record) {
        return withinCharacter || record.cells().size() < width || (ended >= MANY && lastCell(record) < shortest);
    }

    private static int lastCell(CsvRecord record) {
        return record.cells().get(record.cells().size() - 1).length();
    }

    @Override
    public boolean endedWithinOne() {
        return endedWithinOne;
    }

    @Override
    public long taken() {
        return records.taken();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
