package io.drumbeat.api.system;

import io.drumbeat.campaigns.bench.Series;
import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.EmbeddedDatabase;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The shipped jar with one number that has a rate, its vendor in a process of its own, and what they do in a stretch of time. */
final class SendingJar implements AutoCloseable {

    static final String SENDER = "bulk";

    /** That of the vendor's counters. */
    private static final String ACCOUNT = "cloud/1";

    private static final int IN_FLIGHT = 128;
    private static final long BETWEEN_POLLS_MILLIS = 50;

    private final VendorProcess vendor;
    private final ShippedJar jar;
    private final Jdbi database;

    /** @param rate a second; 0: unlimited */
    SendingJar(int rate) throws Exception {
        Path folder = Files.createTempDirectory("drumbeat-bench");
        vendor = new VendorProcess(Duration.ZERO);
        jar = new ShippedJar(folder, Vendor.rate(vendor.port(), rate, IN_FLIGHT), List.of("-Xmx512m"));
        jar.awaitReady();
        DatabaseAddress address =
                EmbeddedDatabase.runningIn(folder.resolve("data")).orElseThrow();
        database = Jdbi.create(address.url(), address.user(), address.password());
    }

    /** Posts a campaign, and answers where it is. */
    String post(int series, int recipients) throws Exception {
        return jar.post(Vendor.spec(SENDER), Vendor.recipients(series, recipients));
    }

    /** A session of somebody else's, which the caller closes. */
    Handle session() {
        return database.open();
    }

    void awaitSends() throws Exception {
        while (vendor.count(ACCOUNT) == 0) {
            Thread.sleep(20);
        }
    }

    /**
     * What happened meanwhile.
     *
     * @param perSecond sends
     * @param workerMicros processor time of the process a send
     * @param databaseMicros the same of PostgreSQL
     * @param p50 milliseconds of a poll
     */
    record Stretch(double perSecond, double workerMicros, double databaseMicros, double p50, double p99) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%,.0f sends/s; processor time a send: %.0f us in the worker, %.0f us in PostgreSQL; polls p50 %.1f ms, p99 %.1f ms",
                    perSecond,
                    workerMicros,
                    databaseMicros,
                    p50,
                    p99);
        }
    }

    /** Looks on for {@code seconds}, and asks for {@code path} again and again. */
    Stretch stretch(int seconds, String path) throws Exception {
        ProcessHandle server = server();
        Series polls = new Series("polls");
        Duration worker = jar.cpu();
        Duration postgres = used(server);
        long before = vendor.count(ACCOUNT);
        long start = System.nanoTime();
        while (Series.secondsSince(start) < seconds) {
            long asked = System.nanoTime();
            HttpResponse<String> answer = jar.send(jar.request(path).build());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
            polls.add(Series.secondsSince(asked) * 1000);
            Thread.sleep(BETWEEN_POLLS_MILLIS);
        }
        double sends = vendor.count(ACCOUNT) - before;
        double took = Series.secondsSince(start);
        return new Stretch(
                sends / took,
                jar.cpu().minus(worker).toNanos() / 1e3 / sends,
                used(server).minus(postgres).toNanos() / 1e3 / sends,
                polls.quantile(0.5),
                polls.quantile(0.99));
    }

    /** What has ended meanwhile would not have been measured. */
    void requireAllToRun() {
        int over = database.withHandle(
                handle -> handle.createQuery("select count(*) from campaign where status <> 'running'")
                        .mapTo(Integer.class)
                        .one());
        if (over > 0) {
            throw new IllegalStateException(over + " campaigns have ended meanwhile");
        }
    }

    /** Found while a session of it is open: that is a process of its own. */
    private ProcessHandle server() {
        return database.withHandle(handle -> ProcessHandle.of(handle.createQuery("select pg_backend_pid()")
                        .mapTo(Integer.class)
                        .one())
                .flatMap(ProcessHandle::parent)
                .orElseThrow());
    }

    private static Duration used(ProcessHandle server) {
        return Stream.concat(Stream.of(server), server.descendants())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void close() throws IOException {
        try (vendor) {
            jar.close();
        }
    }
}
