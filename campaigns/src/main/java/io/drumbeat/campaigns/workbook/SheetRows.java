package io.drumbeat.campaigns.workbook;

import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one sheet, one after another; no more than one is in memory. For one thread. */
public final class SheetRows implements Closeable {
    /** The most bytes that the cells of a row may have together, in UTF-8. */
    static final int MAX_ROW_BYTES = 1 << 20;

    private static final int MOST_ROWS = 1 << 20;
    private static final int MOST_COLUMNS = 1 << 14;
    private static final int MOST_BYTES_A_UNIT = 3;
    private static final int LONGEST_NUMBER = 400;

    private final XmlPart sheet;
    private final SharedStrings strings;
    private final Styles styles;
    private final boolean from1904;
    private final StringBuilder text = new StringBuilder();
    private boolean started;
    private boolean ended;
    private int number;

    /** @param strings closed with this, as {@code sheet} is */
    SheetRows(XmlPart sheet, SharedStrings strings, Styles styles, boolean from1904) {
        this.sheet = sheet;
        this.strings = strings;
        this.styles = styles;
        this.from1904 = from1904;
    }

    /**
     * The next row that the sheet has, maybe without anything in it; null at the end.
     *
     * @throws UnreadableWorkbookException where it cannot be read, which may be known at the end only
     */
    public @Nullable SheetRow next() throws IOException, UnreadableWorkbookException {
        while (!ended && sheet.next()) {
            if (!started) {
                started = sheet.opens("sheetData");
            } else if (sheet.opens("row")) {
                return row();
            } else if (sheet.closes("sheetData")) {
                ended = true;
            }
        }
        if (!ended) {
            throw UnreadableWorkbookException.damaged("the sheet has no end");
        }
        sheet.finish();
        strings.finish();
        return null;
    }

    private SheetRow row() throws IOException, UnreadableWorkbookException {
        String written = sheet.attribute("r");
        int next = written == null ? number + 1 : wholeNumber(written);
        if (next > MOST_ROWS) {
            throw UnreadableWorkbookException.of(
                    "The sheet has more than 1,048,576 rows, which is more than Excel's sheets have: share them among"
                            + " several files, or save it as CSV UTF-8.");
        }
        if (next <= number) {
            throw UnreadableWorkbookException.damaged("row %d stands behind row %d".formatted(next, number));
        }
        number = next;
        List<String> cells = new ArrayList<>();
        int column = 0;
        int units = 0;
        while (sheet.next() && !sheet.closes("row")) {
            if (!sheet.opens("c")) {
                continue;
            }
            int place = place(column);
            column = place + 1;
            String cell = cell();
            if (cell.isEmpty()) {
                continue;
            }
            while (cells.size() < place) {
                cells.add("");
            }
            cells.add(cell);
            units += cell.length();
            if (units > MAX_ROW_BYTES) {
                throw tooLong();
            }
        }
        if (units > MAX_ROW_BYTES / MOST_BYTES_A_UNIT && bytes(cells) > MAX_ROW_BYTES) {
            throw tooLong();
        }
        return new SheetRow(number, cells);
    }

    private UnreadableWorkbookException tooLong() {
        return UnreadableWorkbookException.of("Row %d of the sheet is longer than 1 MiB.".formatted(number));
    }

    private static long bytes(List<String> cells) {
        return cells.stream()
                .mapToLong(cell -> cell.getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    /** The column, counted from 0, of the cell that opens here. */
    private int place(int next) throws UnreadableWorkbookException {
        String reference = sheet.attribute("r");
        int column = reference == null ? next : column(reference);
        if (column < next || column >= MOST_COLUMNS) {
            throw UnreadableWorkbookException.damaged("a cell of row %d is out of place".formatted(number));
        }
        return column;
    }

    /** AB12 is in the 28th column, number 27; more than there are, where it has too many letters. */
    private static int column(String reference) {
        int column = 0;
        for (int i = 0; i < reference.length() && column <= MOST_COLUMNS; i++) {
            char letter = Character.toUpperCase(reference.charAt(i));
            if (letter < 'A' || letter > 'Z') {
                break;
            }
            column = column * 26 + letter - 'A' + 1;
        }
        return column - 1;
    }

    private String cell() throws IOException, UnreadableWorkbookException {
        String type = sheet.attribute("t");
        String style = sheet.attribute("s");
        boolean formula = false;
        text.setLength(0);
        while (sheet.next() && !sheet.closes("c")) {
            formula |= sheet.opens("f");
            if (sheet.opens("v")) {
                text.setLength(0);
                sheet.text(text);
            } else if (sheet.opens("is")) {
                sheet.richText("is", text);
            }
        }
        if (text.length() == 0) {
            // An empty text is what a formula came to; an empty number is one that nobody has worked out.
            if (formula && (type == null || type.equals("n"))) {
                throw UnreadableWorkbookException.of(
                        "A formula in row %d of the sheet has no value yet: open the workbook in Excel and save it."
                                .formatted(number));
            }
            return "";
        }
        return switch (type == null ? "n" : type) {
            case "s" -> strings.get(wholeNumber(text.toString()));
            case "n" -> number(text.toString(), style);
            case "b" -> text.toString().equals("0") ? "FALSE" : "TRUE";
            case "d" -> text.toString().replace("T00:00:00", "");
            default -> EscapedText.read(text);
        };
    }

    private String number(String written, @Nullable String style) throws UnreadableWorkbookException {
        NumberFormat format = style == null ? NumberFormat.GENERAL : styles.format(wholeNumber(style));
        try {
            // Excel's numbers are finite doubles; one of a billion digits would be a billion digits in memory.
            BigDecimal value = new BigDecimal(written.strip());
            if (value.precision() <= LONGEST_NUMBER && Math.abs((long) value.scale()) <= LONGEST_NUMBER) {
                return format.text(value, from1904);
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw UnreadableWorkbookException.damaged("a number in row %d is none".formatted(number));
    }

    private int wholeNumber(String written) throws UnreadableWorkbookException {
        try {
            return Integer.parseUnsignedInt(written.strip()) & Integer.MAX_VALUE;
        } catch (NumberFormatException notANumber) {
            throw UnreadableWorkbookException.damaged("behind row " + number);
        }
    }

    @Override
    public void close() throws IOException {
        try (strings) {
            sheet.close();
        }
    }
}
