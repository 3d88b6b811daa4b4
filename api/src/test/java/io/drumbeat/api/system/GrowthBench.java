package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whether a send and a poll cost the same however long the list is, or however many campaigns run:
 * {@code recipients|campaigns [rate a second] [seconds] [how many]…}, each on a new installation.
 */
final class GrowthBench {

    /** Its code is compiled by then, mostly. */
    private static final int WARM_UP_SECONDS = 15;

    private static final int POSTING_SECONDS = 4;

    private final int rate;
    private final int seconds;

    private GrowthBench(int rate, int seconds) {
        this.rate = rate;
        this.seconds = seconds;
    }

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        boolean campaigns = arguments.length > 0 && arguments[0].equals("campaigns");
        GrowthBench bench = new GrowthBench(Series.argument(arguments, 1, 300), Series.argument(arguments, 2, 20));
        int[] sizes = arguments.length > 3
                ? Stream.of(arguments).skip(3).mapToInt(Integer::parseInt).toArray()
                : campaigns ? new int[] {1, 50, 500} : new int[] {15_000, 1_000_000, 5_000_000};
        SendingJar.Stretch first = null;
        for (int size : sizes) {
            SendingJar.Stretch found = campaigns ? bench.campaigns(size) : bench.recipients(size);
            first = first == null ? found : first;
            double cost = found.workerMicros() + found.databaseMicros();
            System.out.printf(
                    Locale.ROOT,
                    "%,d %s: %s; a send costs %.2f of what it does among %,d%n",
                    size,
                    campaigns ? "campaigns" : "recipients",
                    found,
                    cost / (first.workerMicros() + first.databaseMicros()),
                    sizes[0]);
        }
    }

    /** One campaign, of at least as many as are sent to meanwhile. */
    private SendingJar.Stretch recipients(int size) throws Exception {
        try (SendingJar jar = new SendingJar(rate)) {
            long start = System.nanoTime();
            String campaign = jar.post(1, Math.max(size, rate * (WARM_UP_SECONDS + seconds + 15)));
            System.out.printf(Locale.ROOT, "posted, s: %.1f%n", Series.secondsSince(start));
            jar.awaitSends();
            Thread.sleep(WARM_UP_SECONDS * 1000L);
            SendingJar.Stretch found = jar.stretch(seconds, campaign);
            jar.requireAllToRun();
            return found;
        }
    }

    /** So many run at once on one number; the list of them is what is asked for. */
    private SendingJar.Stretch campaigns(int count) throws Exception {
        try (SendingJar jar = new SendingJar(rate)) {
            // The first ones send while the others are posted, which may take a second or two each.
            int sends = rate * (WARM_UP_SECONDS + seconds + POSTING_SECONDS * count);
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                jar.post(i % 90, sends / count);
            }
            System.out.printf(Locale.ROOT, "posted, s: %.1f%n", Series.secondsSince(start));
            jar.awaitSends();
            Thread.sleep(WARM_UP_SECONDS * 1000L);
            SendingJar.Stretch found = jar.stretch(seconds, "/api/v1/campaigns");
            jar.requireAllToRun();
            return found;
        }
    }
}
