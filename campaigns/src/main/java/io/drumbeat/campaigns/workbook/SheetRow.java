package io.drumbeat.campaigns.workbook;

import java.util.List;

/**
 * One row of a sheet.
 *
 * @param number as Excel has it, the first being 1
 * @param cells as Excel shows them, up to the last one that is not empty
 */
public record SheetRow(int number, List<String> cells) {
    public SheetRow {
        cells = List.copyOf(cells);
    }
}
