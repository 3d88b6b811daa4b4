package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How long a campaign of many recipients takes to be posted, and then to be asked for: {@code [recipients] [polls]}. */
final class ProgressBench {
    private static final String SENDERS = """
            {"senders": [{"id": "main", "gateway": "cloud", "baseUrl": "http://127.0.0.1:9/cloud/v23.0",
              "credentials": {"accessToken": "bench"}, "settings": {"phoneNumberId": "111"},
              "pacing": {"minDelay": "PT3S", "maxDelay": "PT5S"}}]}""";
    private static final String SPEC = """
            {"name": "bench", "senders": ["main"], "media": {"type": "image", "caption": "Dear {{name}}"}, "start": false}""";

    private ProgressBench() {}

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        int recipients = Series.argument(arguments, 0, 1_000_000);
        int polls = Series.argument(arguments, 1, 2000);
        Path folder = Files.createTempDirectory("drumbeat-bench");
        try (ShippedJar jar = new ShippedJar(folder, SENDERS, List.of("-Xmx256m"))) {
            jar.awaitReady();
            long posted = System.nanoTime();
            String location = post(jar, recipients);
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
                    "GET of a campaign of %,d, ms: p50 %.2f, p99 %.2f%n",
                    recipients,
                    millis[polls / 2],
                    millis[polls * 99 / 100]);
        }
    }

    private static String post(ShippedJar jar, int recipients) throws Exception {
        StringBuilder csv = new StringBuilder("phone,name\n");
        for (int i = 0; i < recipients; i++) {
            csv.append("+91")
                    .append(9_810_000_000L + i)
                    .append(",Name ")
                    .append(i)
                    .append('\n');
        }
        return jar.post(SPEC, csv.toString());
    }
}
