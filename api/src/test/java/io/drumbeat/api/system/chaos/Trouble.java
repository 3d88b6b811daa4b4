package io.drumbeat.api.system.chaos;

import io.drumbeat.engine.temporal.RealTemporal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** What can be done to a site. Each leaves it as it was, but for what has to come back by itself. */
enum Trouble {
    KILL_PROCESS(Of.PROCESS, true) {
        @Override
        void strike(Site site, Random random) throws Exception {
            site.process(any(site.running(), random)).kill();
        }
    },
    STOP_PROCESS_GENTLY(Of.PROCESS, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            String name = any(site.running(), random);
            site.process(name).signal("TERM");
            site.process(name).awaitEnd(Duration.ofSeconds(60));
        }
    },
    FREEZE_PROCESS(Of.PROCESS, true) {
        @Override
        void strike(Site site, Random random) throws Exception {
            String name = any(site.running(), random);
            site.process(name).signal("STOP");
            try {
                pause(random, 1, 60);
            } finally {
                site.process(name).signal("CONT");
            }
        }
    },
    /** What PostgreSQL has committed meanwhile, begins among it, the process hears of when it goes on. */
    FREEZE_PROCESS_AT_ITS_STATEMENTS(Of.PROCESS, true) {
        @Override
        void strike(Site site, Random random) throws Exception {
            String name = any(site.running(), random);
            site.wayToPostgres.freeze();
            try {
                Thread.sleep(random.nextInt(500));
                site.process(name).signal("STOP");
            } finally {
                site.wayToPostgres.thaw();
            }
            try {
                pause(random, 1, 60);
            } finally {
                site.process(name).signal("CONT");
            }
        }
    },
    THIRD_WORKER(Of.PROCESS, false) {
        @Override
        boolean isPossible(Site site) {
            return site.temporal != null;
        }

        @Override
        void strike(Site site, Random random) throws Exception {
            site.join();
            pause(random, 5, 15);
            site.leave();
            site.process("three").awaitEnd(Duration.ofSeconds(60));
        }
    },
    CHANGE_SENDERS(Of.PROCESS, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            String senders = site.numbers.change(random);
            for (String name : site.running()) {
                site.process(name).changeSenders(senders);
                site.process(name).signal("TERM");
                site.process(name).awaitEnd(Duration.ofSeconds(60));
            }
            site.keepAlive();
            pause(random, 5, 8);
            site.numbers.changed();
        }
    },
    PROCESS_CLOCKS_JUMP(Of.PROCESS, false) {
        @Override
        boolean isPossible(Site site) {
            return site.processClock.canBeShifted();
        }

        @Override
        void strike(Site site, Random random) throws Exception {
            site.processClock.shift(jump(random));
            try {
                pause(random, 2, 10);
            } finally {
                site.processClock.shift(Duration.ZERO);
            }
        }
    },
    RESTART_POSTGRES(Of.POSTGRES, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            site.postgres.stop();
            pause(random, 0, 5);
            site.postgres.startAgain();
        }
    },
    KILL_POSTGRES(Of.POSTGRES, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            site.postgres.kill();
            pause(random, 0, 5);
            site.postgres.startAgain();
        }
    },
    FREEZE_POSTMASTER(Of.POSTGRES, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            List<ProcessHandle> all = site.postgres.processes();
            List<ProcessHandle> some = random.nextBoolean() ? all : all.subList(0, 1);
            signal("STOP", some);
            try {
                pause(random, 1, 10);
            } finally {
                signal("CONT", some);
            }
        }
    },
    TERMINATE_BACKENDS(Of.POSTGRES, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            execute(site, """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where application_name = 'drumbeat' and random() < %s""".formatted(random.nextBoolean() ? 0.3 : 1));
        }
    },
    IDLE_ON_A_GATE(Of.POSTGRES, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            holding(site, random, """
                    select pg_advisory_xact_lock(hashtextextended('campaign ' || campaign_id::text, 0))
                    from campaign order by campaign_id offset %d limit 1""".formatted(random.nextInt(3)));
        }
    },
    POOL_EXHAUSTED(Of.POSTGRES, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            holding(
                    site,
                    random,
                    "lock table %s in access exclusive mode"
                            .formatted(any(List.of("account", "journal", "lane", "recipient"), random)));
        }
    },
    DISK_FULL(Of.POSTGRES, false) {
        @Override
        boolean isPossible(Site site) {
            return site.disk.isOurs();
        }

        @Override
        void strike(Site site, Random random) throws Exception {
            site.disk.fill();
            try {
                if (random.nextBoolean()) {
                    useUpLog(site);
                }
                pause(random, 3, 15);
            } finally {
                site.disk.free();
                site.recoverPostgres();
            }
        }
    },
    DATABASE_CLOCK_JUMPS(Of.POSTGRES, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            shiftDatabase(site, jump(random));
            try {
                pause(random, 1, 10);
            } finally {
                shiftDatabase(site, Duration.ZERO);
            }
        }
    },
    CUT_WAY_TO_POSTGRES(Of.POSTGRES, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            cut(site.wayToPostgres, random);
        }
    },
    FREEZE_WAY_TO_POSTGRES(Of.POSTGRES, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            freeze(site.wayToPostgres, random);
        }
    },
    KILL_TEMPORAL(Of.TEMPORAL, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            temporal(site).kill();
            pause(random, 0, 5);
            temporal(site).startAgain();
        }
    },
    WIPE_TEMPORAL(Of.TEMPORAL, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            temporal(site).kill();
            temporal(site).wipe();
            temporal(site).startAgain();
        }
    },
    FREEZE_TEMPORAL(Of.TEMPORAL, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            List<ProcessHandle> server =
                    ProcessHandle.of(temporal(site).pid()).stream().toList();
            signal("STOP", server);
            try {
                pause(random, 1, 15);
            } finally {
                signal("CONT", server);
            }
        }
    },
    SLOW_DOWN_TEMPORAL(Of.TEMPORAL, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            Proxy way = Objects.requireNonNull(site.wayToTemporal);
            way.slowDown(50 + random.nextInt(450));
            try {
                pause(random, 5, 20);
            } finally {
                way.slowDown(0);
            }
        }
    },
    CUT_WAY_TO_TEMPORAL(Of.TEMPORAL, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            cut(Objects.requireNonNull(site.wayToTemporal), random);
        }
    },
    FREEZE_WAY_TO_TEMPORAL(Of.TEMPORAL, false) {
        @Override
        void strike(Site site, Random random) throws Exception {
            freeze(Objects.requireNonNull(site.wayToTemporal), random);
        }
    },
    VENDOR_MISBEHAVES(Of.VENDOR, true) {
        /** 429s, silence, resets, garbage, 500s, two answers, half a one. */
        private static final List<String> WAYS = List.of(
                "99001", "99002", "99010", "99011", "99012", "99013", "99014", "99015", "99022", "99500", "99502",
                "99019");

        @Override
        void strike(Site site, Random random) throws Exception {
            site.vendor.behaveAs(any(WAYS, random));
            try {
                Thread.sleep(200 + random.nextInt(2_000));
            } finally {
                site.vendor.behaveAs("");
            }
        }
    },
    /** Cut and not frozen: what came through late would look as if it had been sent late. */
    CUT_WAY_TO_VENDOR(Of.VENDOR, true) {
        @Override
        void strike(Site site, Random random) throws Exception {
            cut(site.wayToVendor, random);
        }
    };

    /** Only one thing at a time is done to each. */
    enum Of {
        PROCESS,
        POSTGRES,
        TEMPORAL,
        VENDOR
    }

    final Of of;
    final boolean interrupts;

    Trouble(Of of, boolean interrupts) {
        this.of = of;
        this.interrupts = interrupts;
    }

    boolean isPossible(Site site) {
        return of != Of.TEMPORAL || site.temporal != null;
    }

    /** Whether pauses and quiet hours are counted by another clock meanwhile than the recorder's. */
    boolean shiftsTime() {
        return this == DATABASE_CLOCK_JUMPS;
    }

    /** Returns when it is over. */
    abstract void strike(Site site, Random random) throws Exception;

    static <T> T any(List<T> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    private static RealTemporal temporal(Site site) {
        return Objects.requireNonNull(site.temporal);
    }

    private static void pause(Random random, int leastSeconds, int mostSeconds) throws InterruptedException {
        Thread.sleep(leastSeconds * 1_000L + random.nextInt((mostSeconds - leastSeconds) * 1_000));
    }

    /** Where PostgreSQL has no room for the next piece of its log, it ends. */
    private static void useUpLog(Site site) {
        try {
            for (int piece = 0; piece < 8; piece++) {
                execute(site, "select pg_logical_emit_message(false, 'chaos', ''), pg_switch_wal()");
            }
        } catch (SQLException ended) {
            // as it should
        }
    }

    /** Up to a minute, either way. */
    private static Duration jump(Random random) {
        return Duration.ofSeconds((1 + random.nextInt(60)) * (random.nextBoolean() ? 1L : -1L));
    }

    private static void shiftDatabase(Site site, Duration ahead) throws SQLException {
        execute(site, """
                create or replace function clock_now() returns timestamptz language sql volatile as
                $$ select clock_timestamp() + interval '%d seconds' $$""".formatted(ahead.toSeconds()));
    }

    private static void cut(Proxy way, Random random) throws InterruptedException {
        if (random.nextBoolean()) {
            way.cut();
            return;
        }
        way.refuse();
        try {
            pause(random, 0, 5);
        } finally {
            way.openAgain();
        }
    }

    private static void freeze(Proxy way, Random random) throws InterruptedException {
        way.freeze();
        try {
            pause(random, 0, 15);
        } finally {
            way.thaw();
        }
    }

    private static void signal(String signal, List<ProcessHandle> processes) throws Exception {
        for (ProcessHandle process : processes) {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        }
    }

    private static void execute(Site site, String sql) throws SQLException {
        try (Connection session = site.session();
                Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A transaction that does {@code sql}, and nothing more for a while. */
    private static void holding(Site site, Random random, String sql) throws Exception {
        try (Connection session = site.session();
                Statement statement = session.createStatement()) {
            session.setAutoCommit(false);
            statement.execute(sql);
            pause(random, 1, 8);
            session.rollback();
        }
    }
}
