package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Whether anything grows while many numbers with pauses of 3 to 5 s send for a long time, in one campaign on the Temporal server
 * within the process: {@code [minutes, 1440 by default] [lanes]}. Prints a row a minute, and ends with 1 where something has grown since the
 * tenth. Each row's full collection stops the process for some tenths of a second, which is in the lateness.
 */
final class SoakBench {

    private static final int SETTLED_AFTER_MINUTES = 10;

    /** The server within the process is replaced after 10,000 dispatches, so that heap and history are a saw. */
    private static final double MORE_IS_GROWTH = 1.1;

    private SoakBench() {}

    /** A column of the table, and how much more of it is nothing. */
    private record Column(String name, int slack) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("heap MiB", 8),
            new Column("history events", 2_000),
            new Column("threads", 10),
            new Column("connections", 2));

    /** Prints the table and its verdict. */
    public static void main(String[] arguments) throws Exception {
        int minutes = Series.argument(arguments, 0, 24 * 60);
        int lanes = Series.argument(arguments, 1, 200);
        Path folder = Files.createTempDirectory("drumbeat-bench");
        List<List<Double>> settled = new ArrayList<>();
        try (VendorProcess vendor = new VendorProcess(Duration.ofMillis(20));
                ShippedJar jar =
                        new ShippedJar(folder, Vendor.clouds(vendor.port(), lanes, 3, 5), List.of("-Xmx512m"))) {
            jar.awaitReady();
            jar.post(
                    Vendor.spec(IntStream.rangeClosed(1, lanes)
                            .mapToObj(i -> "c" + i)
                            .toArray(String[]::new)),
                    Vendor.recipients(1, lanes * 60 / 3 * (minutes + 1)));
            System.out.println("| minute | sends/s | "
                    + String.join(" | ", COLUMNS.stream().map(Column::name).toList())
                    + " | lateness p50, p99 ms | load |");
            System.out.println("|---".repeat(COLUMNS.size() + 4) + "|");
            long start = System.nanoTime();
            Metrics before = jar.metrics();
            for (int minute = 1; minute <= minutes; minute++) {
                Thread.sleep(Math.max(0, minute * 60_000L - (long) (Series.secondsSince(start) * 1_000)));
                Metrics now = jar.metrics();
                List<Double> values = values(jar.heap(), now);
                show(minute, values, now, before);
                if (minute >= SETTLED_AFTER_MINUTES) {
                    settled.add(values);
                }
                before = now;
            }
        }
        System.exit(isFlat(settled) ? 0 : 1);
    }

    /** In the order of {@link #COLUMNS}. */
    private static List<Double> values(LiveHeap heap, Metrics now) {
        return List.of(
                heap.bytes() / 1024.0 / 1024.0,
                (double) heap.instances("io.temporal.api.history.v1.HistoryEvent"),
                now.sum("jvm_threads_live_threads"),
                now.sum("drumbeat_database_connections{state=\"active\"")
                        + now.sum("drumbeat_database_connections{state=\"idle\""));
    }

    private static void show(int minute, List<Double> values, Metrics now, Metrics before) {
        StringBuilder row = new StringBuilder(
                String.format(Locale.ROOT, "| %d | %.1f |", minute, now.since(before, "drumbeat_sends_total") / 60));
        values.forEach(value -> row.append(String.format(Locale.ROOT, " %,.0f |", value)));
        row.append(String.format(
                Locale.ROOT,
                " %.0f, %.0f | %.1f |",
                1_000 * now.quantileSince(before, "drumbeat_send_lateness_seconds", 0.5),
                1_000 * now.quantileSince(before, "drumbeat_send_lateness_seconds", 0.99),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
        System.out.println(row);
    }

    /** Compares the peaks of both halves; each should be longer than a tooth of the saw. */
    private static boolean isFlat(List<List<Double>> rows) {
        if (rows.size() < 2) {
            System.out.println("too short for a verdict");
            return false;
        }
        boolean flat = true;
        for (int i = 0; i < COLUMNS.size(); i++) {
            Column column = COLUMNS.get(i);
            double first = peak(rows.subList(0, rows.size() / 2), i);
            double second = peak(rows.subList(rows.size() / 2, rows.size()), i);
            boolean grows = second > first * MORE_IS_GROWTH + column.slack();
            flat &= !grows;
            System.out.printf(
                    Locale.ROOT,
                    "%s: %s, at most %,.0f in the first half from minute %d on, %,.0f in the second%n",
                    column.name(),
                    grows ? "GROWS" : "flat",
                    first,
                    SETTLED_AFTER_MINUTES,
                    second);
        }
        return flat;
    }

    private static double peak(List<List<Double>> rows, int column) {
        return rows.stream().mapToDouble(row -> row.get(column)).max().orElse(0);
    }
}
