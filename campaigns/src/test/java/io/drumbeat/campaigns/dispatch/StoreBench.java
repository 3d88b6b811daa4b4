package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.bench.Series;
import io.drumbeat.campaigns.campaign.control.CampaignControl.Command;
import io.drumbeat.campaigns.outcome.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Begin and finish on the store alone, one account a client; then how long a pause takes under that load, and which
 * updates were HOT: {@code [campaigns] [clients] [seconds] [rounds]}.
 */
final class StoreBench {
    private static final int PAUSES = 20;
    private static final int RECIPIENTS = 500_000;

    private final Installation installation = new Installation();
    private final LongAdder sends = new LongAdder();
    private final AtomicBoolean over = new AtomicBoolean();

    private StoreBench() {}

    /** Prints what it measures. */
    public static void main(String[] arguments) throws Exception {
        new StoreBench()
                .run(
                        Series.argument(arguments, 0, 1),
                        Series.argument(arguments, 1, 16),
                        Series.argument(arguments, 2, 10),
                        Series.argument(arguments, 3, 3));
    }

    private void run(int campaigns, int clients, int seconds, int rounds) throws Exception {
        String[] senders = new String[clients];
        for (int i = 0; i < clients; i++) {
            senders[i] = "s" + i;
            installation.sender(senders[i], Installation.NO_DELAY, null);
        }
        List<CampaignId> ids = new ArrayList<>();
        for (int i = 0; i < campaigns; i++) {
            ids.add(installation.campaign(RECIPIENTS / campaigns, senders));
        }
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            LaneId lane = installation.lane(ids.get(i % campaigns), senders[i]);
            running.add(threads.submit(() -> send(lane)));
        }
        ProcessHandle server = server();
        Series rates = new Series("begin+finish/s, campaigns: " + campaigns);
        Series ours = new Series("processor time of one begin+finish here, us");
        Series theirs = new Series("processor time of one begin+finish in PostgreSQL, us");
        Thread.sleep(3000); // warms up
        for (int round = 0; round < rounds; round++) {
            long before = sends.sum();
            long start = System.nanoTime();
            Duration us = used(Stream.of(ProcessHandle.current()));
            Duration it = used(Stream.concat(Stream.of(server), server.descendants()));
            Thread.sleep(seconds * 1000L);
            double done = sends.sum() - before;
            rates.show(done / Series.secondsSince(start));
            ours.show(used(Stream.of(ProcessHandle.current())).minus(us).toNanos() / done / 1000);
            theirs.show(used(Stream.concat(Stream.of(server), server.descendants()))
                            .minus(it)
                            .toNanos()
                    / done
                    / 1000);
        }
        Series pauses = new Series("pause under that load, ms");
        for (int i = 0; i < PAUSES; i++) {
            long start = System.nanoTime();
            installation.control.apply(ids.get(0), Command.PAUSE, "bench", null, null);
            pauses.add(Series.secondsSince(start) * 1000);
            installation.control.apply(ids.get(0), Command.RESUME, "bench", null, null);
            Thread.sleep(200);
        }
        over.set(true);
        for (Future<?> client : running) {
            client.get();
        }
        threads.shutdown();
        System.out.printf(
                "median: begin+finish/s %,.0f; pause %.1f ms, longest %.1f ms%n",
                rates.quantile(0.5), pauses.quantile(0.5), pauses.quantile(1));
        printHotUpdates();
        installation.close();
    }

    private ProcessHandle server() {
        int backend = installation
                .database
                .database()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select pg_backend_pid()")
                        .mapTo(Integer.class)
                        .one());
        return ProcessHandle.of(backend).flatMap(ProcessHandle::parent).orElseThrow();
    }

    private static Duration used(Stream<ProcessHandle> processes) {
        return processes
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private void send(LaneId lane) {
        while (!over.get()) {
            if (installation.begin(lane) instanceof Turn.Taken taken) {
                installation.finish(
                        Installation.only(taken),
                        new Outcome.Accepted(
                                "message-" + Installation.only(taken).n()));
                sends.increment();
            }
        }
    }

    private void printHotUpdates() throws InterruptedException {
        Thread.sleep(1500); // a session that idles reports its statistics after a second
        installation
                .database
                .database()
                .jdbi()
                .useHandle(handle -> handle.createQuery("""
                        select relname || ': ' || n_tup_hot_upd || ' of ' || n_tup_upd || ' updates were HOT'
                        from pg_stat_user_tables where n_tup_upd > 0 order by n_tup_upd desc""").mapTo(String.class).forEach(System.out::println));
    }
}
