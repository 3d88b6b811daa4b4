package io.drumbeat.campaigns.audience;

import com.carrotsearch.hppc.LongSet;
import io.drumbeat.campaigns.audience.file.CsvFile;
import io.drumbeat.campaigns.audience.file.CsvRecord;
import io.drumbeat.campaigns.audience.file.Records;
import io.drumbeat.campaigns.audience.file.SheetFile;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A file of recipients, text or a workbook, whose form and header are known to be good; its rows are read as a stream.
 *
 * <p>Checking a row, its phone number above all, takes longer than everything else: two threads do it, ahead of
 * whoever takes the rows in their order.
 */
final class AudienceReader {
    private static final int THREADS = 2;
    private static final int BATCHES_AHEAD = 4;
    private static final int BATCH_ROWS = 1000;
    private static final int BATCH_UNITS = 1 << 17;

    private final Records.Source source;
    private final AudienceSpec spec;
    private final Header header;
    private boolean endedWithinRecord;

    private AudienceReader(Path file, AudienceSpec spec, boolean mayBeHead)
            throws IOException, InvalidAudienceException {
        this.spec = spec;
        source = source(file, spec, mayBeHead);
        try (Records records = source.open()) {
            header = header(records);
        }
    }

    /**
     * Looks at the file as a whole.
     *
     * @throws InvalidAudienceException with everything that keeps it from being an audience
     */
    static AudienceReader open(Path file, AudienceSpec spec) throws IOException, InvalidAudienceException {
        return new AudienceReader(file, spec, false);
    }

    /** As {@link #open}, of text that may be only the head of a file: a record that it ends within is left out. */
    static AudienceReader openHead(Path file, AudienceSpec spec) throws IOException, InvalidAudienceException {
        return new AudienceReader(file, spec, true);
    }

    /** The records of {@code file}, of either kind. */
    static Records.Source source(Path file, AudienceSpec spec, boolean mayBeHead)
            throws IOException, InvalidAudienceException {
        return SheetFile.isOne(file)
                ? new SheetFile(file, spec.sheet())
                : CsvFile.of(
                        file, spec.encoding(), cells -> Header.phoneColumn(cells, spec.phoneColumn()) >= 0, mayBeHead);
    }

    /** How the file is written. */
    AudienceForm form(List<List<String>> firstRows, List<Long> emptyCells) {
        CsvFile text = source instanceof CsvFile csv ? csv : null;
        return new AudienceForm(
                text == null ? null : text.delimiter().character(),
                text == null ? null : text.encoding().charset(),
                header(),
                header.written(header.phone()),
                firstRows,
                emptyCells);
    }

    /** Whether what was read last ended within a record, of a file that may be only a head. */
    boolean endedWithinRecord() {
        return endedWithinRecord;
    }

    Header head() {
        return header;
    }

    /** Its rows, behind the header; the caller closes them. */
    Records records() throws IOException, InvalidAudienceException {
        Records records = source.open();
        try {
            header(records);
            return records;
        } catch (IOException | InvalidAudienceException | RuntimeException e) {
            try (records) {
                throw e;
            }
        }
    }

    /** The file's own headers, as they came. */
    List<String> header() {
        return header.own();
    }

    /** Those of the wanted columns that the file has and that are passed on, in the order of their values. */
    List<String> passedColumns() {
        return List.copyOf(header.passed().keySet());
    }

    /**
     * Hands every row to {@code sink}.
     *
     * @param suppressed the persons who must not be sent to, as {@link RecipientSelection#number} has them
     * @throws InvalidAudienceException where a record cannot be read, the phones are of a country that nobody named, or
     *     no row was accepted; {@code sink} has had rows by then, which must be forgotten
     */
    AudienceFigures read(LongSet suppressed, AudienceSink sink) throws IOException, InvalidAudienceException {
        RecipientSelection selection = new RecipientSelection(suppressed, sink);
        each(selection);
        return selection.figures();
    }

    /**
     * Hands every row to {@code reader}, looked at by itself only. May be called again.
     *
     * @throws InvalidAudienceException where a record cannot be read, or the phones are of a country that nobody named;
     *     {@code reader} has had rows by then
     */
    void each(Row.Visitor reader) throws IOException, InvalidAudienceException {
        RowCheck check = new RowCheck(header, spec);
        ExecutorService checkers = Executors.newFixedThreadPool(THREADS);
        try (Records records = records()) {
            NationalList national = new NationalList(spec);
            Queue<Future<List<Row>>> ahead = new ArrayDeque<>();
            for (List<CsvRecord> batch = batch(records); !batch.isEmpty(); batch = batch(records)) {
                List<CsvRecord> unchecked = batch;
                ahead.add(checkers.submit(
                        () -> unchecked.stream().map(check::check).toList()));
                if (ahead.size() > BATCHES_AHEAD) {
                    hand(ahead.remove(), national, reader);
                }
            }
            while (!ahead.isEmpty()) {
                hand(ahead.remove(), national, reader);
            }
            endedWithinRecord = records.endedWithinOne();
            national.check();
        } finally {
            checkers.shutdownNow();
        }
    }

    private Header header(Records records) throws IOException, InvalidAudienceException {
        return Header.of(records.next(), spec);
    }

    private static List<CsvRecord> batch(Records records) throws IOException, InvalidAudienceException {
        List<CsvRecord> batch = new ArrayList<>(BATCH_ROWS);
        long end = records.taken() + BATCH_UNITS;
        while (batch.size() < BATCH_ROWS && records.taken() < end) {
            CsvRecord record = records.next();
            if (record == null) {
                break;
            }
            batch.add(record);
        }
        return batch;
    }

    private static void hand(Future<List<Row>> checked, NationalList national, Row.Visitor reader) throws IOException {
        for (Row row : await(checked)) {
            national.look(row);
            row.accept(reader);
        }
    }

    private static List<Row> await(Future<List<Row>> checked) throws IOException {
        try {
            return checked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading an audience");
        } catch (ExecutionException e) {
            throw new IllegalStateException("a row could not be checked", e.getCause());
        }
    }
}
