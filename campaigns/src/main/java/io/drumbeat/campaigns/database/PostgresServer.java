package io.drumbeat.campaigns.database;

import io.drumbeat.campaigns.StartFailure;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PostgreSQL server of our own in a folder of its own, which holds cluster, password, port and log. It listens on
 * loopback only, asks everyone for the password, and runs in a session of its own, so that Ctrl-C does not reach it.
 */
final class PostgresServer {

    private static final String USER = "drumbeat";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE_AGAIN = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
    private static final int PORTS_TO_TRY = 3;
    private static final int LAST_WORDS_BYTES = 64 * 1024;

    private final Path home;
    private final PostgresPrograms programs;

    PostgresServer(Path home, PostgresPrograms programs) {
        this.home = home;
        this.programs = programs;
    }

    /** The address of the server that runs in {@code home}, empty where none does or it is not ready. */
    static Optional<DatabaseAddress> runningIn(Path home) throws IOException {
        Optional<Postmaster> ready = Postmaster.of(cluster(home)).filter(Postmaster::ready);
        return ready.isPresent() ? Optional.of(address(home, ready.get().port())) : Optional.empty();
    }

    /**
     * Makes a cluster where there is none. What a killed process has left half made is made anew.
     *
     * @param settings for postgresql.conf, where whoever runs this may change them
     */
    void create(Map<String, String> settings) throws IOException {
        if (Files.exists(home)) {
            return;
        }
        Path fresh = Folders.emptied(home.resolveSibling(home.getFileName() + ".new"));
        Path password = Files.createFile(fresh.resolve("password"), Folders.ownerOnly(fresh, "rw-------"));
        Files.writeString(password, randomPassword());
        run(programs.command(
                "initdb",
                "--pgdata=" + cluster(fresh),
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--no-locale"));
        List<String> lines = new ArrayList<>();
        settings.forEach((name, value) -> lines.add(name + " = '" + value + "'"));
        Files.write(cluster(fresh).resolve("postgresql.conf"), lines, StandardOpenOption.APPEND);
        Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Starts the server and waits until it is ready, on the port it had the last time where that is free.
     *
     * @param settings that hold whatever postgresql.conf says
     * @throws StartFailure where it does not come up, with PostgreSQL's own word
     */
    DatabaseAddress start(Map<String, String> settings) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = choosePort();
            try {
                return start(port, settings, PATIENCE);
            } catch (StartFailure e) {
                // Somebody took the port between the check and the start.
                if (isFree(port) || attempt == PORTS_TO_TRY) {
                    throw e;
                }
            }
        }
    }

    /**
     * As {@link #start}, on the port it had the last time or not at all. One that takes longer, because it has much to
     * recover, goes on with that.
     */
    void startAgain(Map<String, String> settings) throws IOException {
        try {
            start(lastPort(), settings, PATIENCE_AGAIN);
        } catch (StartFailure e) {
            if (!runs()) {
                throw e;
            }
        }
    }

    private DatabaseAddress start(int port, Map<String, String> settings, Duration within) throws IOException {
        Postmaster.forgetStale(cluster(home));
        long logged = Files.exists(log()) ? Files.size(log()) : 0;
        try {
            run(programs.command(
                    "pg_ctl",
                    "start",
                    "--pgdata=" + cluster(home),
                    "--log=" + log(),
                    "--wait",
                    "--timeout=" + within.toSeconds(),
                    "--options=" + options(port, settings)));
        } catch (StartFailure e) {
            throw new StartFailure("PostgreSQL did not start: " + lastWords(logged) + " (see " + log() + ")", e);
        }
        Files.writeString(portFile(), Integer.toString(port));
        return address(home, port);
    }

    /** Whether its first process is there. */
    boolean runs() throws IOException {
        return Postmaster.of(cluster(home)).isPresent();
    }

    /**
     * The server that an earlier process left running here, once it is ready.
     *
     * @return empty where none runs, or it ended
     */
    Optional<DatabaseAddress> orphan() throws IOException {
        Optional<Postmaster> found = Postmaster.of(cluster(home));
        while (found.isPresent() && !found.get().ready()) {
            found.get().awaitEnd(LOOK_AGAIN);
            found = Postmaster.of(cluster(home));
        }
        return found.isPresent() ? Optional.of(address(home, found.get().port())) : Optional.empty();
    }

    /**
     * Stops the server and waits for it; nothing where none runs.
     *
     * @param mode {@code fast}, or {@code immediate}, which is as good as a crash
     */
    void stop(String mode) throws IOException {
        if (Postmaster.of(cluster(home)).isPresent()) {
            run(programs.command(
                    "pg_ctl",
                    "stop",
                    "--pgdata=" + cluster(home),
                    "--mode=" + mode,
                    "--wait",
                    "--timeout=" + PATIENCE.toSeconds()));
        }
    }

    private int choosePort() throws IOException {
        if (Files.exists(portFile())) {
            int last = lastPort();
            if (isFree(last)) {
                return last;
            }
        }
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private int lastPort() throws IOException {
        return Integer.parseInt(Files.readString(portFile()).strip());
    }

    private static boolean isFree(int port) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    private static String options(int port, Map<String, String> settings) {
        StringBuilder options =
                new StringBuilder("-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=");
        settings.forEach(
                (name, value) -> options.append(" -c ").append(name).append('=').append(value));
        return options.toString();
    }

    private static DatabaseAddress address(Path home, int port) throws IOException {
        String password = Files.readString(home.resolve("password"));
        return new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, password);
    }

    private static String randomPassword() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** What the log says of the trouble since it was {@code from} bytes long. */
    private String lastWords(long from) throws IOException {
        if (!Files.exists(log())) {
            return "no word from it";
        }
        try (RandomAccessFile file = new RandomAccessFile(log().toFile(), "r")) {
            long start = Math.max(from, file.length() - LAST_WORDS_BYTES);
            file.seek(start);
            byte[] since = new byte[(int) (file.length() - start)];
            file.readFully(since);
            return new String(since, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                    .reduce((first, last) -> last)
                    .orElse("no word from it");
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new StartFailure(command.get(0) + " failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while waiting for " + command.get(0), e);
        }
    }

    private static Path cluster(Path home) {
        return home.resolve("cluster");
    }

    private Path log() {
        return home.resolve("postgresql.log");
    }

    private Path portFile() {
        return home.resolve("port");
    }
}
