package io.drumbeat.campaigns.audience;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;

/** A text file whose encoding and delimiter are known. */
record CsvFile(Path file, FileEncoding encoding, Delimiter delimiter) implements Records.Source {

    static CsvFile of(Path file, AudienceSpec spec) throws IOException, InvalidAudienceException {
        FileEncoding encoding = FileEncoding.of(file, spec.encoding());
        return new CsvFile(file, encoding, Delimiter.of(file, encoding, spec.phoneColumn()));
    }

    @Override
    public Records open() throws IOException, InvalidAudienceException {
        Reader text = encoding.open(file);
        try {
            RecordReader records = new RecordReader(text, delimiter.character(), encoding);
            if (delimiter.declared()) {
                records.next();
            }
            return records;
        } catch (IOException | InvalidAudienceException | RuntimeException e) {
            try (text) {
                throw e;
            }
        }
    }
}
