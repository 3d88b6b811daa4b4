package io.drumbeat.campaigns.audience;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.bench.Series;
import io.drumbeat.campaigns.database.TestDatabase;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;

/**
 * Rows a second of an import, and of a bare COPY of the same rows into the same table, in turns: {@code [rows]
 * [rounds]}. The first round warms up and does not count.
 */
final class ImportBench {
    private static final AudienceSpec SPEC = new AudienceSpec(
            null, PhoneFormat.AUTO, null, MessageTexts.ofCaption("Dear {{name}}, see you in {{city}}"));
    private static final String COLUMNS = "recipient (campaign_id, tape, n, line, phone, variables, person)";
    private static final int BUFFER = 1 << 16;

    private ImportBench() {}

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        int rows = Series.argument(arguments, 0, 1_000_000);
        int rounds = Series.argument(arguments, 1, 5);
        Path folder = Files.createTempDirectory("drumbeat-bench");
        Path csv = csv(folder.resolve("rows.csv"), rows);
        Path copy = folder.resolve("rows.copy");
        Series imports = new Series("import, rows/s");
        Series copies = new Series("bare COPY, rows/s");
        Series heap = new Series("peak heap of an import, MB");
        for (int round = 0; round <= rounds; round++) {
            try (TestDatabase target = TestDatabase.fresh()) {
                resetPeaks();
                double seconds = timed(target, handle -> importFrom(csv, handle, rows));
                if (round > 0) {
                    imports.show(rows / seconds);
                    heap.show(peak() / 1e6);
                } else {
                    export(target, copy);
                }
            }
            try (TestDatabase target = TestDatabase.fresh()) {
                double seconds = timed(target, handle -> copyFrom(copy, handle));
                if (round > 0) {
                    copies.show(rows / seconds);
                }
            }
        }
        imports.compare(copies);
        Files.delete(csv);
        Files.delete(copy);
        Files.delete(folder);
    }

    private interface Load {
        void into(Handle handle) throws Exception;
    }

    /** Seconds of one transaction, the commit included. */
    private static double timed(TestDatabase target, Load load) throws Exception {
        target.database().jdbi().useHandle(handle -> handle.execute("checkpoint"));
        long start = System.nanoTime();
        target.database().jdbi().useTransaction(load::into);
        return Series.secondsSince(start);
    }

    private static void importFrom(Path csv, Handle handle, int rows) throws Exception {
        ImportedAudience audience = new AudienceImport(CampaignId.random(), handle.getConnection()).read(csv, SPEC);
        if (audience.figures().accepted() != rows) {
            throw new IllegalStateException("rows were rejected: " + audience.figures());
        }
    }

    private static void copyFrom(Path copy, Handle handle) throws Exception {
        try (InputStream in = Files.newInputStream(copy)) {
            postgres(handle).getCopyAPI().copyIn("copy " + COLUMNS + " from stdin (format binary)", in, BUFFER);
        }
    }

    private static void export(TestDatabase source, Path copy) throws Exception {
        try (OutputStream out = Files.newOutputStream(copy);
                Handle handle = source.database().jdbi().open()) {
            postgres(handle).getCopyAPI().copyOut("copy " + COLUMNS + " to stdout (format binary)", out);
        }
    }

    private static PGConnection postgres(Handle handle) throws Exception {
        return handle.getConnection().unwrap(PGConnection.class);
    }

    private static Path csv(Path file, int rows) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("phone,name,city\n");
            for (int i = 0; i < rows; i++) {
                out.write("+91981%07d,Name %d,City %d\n".formatted(i, i, i % 500));
            }
        }
        return file;
    }

    private static void resetPeaks() {
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
    }

    /** In bytes; a little too much, as the parts of the heap need not have been fullest together. */
    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
    }
}
