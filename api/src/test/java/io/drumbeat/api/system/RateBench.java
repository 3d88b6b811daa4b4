package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
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
 * How fast one number with a rate really sends, second by second, as its vendor sees it, a process of its own; and what
 * httpclient5 alone brings to that vendor: {@code [rate a second, 0 is unlimited] [the vendor's milliseconds] [maxInFlight] [seconds]}, or
 * {@code all [seconds] [maxInFlight]}: 80, 1,000 and unlimited, each at 0, 50 and 200 ms.
 */
final class RateBench {

    /** What a start, and the first connections, may take. */
    private static final int RAMP_SECONDS = 3;

    private static final int UNLIMITED_IS_AT_MOST = 6_000;
    private static final Duration BARE = Duration.ofSeconds(4);
    private static final String ACCOUNT = "cloud/1";

    private final int rate;
    private final int latency;
    private final int inFlight;
    private final int seconds;

    private RateBench(int rate, int latency, int inFlight, int seconds) {
        this.rate = rate;
        this.latency = latency;
        this.inFlight = inFlight;
        this.seconds = seconds;
    }

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("all")) {
            int seconds = Series.argument(arguments, 1, 20);
            int inFlight = Series.argument(arguments, 2, 128);
            for (int rate : List.of(80, 1_000, 0)) {
                for (int latency : List.of(0, 50, 200)) {
                    new RateBench(rate, latency, inFlight, seconds).run();
                }
            }
        } else {
            new RateBench(
                            Series.argument(arguments, 0, 1_000),
                            Series.argument(arguments, 1, 0),
                            Series.argument(arguments, 2, 128),
                            Series.argument(arguments, 3, 20))
                    .run();
        }
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory("drumbeat-bench");
        try (VendorProcess vendor = new VendorProcess(Duration.ofMillis(latency))) {
            double bare = BareClient.perSecond(vendor.port(), inFlight, BARE);
            vendor.reset();
            try (ShippedJar jar =
                    new ShippedJar(folder, Vendor.rate(vendor.port(), rate, inFlight), List.of("-Xmx512m"))) {
                jar.awaitReady();
                int recipients = (rate == 0 ? UNLIMITED_IS_AT_MOST : rate) * seconds;
                Duration cpu = jar.cpu();
                jar.post(Vendor.spec("bulk"), Vendor.recipients(1, recipients));
                awaitSends(vendor, recipients);
                show(vendor.sends(ACCOUNT), jar.cpu().minus(cpu), bare);
            }
        }
    }

    private void awaitSends(VendorProcess vendor, int recipients) throws Exception {
        while (vendor.count(ACCOUNT) == 0) {
            Thread.sleep(20);
        }
        long first = System.nanoTime();
        while (vendor.count(ACCOUNT) < recipients && Series.secondsSince(first) < seconds + RAMP_SECONDS) {
            Thread.sleep(250);
        }
    }

    private void show(List<VendorProcess.Send> sends, Duration cpu, double bare) {
        long first =
                sends.stream().mapToLong(VendorProcess.Send::arrivedNanos).min().orElseThrow();
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
                - sends.stream().map(VendorProcess.Send::phone).distinct().count();
        System.out.println("second by second: " + bySecond.values());
        System.out.printf(
                Locale.ROOT,
                "wanted %s, vendor %d ms, %d in flight; whole seconds from the third on: least %.0f, median %.0f, most %.0f;"
                        + " httpclient5 alone %.0f, ratio %.2f; doubled %d; processor time of the worker %.0f us a send; load %.1f%n",
                rate == 0 ? "unlimited" : rate,
                latency,
                inFlight,
                whole.quantile(0),
                whole.quantile(0.5),
                whole.quantile(1),
                bare,
                whole.quantile(0.5) / bare,
                doubled,
                cpu.toNanos() / 1e3 / sends.size(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }
}
