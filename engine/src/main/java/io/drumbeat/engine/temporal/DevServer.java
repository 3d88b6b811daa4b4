package io.drumbeat.engine.temporal;

import io.drumbeat.campaigns.supervision.Supervisor;
import io.drumbeat.engine.workflow.SearchAttributes;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The dev server of a {@code temporal} binary, one to a folder, which a kill of this process may leave behind. */
final class DevServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DevServer.class);
    private static final int USUAL_UI_PORT = 8233;
    private static final int PORTS_TO_TRY = 3;
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
    private static final Duration ADOPTED_WITHIN = Duration.ofSeconds(3);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);
    private static final Duration BROKEN_FOR = Duration.ofSeconds(15);

    private final Path binary;
    private final Path folder;
    private volatile ProcessHandle process;
    private volatile DevServerNote note;
    private @Nullable Supervisor supervisor;
    private @Nullable Health health;

    private DevServer(Path binary, Path folder, ProcessHandle process, DevServerNote note) {
        this.binary = binary;
        this.folder = folder;
        this.process = process;
        this.note = note;
    }

    /** The one that runs on {@code folder} already, or a new one. Returns when it answers. */
    static DevServer open(Path binary, Path folder) {
        try {
            Files.createDirectories(folder);
            Optional<DevServerNote> left = DevServerNote.read(folder);
            Optional<ProcessHandle> running = left.flatMap(DevServerNote::process);
            if (left.isPresent() && running.isPresent()) {
                DevServer found = new DevServer(binary, folder, running.get(), left.get());
                if (found.answersWithin(ADOPTED_WITHIN)) {
                    LOG.info("The Temporal dev server at {} was still running and is used again", found.target());
                    return found;
                }
                LOG.warn(
                        "The Temporal dev server at {} was still running but does not answer; it is started again",
                        found.target());
                found.close();
            }
            return start(binary, folder, left);
        } catch (IOException failed) {
            throw new TemporalUnavailable("The Temporal dev server cannot use the folder " + folder, failed);
        }
    }

    private static DevServer start(Path binary, Path folder, Optional<DevServerNote> before) throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = freePort(before.map(DevServerNote::port).orElse(0));
            int uiPort = freePort(before.map(DevServerNote::uiPort).orElse(USUAL_UI_PORT));
            ProcessHandle process = launch(binary, folder, port, uiPort);
            DevServer server = new DevServer(binary, folder, process, DevServerNote.of(process, port, uiPort));
            long began = System.nanoTime();
            try {
                server.awaitStart();
                return server;
            } catch (TemporalUnavailable e) {
                // Somebody took a port between the check and the start, one of its own inner ones for example.
                boolean endedByItself = System.nanoTime() - began < STARTS_WITHIN.toNanos();
                if (!endedByItself || attempt == PORTS_TO_TRY) {
                    throw e;
                }
            }
        }
    }

    private static ProcessHandle launch(Path binary, Path folder, int port, int uiPort) throws IOException {
        return new ProcessBuilder(command(binary, folder, port, uiPort))
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(log(folder))
                .start()
                .toHandle();
    }

    private void awaitStart() throws IOException {
        note.write(folder);
        if (!answersWithin(STARTS_WITHIN)) {
            end();
            throw new TemporalUnavailable("The Temporal dev server did not start; " + log(folder) + " says why", null);
        }
    }

    private static File log(Path folder) {
        return folder.resolve("temporal.log").toFile();
    }

    /** {@link TemporalConnection#supervise}. */
    void supervise(Consumer<String> lost) {
        supervise(Supervisor.Patience.USUAL, BROKEN_FOR, lost);
    }

    /** @param brokenFor how long it may answer with errors alone before it is started again */
    synchronized void supervise(Supervisor.Patience patience, Duration brokenFor, Consumer<String> lost) {
        health = new Health(target(), brokenFor);
        supervisor = Supervisor.of(new Ours(health), patience, lost);
    }

    private final class Ours implements Supervisor.Server {
        private final Health health;

        Ours(Health health) {
            this.health = health;
        }

        @Override
        public String name() {
            return "The Temporal dev server";
        }

        @Override
        public boolean runs() {
            return process.isAlive() && !health.isBroken();
        }

        @Override
        public void startAgain() {
            try {
                stop();
                process = launch(binary, folder, note.port(), note.uiPort());
                note = DevServerNote.of(process, note.port(), note.uiPort());
                awaitStart();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private static List<String> command(Path binary, Path folder, int port, int uiPort) {
        List<String> command = new ArrayList<>();
        // A session of its own: Ctrl-C in the terminal must end the worker first, and this only after it.
        onPath("setsid").ifPresent(setsid -> command.add(setsid.toString()));
        command.addAll(List.of(binary.toAbsolutePath().toString(), "server", "start-dev"));
        command.addAll(List.of("--ip", "127.0.0.1", "--ui-ip", "127.0.0.1"));
        command.addAll(List.of("--port", Integer.toString(port), "--ui-port", Integer.toString(uiPort)));
        command.addAll(List.of(
                "--db-filename", folder.resolve("temporal.db").toAbsolutePath().toString()));
        command.addAll(List.of("--log-level", "warn"));
        for (var attribute : List.of(SearchAttributes.CAMPAIGN_STATUS, SearchAttributes.CAMPAIGN_NAME)) {
            command.addAll(List.of("--search-attribute", attribute.getName() + "=Keyword"));
        }
        return command;
    }

    private static Optional<Path> onPath(String program) {
        String path = System.getenv("PATH");
        for (String folder : path == null ? new String[0] : path.split(File.pathSeparator)) {
            Path candidate = Path.of(folder, program);
            if (Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** {@code wanted} where nobody has it, else any. */
    private static int freePort(int wanted) throws IOException {
        try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            if (wanted == 0) {
                throw taken;
            }
            return freePort(0);
        }
    }

    String target() {
        return "127.0.0.1:" + note.port();
    }

    URI ui() {
        return URI.create("http://127.0.0.1:" + note.uiPort());
    }

    long pid() {
        return process.pid();
    }

    private boolean answersWithin(Duration limit) {
        WorkflowServiceStubs stubs = Health.stubs(target());
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (process.isAlive() && System.nanoTime() < end) {
                if (Health.complaint(stubs).isEmpty()) {
                    return true;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            stubs.shutdownNow();
        }
    }

    @Override
    public synchronized void close() {
        if (supervisor != null) {
            supervisor.close();
        }
        if (health != null) {
            health.close();
        }
        end();
    }

    private void stop() {
        process.destroy();
        if (!endsWithin(ENDS_WITHIN)) {
            process.destroyForcibly();
            endsWithin(ENDS_WITHIN);
        }
    }

    private void end() {
        stop();
        try {
            note.stopped().write(folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean endsWithin(Duration limit) {
        try {
            process.onExit().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillThere) {
            return false;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
