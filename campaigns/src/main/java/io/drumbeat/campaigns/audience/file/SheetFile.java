package io.drumbeat.campaigns.audience.file;

import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.text.Trim;
import io.drumbeat.campaigns.workbook.SheetRow;
import io.drumbeat.campaigns.workbook.SheetRows;
import io.drumbeat.campaigns.workbook.UnreadableWorkbookException;
import io.drumbeat.campaigns.workbook.Workbook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One sheet of a workbook.
 *
 * @param sheet its name; null: the first
 */
public record SheetFile(Path file, @Nullable String sheet) implements Records.Source {
    private static final int HEAD = 8;

    /** Whether {@code file} is a workbook rather than text. */
    public static boolean isOne(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Workbook.isOne(in.readNBytes(HEAD));
        }
    }

    @Override
    public Records open() throws IOException, InvalidAudienceException {
        try {
            return new Sheet(Workbook.open(file), sheet);
        } catch (UnreadableWorkbookException e) {
            throw refused(e);
        }
    }

    private static InvalidAudienceException refused(UnreadableWorkbookException e) {
        return InvalidAudienceException.of(
                e.isOfSheet() ? InvalidAudienceException.SHEET : InvalidAudienceException.RECIPIENTS,
                String.valueOf(e.getMessage()));
    }

    private static final class Sheet implements Records {
        private final Workbook workbook;
        private final SheetRows rows;
        private long taken;

        Sheet(Workbook workbook, @Nullable String sheet) throws IOException, UnreadableWorkbookException {
            this.workbook = workbook;
            try {
                rows = workbook.rows(sheet);
            } catch (IOException | UnreadableWorkbookException | RuntimeException e) {
                try (workbook) {
                    throw e;
                }
            }
        }

        @Override
        public @Nullable CsvRecord next() throws IOException, InvalidAudienceException {
            try {
                SheetRow row = rows.next();
                while (row != null && Trim.areBlank(row.cells())) {
                    row = rows.next();
                }
                if (row == null) {
                    return null;
                }
                row.cells().forEach(cell -> taken += cell.length() + 1);
                return new CsvRecord(row.number(), row.cells(), false);
            } catch (UnreadableWorkbookException e) {
                throw refused(e);
            }
        }

        @Override
        public long taken() {
            return taken;
        }

        @Override
        public void close() throws IOException {
            try (workbook) {
                rows.close();
            }
        }
    }
}
