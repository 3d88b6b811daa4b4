package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
import io.drumbeat.engine.simulator.Simulator;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How exactly many numbers with a pause keep it, all in one campaign, as their vendor sees it:
 * {@code [lanes] [sends a lane] [in-process | the dev server's binary | a server's address]}. The vendor is in this process.
 */
final class LanesBench {
    private static final double PAUSE_SECONDS = 4;
    private static final Duration LATENCY = Duration.ofMillis(20);

    /** Starting hundreds of lanes is not what is measured. */
    private static final int RAMP = 2;

    private LanesBench() {}

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        int lanes = Series.argument(arguments, 0, 200);
        int each = Series.argument(arguments, 1, 20);
        String engine = arguments.length > 2 ? arguments[2] : "in-process";
        Path folder = Files.createTempDirectory("drumbeat-bench");
        try (Vendor vendor = new Vendor(LATENCY);
                ShippedJar jar = new ShippedJar(
                        folder,
                        vendor.clouds(lanes, PAUSE_SECONDS, PAUSE_SECONDS),
                        List.of("-Xmx512m"),
                        environment(engine))) {
            jar.awaitReady();
            jar.post(
                    Vendor.spec(IntStream.rangeClosed(1, lanes)
                            .mapToObj(i -> "c" + i)
                            .toArray(String[]::new)),
                    Vendor.recipients(1, lanes * each));
            await(vendor, lanes * RAMP);
            double activities = activities(jar);
            Duration cpu = jar.cpu();
            long start = System.nanoTime();
            await(vendor, lanes * (each - RAMP));
            double seconds = Series.secondsSince(start);
            show(
                    engine,
                    lanes,
                    vendor,
                    start,
                    (activities(jar) - activities) / seconds,
                    jar.cpu().minus(cpu),
                    seconds);
        }
    }

    private static Map<String, String> environment(String engine) {
        if (engine.equals("in-process")) {
            return Map.of();
        }
        return engine.contains("/")
                ? Map.of("PATH", Path.of(engine).toAbsolutePath().getParent() + ":/usr/bin:/bin")
                : Map.of("TEMPORAL_ADDRESS", engine);
    }

    private static void await(Vendor vendor, int sends) throws InterruptedException {
        while (vendor.simulator.sends().size() < sends) {
            Thread.sleep(20);
        }
    }

    /** Dispatch activities so far. */
    private static double activities(ShippedJar jar) throws IOException, InterruptedException {
        HttpResponse<String> metrics = jar.send(jar.request("/metrics").build());
        return metrics.body()
                .lines()
                .filter(line -> line.startsWith("temporal_activity_execution_latency_seconds_count")
                        && line.contains("activity_type=\"Dispatch\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static void show(
            String engine, int lanes, Vendor vendor, long start, double activities, Duration cpu, double seconds) {
        Series lateness = new Series("lateness");
        for (int i = 1; i <= lanes; i++) {
            vendor.pausesOf("cloud/" + i).stream()
                    .filter(pause -> pause.endedNanos() - start > 0)
                    .forEach(pause -> lateness.add(pause.nanos() / 1e6 - PAUSE_SECONDS * 1000));
        }
        long sends = vendor.simulator.sends().stream()
                .map(Simulator.Send::arrivedNanos)
                .filter(at -> at - start > 0)
                .count();
        double ideal = lanes / (PAUSE_SECONDS + LATENCY.toMillis() / 1000.0);
        System.out.printf(
                Locale.ROOT,
                "%s, %d lanes: %.2f sends/s of %.2f (makespan %.4f of the ideal); lateness ms p50 %.1f, p99 %.1f, most %.1f; "
                        + "earliest %.1f; dispatch activities/s %.1f; processor time of the worker %.1f %% of one core; load %.1f%n",
                engine,
                lanes,
                sends / seconds,
                ideal,
                ideal / (sends / seconds),
                lateness.quantile(0.5),
                lateness.quantile(0.99),
                lateness.quantile(1),
                lateness.quantile(0),
                activities,
                cpu.toNanos() / seconds / 1e7,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
