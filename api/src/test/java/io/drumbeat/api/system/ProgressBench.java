package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long a campaign of many recipients takes to be posted, and then to be asked for while it sends:
 * {@code [recipients] [polls] [sends a second, 0 is a draft]}. The vendor is in this process.
 */
final class ProgressBench {
    private static final String SPEC = """
            {"name": "bench", "senders": ["bulk"], "media": {"type": "image", "caption": "Dear {{name}}"}, "allowRepeat": true, "start": %s}""";

    private ProgressBench() {}

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        int recipients = Series.argument(arguments, 0, 1_000_000);
        int polls = Series.argument(arguments, 1, 2000);
        int rate = Series.argument(arguments, 2, 50);
        Path folder = Files.createTempDirectory("drumbeat-bench");
        try (Vendor vendor = new Vendor(Duration.ofMillis(20));
                ShippedJar jar = new ShippedJar(folder, vendor.rate(Math.max(1, rate), 64), List.of("-Xmx256m"))) {
            jar.awaitReady();
            long posted = System.nanoTime();
            String location = post(jar, recipients, rate > 0);
            System.out.printf(Locale.ROOT, "posted, s: %.1f%n", Series.secondsSince(posted));
            double[] millis = new double[polls];
            for (int i = -polls; i < polls; i++) { // as many to warm up
                long start = System.nanoTime();
                HttpResponse<String> answer = jar.send(jar.request(location).build());
                if (answer.statusCode() != 200) {
                    throw new IllegalStateException(answer.body());
                }
                millis[Math.max(0, i)] = Series.secondsSince(start) * 1000;
            }
            Arrays.sort(millis);
            System.out.printf(
                    Locale.ROOT,
                    "GET of a campaign of %,d, ms: p50 %.2f, p99 %.2f; sent meanwhile %d; load %.1f%n",
                    recipients,
                    millis[polls / 2],
                    millis[polls * 99 / 100],
                    vendor.simulator.sends().size(),
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        }
    }

    private static String post(ShippedJar jar, int recipients, boolean start) throws Exception {
        StringBuilder csv = new StringBuilder("phone,name\n");
        for (int i = 0; i < recipients; i++) {
            csv.append("+91")
                    .append(9_810_000_000L + i)
                    .append(",Name ")
                    .append(i)
                    .append('\n');
        }
        return jar.post(SPEC.formatted(start), csv.toString());
    }
}
