package io.drumbeat.campaigns.workbook;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Files read for a test to look at, each row as {@code 1: a|b}. */
final class Sheets {
    private Sheets() {}

    static List<String> rows(byte[] file) throws IOException, UnreadableWorkbookException {
        return rows(file, null);
    }

    static List<String> rows(byte[] file, @Nullable String sheet) throws IOException, UnreadableWorkbookException {
        return rows(file, sheet, 1L << 31);
    }

    static List<String> rows(byte[] file, @Nullable String sheet, long mostUnpacked)
            throws IOException, UnreadableWorkbookException {
        Path path = Files.createTempFile("workbook", ".xlsx");
        try {
            Files.write(path, file);
            List<String> read = new ArrayList<>();
            try (Workbook workbook = Workbook.open(path, mostUnpacked);
                    SheetRows rows = workbook.rows(sheet)) {
                for (SheetRow row = rows.next(); row != null; row = rows.next()) {
                    read.add(row.number() + ": " + String.join("|", row.cells()));
                }
            }
            return read;
        } finally {
            Files.delete(path);
        }
    }

    static UnreadableWorkbookException refusal(byte[] file, @Nullable String sheet) {
        return refusal(file, sheet, 1L << 31);
    }

    static UnreadableWorkbookException refusal(byte[] file, @Nullable String sheet, long mostUnpacked) {
        return Objects.requireNonNull(
                catchThrowableOfType(UnreadableWorkbookException.class, () -> rows(file, sheet, mostUnpacked)),
                "the file was taken");
    }
}
