package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.EmbeddedDatabase;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;

/**
 * What a flood of receipts does to the pacing of a campaign that is being sent, and how fast they are taken and applied:
 * {@code [receipts a second] [seconds] [sends a second of another number meanwhile]}. The vendor and the connections that bring the receipts are in this process.
 */
final class ReceiptsBench {
    private static final int SENDERS = 10;
    private static final double PAUSE_SECONDS = 0.2;
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final int WARM_UP_SECONDS = 10;
    private static final Duration AT_MOST = Duration.ofMinutes(3);

    private final int perSecond;
    private final int seconds;
    private final int beside;
    private final Vendor vendor;
    private final ShippedJar jar;
    private final Jdbi database;

    private ReceiptsBench(
            int perSecond, int seconds, int beside, Vendor vendor, ShippedJar jar, DatabaseAddress database) {
        this.perSecond = perSecond;
        this.seconds = seconds;
        this.beside = beside;
        this.vendor = vendor;
        this.jar = jar;
        this.database = Jdbi.create(database.url(), database.user(), database.password());
    }

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("drumbeat-bench");
        try (Vendor vendor = new Vendor(LATENCY);
                ShippedJar jar = new ShippedJar(folder, senders(vendor.simulator.port()), List.of("-Xmx256m"))) {
            jar.awaitReady();
            new ReceiptsBench(
                            Series.argument(arguments, 0, 500),
                            Series.argument(arguments, 1, 30),
                            Series.argument(arguments, 2, 0),
                            vendor,
                            jar,
                            EmbeddedDatabase.runningIn(folder.resolve("data")).orElseThrow())
                    .run();
        }
    }

    private static String senders(int port) {
        List<String> senders = new ArrayList<>();
        String pause = String.format(Locale.ROOT, "PT%.3fS", PAUSE_SECONDS);
        senders.add(sender("busy", 3 * SENDERS, port, "\"ratePerSecond\": 1000, \"maxInFlight\": 128"));
        for (int i = 1; i <= SENDERS; i++) {
            senders.add(sender("quick" + i, SENDERS + i, port, "\"ratePerSecond\": 500"));
            senders.add(
                    sender("paced" + i, i, port, "\"minDelay\": \"%s\", \"maxDelay\": \"%s\"".formatted(pause, pause)));
        }
        return "{\"senders\": [" + String.join(", ", senders) + "]}";
    }

    private static String sender(String id, int number, int port, String pacing) {
        return """
                {"id": "%s", "gateway": "cloud", "baseUrl": "http://127.0.0.1:%d/cloud/v23.0",
                 "credentials": {"accessToken": "x", "appSecret": "%s"}, "settings": {"phoneNumberId": "%d"},
                 "pacing": {%s}}""".formatted(id, port, ReceiptFlood.SECRET, number, pacing);
    }

    private static String[] all(String name) {
        return IntStream.rangeClosed(1, SENDERS).mapToObj(i -> name + i).toArray(String[]::new);
    }

    private void run() throws Exception {
        int receipts = perSecond * (WARM_UP_SECONDS + seconds);
        jar.post(Vendor.spec(all("quick")), Vendor.recipients(1, receipts / 3));
        await("select count(*) = 0 from campaign where status <> 'completed'");
        double sends = SENDERS / PAUSE_SECONDS * (3 * seconds + 6 * WARM_UP_SECONDS);
        jar.post(Vendor.spec(all("paced")), Vendor.recipients(2, (int) sends));
        ReceiptFlood flood = new ReceiptFlood(jar, ReceiptFlood.sent(database), receipts);
        Thread.sleep(Duration.ofSeconds(WARM_UP_SECONDS).toMillis());
        flood.post(perSecond * WARM_UP_SECONDS, perSecond);
        Thread.sleep(Duration.ofSeconds(WARM_UP_SECONDS).toMillis());

        long start = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        show("lateness before, ms", lateness(start, System.nanoTime()));

        if (beside > 0) {
            String rate = "\"pacing\": {\"ratePerSecond\": %d}, ".formatted(beside);
            jar.post(Vendor.spec("busy").replaceFirst("\\{", "{" + rate), Vendor.recipients(3, beside * 3 * seconds));
            await("select count(*) > 0 from recipient where sender_id = 'busy' and status = 'sent'");
        }
        start = System.nanoTime();
        Series answers = flood.post(perSecond * seconds, perSecond);
        long last = System.nanoTime();
        System.out.printf(Locale.ROOT, "receipts a second: %.0f%n", perSecond * seconds / ((last - start) / 1e9));
        show("lateness under receipts, ms", lateness(start, last));
        System.out.printf(Locale.ROOT, "sends a second beside: %.0f%n", besides(start, last) / ((last - start) / 1e9));
        show("answer to a callback, ms", answers);
        await("select count(*) = 0 from receipt where message_id not like '" + ReceiptFlood.NOBODYS + "%'");
        System.out.printf(
                Locale.ROOT, "all that match applied, ms after the last: %.0f%n", Series.secondsSince(last) * 1000);
        flood.check(database);

        start = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        show("lateness after, ms", lateness(start, System.nanoTime()));
    }

    /** By how much the pauses that ended within that time were longer than they had to be, in milliseconds. */
    private Series lateness(long from, long to) {
        Series lateness = new Series("lateness");
        for (int i = 1; i <= SENDERS; i++) {
            for (Vendor.Pause pause : vendor.pausesOf("cloud/" + i)) {
                if (pause.endedNanos() - from >= 0 && pause.endedNanos() - to < 0) {
                    lateness.add(pause.nanos() / 1e6 - PAUSE_SECONDS * 1000);
                }
            }
        }
        return lateness;
    }

    private long besides(long from, long to) {
        return vendor.simulator.sends().stream()
                .filter(send -> send.account().equals("cloud/" + 3 * SENDERS))
                .filter(send -> send.arrivedNanos() - from >= 0 && send.arrivedNanos() - to < 0)
                .count();
    }

    private static void show(String name, Series values) {
        System.out.printf(
                Locale.ROOT,
                "%-32s p50 %.1f, p99 %.1f (%d; load %.1f)%n",
                name,
                values.quantile(0.5),
                values.quantile(0.99),
                values.size(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private void await(String condition) throws InterruptedException {
        long start = System.nanoTime();
        while (!database.withHandle(
                handle -> handle.createQuery(condition).mapTo(Boolean.class).one())) {
            if (Series.secondsSince(start) > AT_MOST.toSeconds()) {
                throw new IllegalStateException("not within " + AT_MOST + ": " + condition);
            }
            Thread.sleep(10);
        }
    }
}
