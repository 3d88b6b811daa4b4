package io.drumbeat.api.system;

import io.drumbeat.api.DrumbeatProcess;
import io.drumbeat.campaigns.bench.Series;
import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.EmbeddedDatabase;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a trouble costs besides the time for which it lasts: two installations send alike, beside each other, and one of them is
 * in trouble: {@code [seconds after each trouble] [lanes] [TROUBLE]…}, without names all. Each has everything within itself, as one
 * starts it with nothing set.
 */
final class CellsBench {

    private static final double PAUSE_SECONDS = 0.5;
    private static final Duration LATENCY = Duration.ofMillis(20);
    private static final double GOAL = 0.98;

    /** Before each trouble. */
    private static final Duration CALM = Duration.ofSeconds(10);

    private CellsBench() {}

    /** Each answers for how long nothing could be sent, whatever Drumbeat did. */
    private enum Cell {
        NOTHING {
            @Override
            double strike(Installation installation) {
                return 0;
            }
        },
        POSTGRES_RESTART {
            @Override
            double strike(Installation installation) throws Exception {
                return installation.restartPostgres();
            }
        },
        BACKENDS_KILLED_ONE_BY_ONE {
            @Override
            double strike(Installation installation) throws Exception {
                for (int time = 0; time < 10; time++) {
                    installation.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where application_name = 'drumbeat' order by random() limit 1");
                    Thread.sleep(2_000);
                }
                return 0;
            }
        },
        POOL_EXHAUSTED {
            @Override
            double strike(Installation installation) throws Exception {
                return installation.holdAllSessions(Duration.ofSeconds(8));
            }
        },
        CRASH {
            @Override
            double strike(Installation installation) throws Exception {
                return installation.crash();
            }
        },
        REPEATED_KILLS {
            @Override
            double strike(Installation installation) throws Exception {
                double outage = 0;
                for (int time = 0; time < 4; time++) {
                    outage += installation.crash();
                    Thread.sleep(5_000);
                }
                return outage;
            }
        };

        abstract double strike(Installation installation) throws Exception;
    }

    /** A process with its database and its Temporal server, and its vendor in the bench's own. */
    private static final class Installation implements AutoCloseable {
        private final Vendor vendor = new Vendor(LATENCY);
        private final Path data;
        private final DrumbeatProcess process;
        private final RunningDrumbeat drumbeat;
        private final String campaign;
        private double resumed;

        Installation(String name, int lanes, int recipients) throws Exception {
            Path folder = Files.createTempDirectory("drumbeat-bench");
            data = folder.resolve(name);
            process = DrumbeatProcess.ofJar(folder, name, vendor.clouds(lanes, PAUSE_SECONDS, PAUSE_SECONDS));
            drumbeat = new RunningDrumbeat(process);
            start();
            campaign = drumbeat.post(
                    Vendor.spec(IntStream.rangeClosed(1, lanes)
                            .mapToObj(i -> "c" + i)
                            .toArray(String[]::new)),
                    Vendor.recipients(1, recipients));
        }

        /** On a busy machine Temporal may not answer in time, which ends a start. */
        private void start() throws IOException, InterruptedException {
            do {
                if (!process.isAlive()) {
                    process.launch("serve");
                }
                Thread.sleep(20);
            } while (!process.isAlive() || !process.isReady());
        }

        /** Requests that its vendor had between two times of {@link System#nanoTime}. */
        long sends(long from, long to) {
            return vendor.simulator.sends().stream()
                    .filter(send -> send.arrivedNanos() - from >= 0 && send.arrivedNanos() - to < 0)
                    .count();
        }

        void awaitSends(int more) throws InterruptedException {
            int before = vendor.simulator.sends().size();
            while (vendor.simulator.sends().size() < before + more) {
                Thread.sleep(20);
            }
        }

        private Optional<Connection> session() {
            try {
                DatabaseAddress address = EmbeddedDatabase.runningIn(data).orElseThrow(SQLException::new);
                return Optional.of(DriverManager.getConnection(address.url(), address.user(), address.password()));
            } catch (SQLException away) {
                return Optional.empty();
            }
        }

