package io.drumbeat.api.system.chaos;

import io.drumbeat.api.DrumbeatProcess;
import io.drumbeat.api.system.RunningDrumbeat;
import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.ExternalPostgres;
import io.drumbeat.engine.simulator.Simulator;
import io.drumbeat.engine.temporal.RealTemporal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An installation of separate processes on one machine: the shipped jar, PostgreSQL, Temporal and the vendor, with a way in
 * between that can be cut. A process that ends is started again, as whatever supervises it would.
 */
final class Site implements AutoCloseable {

    enum Shape {
        /** One process with the Temporal server within it. */
        SERVE,
        /** An API and two workers on a dev server. */
        CLUSTER;

        static Shape of(long seed) {
            return seed % 2 == 0 ? SERVE : CLUSTER;
        }
    }

    /**
     * What a site is like.
     *
     * @param vendorTakes until it answers a send
     */
    record Setting(Shape shape, Numbers.Night night, Duration vendorTakes) {}

    final Simulator vendor;
    final Proxy wayToVendor;
    final SmallDisk disk;
    final ExternalPostgres postgres;
    final Proxy wayToPostgres;
    final @Nullable RealTemporal temporal;
    final @Nullable Proxy wayToTemporal;
    final ProcessClock processClock;
    final Numbers numbers;
    private final Recorder recorder;
    private final Map<String, DrumbeatProcess> processes = new LinkedHashMap<>();
    private final Map<String, String> wanted = new ConcurrentHashMap<>();
    private final RunningDrumbeat api;
    private final Thread abandoned = new Thread(this::abandon);

    private Site(Setting setting, Path programs, Path folder, Recorder recorder, Random random) throws IOException {
        Shape shape = setting.shape();
        this.recorder = recorder;
        vendor = Simulator.start("127.0.0.1", 0, new Simulator.Options(setting.vendorTakes(), false, true));
        wayToVendor = new Proxy(vendor::port);
        numbers = new Numbers(recorder.clock, wayToVendor.port(), setting.night(), random);
        disk = new SmallDisk(Files.createDirectory(folder.resolve("disk")));
        postgres = ExternalPostgres.ofOurPrograms(
                programs, Files.createDirectory(disk.folder().resolve("database")));
        wayToPostgres = new Proxy(() -> postgresPort(postgres));
        if (shape == Shape.CLUSTER) {
            RealTemporal server = RealTemporal.start(Files.createDirectory(folder.resolve("temporal")));
            temporal = server;
            wayToTemporal = new Proxy(() -> Integer.parseInt(server.address().replaceFirst(".*:", "")));
        } else {
            temporal = null;
            wayToTemporal = null;
        }
        processClock = new ProcessClock(folder.resolve("clock"));
        for (String name : shape == Shape.SERVE ? List.of("serve") : List.of("api", "one", "two", "three")) {
            processes.put(
                    name, DrumbeatProcess.ofJar(folder, name, numbers.json()).with(settings()));
        }
        api = new RunningDrumbeat(process(shape == Shape.SERVE ? "serve" : "api"));
        Runtime.getRuntime().addShutdownHook(abandoned);
    }

    /** Whoever breaks a run off leaves no processes behind, nor their files in memory. */
    private void abandon() {
        List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
        postgres.kill();
        processClock.close();
    }

    /** All of it runs, and answers. */
    static Site start(Setting setting, Path programs, Path folder, Recorder recorder, Random random)
            throws IOException, InterruptedException {
        Site site = new Site(setting, programs, folder, recorder, random);
        try {
            if (setting.shape() == Shape.SERVE) {
                site.begin("serve");
            } else {
                site.begin("api");
                site.wanted.putAll(Map.of("one", "worker", "two", "worker"));
            }
            return site;
        } catch (IOException | InterruptedException | RuntimeException e) {
            site.close();
            throw e;
        }
    }

    /** On a busy machine Temporal may not answer in time, which ends a start. */
    private void begin(String name) throws IOException, InterruptedException {
        wanted.put(name, name);
        do {
            keepAlive();
            Thread.sleep(200);
        } while (!process(name).isAlive() || !process(name).isReady());
    }

    private static int postgresPort(ExternalPostgres postgres) {
        return URI.create(postgres.address().url().replaceFirst("jdbc:", "")).getPort();
    }

    private Map<String, String> settings() {
        DatabaseAddress database = postgres.address();
        Map<String, String> settings = new HashMap<>(Map.of(
                "DRUMBEAT_DB_URL", "jdbc:postgresql://127.0.0.1:" + wayToPostgres.port() + "/postgres",
                "DRUMBEAT_DB_USER", String.valueOf(database.user()),
                "DRUMBEAT_DB_PASSWORD", String.valueOf(database.password())));
        settings.putAll(processClock.settings());
        if (wayToTemporal != null) {
            settings.put("TEMPORAL_ADDRESS", "127.0.0.1:" + wayToTemporal.port());
        }
        return settings;
    }

    RunningDrumbeat api() {
        return api;
    }

    /** A connection of an administrator's, by another way than Drumbeat's. */
    Connection session() throws SQLException {
        DatabaseAddress address = postgres.address();
        return DriverManager.getConnection(address.url(), address.user(), address.password());
    }

    /** Starts PostgreSQL where it has ended, and returns once it answers. */
    void recoverPostgres() throws InterruptedException {
        while (true) {
            if (postgres.processes().isEmpty()) {
                postgres.startAgain();
            }
            try {
                session().close();
                return;
            } catch (SQLException recovering) {
                Thread.sleep(200);
            }
        }
    }

    /** Starts whatever should run and does not. */
    synchronized void keepAlive() {
        wanted.forEach((name, command) -> {
            if (!process(name).isAlive()) {
                recorder.say("start of " + name);
                process(name).launch(command);
            }
        });
    }

    /** Those that should run. */
    List<String> running() {
        return wanted.keySet().stream().sorted().toList();
    }

    DrumbeatProcess process(String name) {
        return Objects.requireNonNull(processes.get(name));
    }

    /** Another worker, where there can be one. */
    void join() {
        wanted.put("three", "worker");
        keepAlive();
    }

    /** Stops it as an administrator does; it is not started again. */
    void leave() throws IOException, InterruptedException {
        wanted.remove("three");
        process("three").signal("TERM");
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(abandoned);
        wanted.clear();
        processes.values().forEach(DrumbeatProcess::close);
        processClock.close();
        if (temporal != null && wayToTemporal != null) {
            wayToTemporal.close();
            temporal.close();
        }
        wayToPostgres.close();
        postgres.close();
        disk.close();
        wayToVendor.close();
        vendor.close();
    }
}
