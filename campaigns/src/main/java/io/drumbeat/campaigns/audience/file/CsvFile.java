package io.drumbeat.campaigns.audience.file;

import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A text file whose encoding and delimiter are known.
 *
 * @param mayBeHead whether it may be only the head of a file
 */
public record CsvFile(Path file, FileEncoding encoding, Delimiter delimiter, boolean mayBeHead)
        implements Records.Source {

    /**
     * That file, looked at.
     *
     * @param charset of its bytes; null: as they show themselves
     * @param isHeader whether a first record of those cells makes sense, by which delimiters are told apart
     */
    public static CsvFile of(Path file, @Nullable Charset charset, Predicate<List<String>> isHeader, boolean mayBeHead)
            throws IOException, InvalidAudienceException {
        FileEncoding encoding = FileEncoding.of(file, charset, mayBeHead);
        return new CsvFile(file, encoding, Delimiter.of(file, encoding, isHeader), mayBeHead);
    }

    @Override
    public Records open() throws IOException, InvalidAudienceException {
        Reader text = encoding.open(file);
        try {
            RecordReader records = new RecordReader(text, delimiter.character(), encoding);
            if (delimiter.declared()) {
                records.next();
            }
            return mayBeHead ? new HeadRecords(records, encoding.cutOff()) : records;
        } catch (IOException | InvalidAudienceException | RuntimeException e) {
            try (text) {
                throw e;
            }
        }
    }
}