        void execute(String sql) throws SQLException {
            try (Connection session = session().orElseThrow();
                    Statement statement = session.createStatement()) {
                statement.execute(sql);
            }
        }

        /** As an administrator stops it; the process is what starts it again. */
        double restartPostgres() throws Exception {
            long begin = System.nanoTime();
            String pid = Files.readAllLines(data.resolve("postgresql/cluster/postmaster.pid"))
                    .get(0);
            new ProcessBuilder("kill", "-INT", pid).inheritIO().start().waitFor();
            ProcessHandle.of(Long.parseLong(pid))
                    .ifPresent(process -> process.onExit().join());
            for (Optional<Connection> session = session(); ; session = session()) {
                if (session.isPresent()) {
                    session.get().close();
                    return Series.secondsSince(begin);
                }
                Thread.sleep(10);
            }
        }

        /** Every session that sends waits for a table. */
        double holdAllSessions(Duration lasts) throws Exception {
            try (Connection session = session().orElseThrow();
                    Statement statement = session.createStatement()) {
                session.setAutoCommit(false);
                statement.execute("lock table account in access exclusive mode");
                long begin = System.nanoTime();
                Thread.sleep(lasts.toMillis());
                session.rollback();
                return Series.secondsSince(begin);
            }
        }

        /** kill -9, and a start at once; returns once it sends again. */
        double crash() throws IOException, InterruptedException {
            long begin = System.nanoTime();
            process.kill();
            start();
            double outage = Series.secondsSince(begin);
            awaitSends(1);
            resumed += Series.secondsSince(begin) - outage;
            return outage;
        }

        /** How long it took since this was last asked, once it was ready, until it sent: seconds, of all starts. */
        double resumed() {
            double seconds = resumed;
            resumed = 0;
            return seconds;
        }

        /** A sentence. */
        String end() throws IOException, InterruptedException {
            long doubled = vendor.simulator.received().values().stream()
                    .filter(times -> times > 1)
                    .count();
            return "%d sends, %d doubled, %s"
                    .formatted(
                            vendor.simulator.sends().size(),
                            doubled,
                            drumbeat.campaign(campaign).path("progress"));
        }

        @Override
        public void close() {
            try (vendor) {
                drumbeat.close();
            }
        }
    }

    /** Prints a row a trouble. */
    public static void main(String[] arguments) throws Exception {
        int seconds = Series.argument(arguments, 0, 120);
        int lanes = Series.argument(arguments, 1, 10);
        List<Cell> cells = arguments.length < 3
                ? List.of(Cell.values())
                : Arrays.stream(arguments).skip(2).map(Cell::valueOf).toList();
        // Starts and ends of troubles take time, too.
        int recipients = (int) (lanes / PAUSE_SECONDS * cells.size() * (seconds + 180));
        boolean reached = true;
        try (Installation troubled = new Installation("troubled", lanes, recipients);
                Installation calm = new Installation("calm", lanes, recipients)) {
            System.out.println(
                    "| trouble | lasts s, of all | from ready to the first send s | sends | sends of the undisturbed | share, less the trouble's time | load |");
            System.out.println("|---|---|---|---|---|---|---|");
            for (Cell cell : cells) {
                troubled.awaitSends(5 * lanes);
                calm.awaitSends(lanes);
                reached &= measure(cell, troubled, calm, seconds) >= GOAL;
            }
            System.out.println("troubled: " + troubled.end());
            System.out.println("undisturbed: " + calm.end());
        }
        System.exit(reached ? 0 : 1);
    }

    private static double measure(Cell cell, Installation troubled, Installation calm, int seconds) throws Exception {
        long from = System.nanoTime();
        Thread.sleep(CALM.toMillis());
        double outage = cell.strike(troubled);
        Thread.sleep(seconds * 1_000L);
        long to = System.nanoTime();
        double lasts = (to - from) / 1e9;
        long sends = troubled.sends(from, to);
        long undisturbed = calm.sends(from, to);
        double share = sends / (undisturbed * (lasts - outage) / lasts);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f of %.1f | %.1f | %d | %d | %.3f | %.1f |%n",
                cell,
                outage,
                lasts,
                troubled.resumed(),
                sends,
                undisturbed,
                share,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        return share;
    }
}
