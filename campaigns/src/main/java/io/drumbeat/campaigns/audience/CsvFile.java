package io.drumbeat.campaigns.audience;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

/**
 * A text file whose encoding and delimiter are known.
 *
 * @param mayBeHead whether it may be only the head of a file
 */
record CsvFile(Path file, FileEncoding encoding, Delimiter delimiter, boolean mayBeHead) implements Records.Source {

    static CsvFile of(Path file, AudienceSpec spec, boolean mayBeHead) throws IOException, InvalidAudienceException {
        FileEncoding encoding = FileEncoding.of(file, spec.encoding(), mayBeHead);
        return new CsvFile(file, encoding, Delimiter.of(file, encoding, spec.phoneColumn()), mayBeHead);
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
