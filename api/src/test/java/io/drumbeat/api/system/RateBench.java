package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
import io.drumbeat.engine.simulator.Simulator;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How fast one number with a rate really sends, second by second, as its vendor sees it:
 * {@code [rate a second, 0 is unlimited] [the vendor's milliseconds] [maxInFlight] [seconds]}. The vendor is in this process.
 */
final class RateBench {

    /** What a start, and the first connections, may take. */
    private static final int RAMP_SECONDS = 3;

    private static final int UNLIMITED_IS_AT_MOST = 6_000;

    private RateBench() {}

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        int rate = Series.argument(arguments, 0, 1_000);
        int latency = Series.argument(arguments, 1, 0);
        int inFlight = Series.argument(arguments, 2, 128);
        int seconds = Series.argument(arguments, 3, 20);
        Path folder = Files.createTempDirectory("drumbeat-bench");
        try (Vendor vendor = new Vendor(Duration.ofMillis(latency));
                ShippedJar jar = new ShippedJar(folder, vendor.rate(rate, inFlight), List.of("-Xmx512m"))) {
            jar.awaitReady();
            int recipients = (rate == 0 ? UNLIMITED_IS_AT_MOST : rate) * seconds;
            Duration cpu = jar.cpu();
            jar.post(Vendor.spec("bulk"), Vendor.recipients(1, recipients));
            awaitSends(vendor, recipients, seconds + RAMP_SECONDS);
            show(rate, vendor.simulator.sends(), jar.cpu().minus(cpu));
        }
    }

    private static void awaitSends(Vendor vendor, int recipients, int seconds) throws InterruptedException {
        while (vendor.simulator.sends().isEmpty()) {
            Thread.sleep(5);
        }
        long first = System.nanoTime();
        while (vendor.simulator.sends().size() < recipients && Series.secondsSince(first) < seconds) {
            Thread.sleep(100);
        }
    }

    private static void show(int rate, List<Simulator.Send> sends, Duration cpu) {
        long first =
                sends.stream().mapToLong(Simulator.Send::arrivedNanos).min().orElseThrow();
        Map<Long, Long> bySecond = sends.stream()
                .collect(Collectors.groupingBy(
                        send -> (send.arrivedNanos() - first) / 1_000_000_000, TreeMap::new, Collectors.counting()));
        long last = bySecond.size() - 1L;
        Series whole = new Series("sends in a whole second, from the third on");
        bySecond.forEach((second, count) -> {
            if (second >= RAMP_SECONDS - 1 && second < last) {
                whole.add(count);
            }
        });
        long doubled = sends.size()
                - sends.stream().map(Simulator.Send::phone).distinct().count();
        System.out.println("second by second: " + bySecond.values());
        System.out.printf(
                Locale.ROOT,
                "wanted %s; whole seconds from the third on: least %.0f, median %.0f, most %.0f; doubled %d;"
                        + " processor time of the worker %.0f us a send; load %.1f%n",
                rate == 0 ? "unlimited" : rate,
                whole.quantile(0),
                whole.quantile(0.5),
                whole.quantile(1),
                doubled,
                cpu.toNanos() / 1e3 / sends.size(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
