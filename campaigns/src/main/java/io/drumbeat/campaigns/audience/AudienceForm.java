package io.drumbeat.campaigns.audience;

import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file of recipients is written.
 *
 * @param delimiter null: it is a workbook
 * @param encoding null: it is a workbook
 * @param headers its own, as they came
 * @param phoneColumn the header of its phones
 * @param firstRows the cells of its first rows, as they came
 * @param emptyCells how many of its rows have nothing in the column of each header
 */
public record AudienceForm(
        @Nullable Character delimiter,
        @Nullable Charset encoding,
        List<String> headers,
        String phoneColumn,
        List<List<String>> firstRows,
        List<Long> emptyCells) {

    public AudienceForm {
        headers = List.copyOf(headers);
        firstRows = List.copyOf(firstRows);
        emptyCells = List.copyOf(emptyCells);
    }
}
