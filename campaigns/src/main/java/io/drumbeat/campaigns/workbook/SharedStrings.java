package io.drumbeat.campaigns.workbook;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a workbook, which has each only once and its cells say by number. Read as far as cells ask for: Excel
 * numbers them in the order of the cells. The first, among which are those that come again and again, are kept in memory.
 * For one thread.
 */
final class SharedStrings implements Closeable {
    private static final int UNITS_IN_MEMORY = 1 << 21;

    private final @Nullable XmlPart part;
    private final List<String> first = new ArrayList<>();
    private int units;
    private @Nullable TextSpool others;

    /** @param part null: the workbook has none; closed with this */
    SharedStrings(@Nullable XmlPart part) {
        this.part = part;
    }

    /** The text {@code number}, counted from 0. */
    String get(int number) throws IOException, UnreadableWorkbookException {
        String last = "";
        while (number >= size()) {
            last = read();
            if (number < size()) {
                return last;
            }
        }
        return number < first.size() || others == null ? first.get(number) : others.get(number - first.size());
    }

    private int size() {
        return first.size() + (others == null ? 0 : others.size());
    }

    private String read() throws IOException, UnreadableWorkbookException {
        while (part != null && part.next()) {
            if (part.opens("si")) {
                StringBuilder text = new StringBuilder();
                part.richText("si", text);
                String read = EscapedText.read(text);
                keep(read);
                return read;
            }
        }
        throw UnreadableWorkbookException.damaged("a cell names a text that is not there");
    }

    private void keep(String text) throws IOException {
        units += text.length() + Integer.BYTES * 4; // an empty one takes some memory, too
        if (units <= UNITS_IN_MEMORY && others == null) {
            first.add(text);
            return;
        }
        if (others == null) {
            others = new TextSpool();
        }
        others.add(text);
    }

    /** Reads the rest, and makes sure that all of it came as it was written. */
    void finish() throws IOException, UnreadableWorkbookException {
        if (part != null) {
            part.finish();
        }
    }

    @Override
    public void close() throws IOException {
        try (part) {
            if (others != null) {
                others.close();
            }
        }
    }
}
