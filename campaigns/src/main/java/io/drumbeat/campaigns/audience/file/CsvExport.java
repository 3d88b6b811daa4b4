package io.drumbeat.campaigns.audience.file;

import com.opencsv.CSVWriterBuilder;
import com.opencsv.ICSVWriter;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes CSV that a spreadsheet opens as it is meant: UTF-8 with a byte order mark, CRLF, quotes where they are needed,
 * and an apostrophe before what would be taken for a formula. For one thread; rows leave in chunks, so any number fits.
 */
public final class CsvExport implements Closeable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Where a formula would begin: of a cell, and within it for a spreadsheet that separates by semicolons or tabs. */
    private static final String FORMULA = "(?:^%s(?=[\t\r\n])|(?<![^;\t\r\n])%<s(?=[=+@＝＋－＠-]))";

    private static final Pattern UNGUARDED = Pattern.compile(FORMULA.formatted(""));
    private static final Pattern GUARDED = Pattern.compile(FORMULA.formatted("'"));

    private final ICSVWriter csv;
    private final int ourPhones;
    private final boolean forSpreadsheets;

    private CsvExport(OutputStream out, int ourPhones, boolean forSpreadsheets) throws IOException {
        BufferedWriter text = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        text.write(BYTE_ORDER_MARK);
        csv = new CSVWriterBuilder(text).withLineEnd("\r\n").build();
        this.ourPhones = ourPhones;
        this.forSpreadsheets = forSpreadsheets;
    }

    /** Begins a file all of whose cells come from elsewhere. */
    public static CsvExport to(OutputStream out) throws IOException {
        return new CsvExport(out, -1, true);
    }

    /** Begins a file whose column {@code phoneColumn}, from 0, holds E.164 numbers of ours, which stay as they are. */
    public static CsvExport withPhones(OutputStream out, int phoneColumn) throws IOException {
        return new CsvExport(out, phoneColumn, true);
    }

    /** Begins a file that an import of ours reads: all cells as they are, and its delimiter named, whatever is in them. */
    public static CsvExport ofRecipients(OutputStream out) throws IOException {
        CsvExport file = new CsvExport(out, -1, false);
        file.row(List.of(Delimiter.DECLARED_COMMA));
        return file;
    }

    /**
     * Writes one record, the header or another.
     *
     * @throws IOException where this or an earlier one could not be written
     */
    public void row(List<String> cells) throws IOException {
        String[] safe = new String[cells.size()];
        for (int i = 0; i < safe.length; i++) {
            safe[i] = i == ourPhones || !forSpreadsheets ? cells.get(i) : guarded(cells.get(i));
        }
        csv.writeNext(safe, false);
        IOException failure = csv.getException();
        if (failure != null) {
            throw failure;
        }
    }

    private static String guarded(String cell) {
        return UNGUARDED.matcher(cell).replaceAll("'");
    }

    /** A cell of a file of ours as it was before it was written, where it was guarded. */
    public static String unguarded(String cell) {
        return GUARDED.matcher(cell).replaceAll("");
    }

    /** Sends what is still here, and leaves the stream open. */
    public void flush() throws IOException {
        csv.flush();
    }

    /** Closes the stream too. */
    @Override
    public void close() throws IOException {
        csv.close();
    }
}
