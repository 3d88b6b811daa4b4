package io.drumbeat.campaigns.audience.file;

import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The records of a file, one after another; those whose cells are all empty are none. For one thread. */
public interface Records extends Closeable {

    /**
     * The next record, null at the end.
     *
     * @throws InvalidAudienceException where the file cannot be read on
     */
    @Nullable
    CsvRecord next() throws IOException, InvalidAudienceException;

    /** Whether the file ended within a record, which was left out; known at the end. */
    default boolean endedWithinOne() {
        return false;
    }

    /** UTF-16 units of all records given out so far, about. */
    long taken();

    /** A file whose records can be read again and again. */
    interface Source {

        /** From the first record on; the caller closes them. */
        Records open() throws IOException, InvalidAudienceException;
    }
}
