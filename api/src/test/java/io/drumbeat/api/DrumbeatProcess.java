package io.drumbeat.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Drumbeat as a process of its own, as anybody starts it. It can be killed and started again on the same data. */
public final class DrumbeatProcess implements AutoCloseable {

    /** The admin's token. */
    public static final String TOKEN = "the-token-of-this-test";

    private static final Duration READY_WITHIN = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> program;
    private final Path folder;
    private final String name;
    private final Map<String, String> settings = new HashMap<>();
    private final int port = freePort();

    private @Nullable Process process;

    private DrumbeatProcess(List<String> program, Path folder, String name, String senders) {
        this.program = program;
        this.folder = folder;
        this.name = name;
        settings.put("DRUMBEAT_HTTP_PORT", String.valueOf(port));
        settings.put("DRUMBEAT_DATA_DIR", folder.resolve(name).toString());
        settings.put("DRUMBEAT_BOOTSTRAP_TOKEN", TOKEN);
        settings.put("DRUMBEAT_SENDERS_FILE", write("senders.json", senders).toString());
        // No temporal binary of the machine's own: which engine it runs on is the test's business.
        settings.put("PATH", "/usr/bin:/bin");
    }

    /**
     * The shipped jar, with an archive of its classes, as the launcher starts it: that halves what a start costs.
     *
     * @param folder keeps the data, senders.json and what it prints
     */
    public static DrumbeatProcess ofJar(Path folder, String name, String senders) {
        return new DrumbeatProcess(
                List.of("-XX:SharedArchiveFile=" + Archive.FILE, "-Xlog:cds*=off", "-jar", jar().toString()),
                folder,
                name,
                senders);
    }

    /** The shipped jar, seen from its module or from the project's root. */
    public static Path jar() {
        Path ofModule = Path.of("target", "drumbeat.jar");
        return (Files.exists(ofModule) ? ofModule : Path.of("api").resolve(ofModule)).toAbsolutePath();
    }

    /**
     * The classes under test, for tests that run before the jar is made.
     *
     * @param folder keeps the data, senders.json and what it prints
     */
    public static DrumbeatProcess ofClasses(Path folder, String name, String senders) {
        List<String> program = List.of("-cp", System.getProperty("java.class.path"), "io.drumbeat.api.cli.Main");
        return new DrumbeatProcess(program, folder, name, senders);
    }

    /** Other settings than the usual ones, or more of them. */
    public DrumbeatProcess with(Map<String, String> more) {
        settings.putAll(more);
        return this;
    }

    /** Starts {@code command}, with its options, and waits until it is ready. */
    public DrumbeatProcess start(String command) {
        launch(command);
        await(this::isReady, "is not ready");
        return this;
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /** By hand: benches have no library of tests. */
    private void await(Condition condition, String still) {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException(name + " " + still + " after " + READY_WITHIN);
                }
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(name + " was not waited for", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts {@code command}, with its options, which listens nowhere. */
    public DrumbeatProcess launch(String command) {
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(name + " runs already, and would be left behind");
        }
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // It starts more than it runs, and the JVM's second compiler would be half of a start's processor time.
        line.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        line.addAll(program);
        line.addAll(List.of(command.split(" ")));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + ".log").toFile()));
        builder.environment().keySet().removeIf(variable -> variable.matches("(DRUMBEAT|TEMPORAL)_.*"));
        builder.environment().putAll(settings);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /**
     * Whether it can do its work.
     *
     * @throws IllegalStateException with what it has printed, where it has ended
     */
    public boolean isReady() throws InterruptedException, IOException {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(name + " ended: " + log());
        }
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url("/readyz"))).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Half of the classes that it takes to send are not loaded before. */
    private void awaitSend() {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url("/metrics"))).build();
        await(
                () -> http.send(request, BodyHandlers.ofString()).body().contains("outcome=\"sent\""),
                "has sent nothing");
    }

    /** An address of the page or the API. */
    public String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** Everything it has printed; empty before its first start. */
    public String log() throws IOException {
        Path log = folder.resolve(name + ".log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** Waits until it has ended by itself; returns its exit code. */
    public int awaitEnd(Duration atMost) throws InterruptedException {
        Process running = Objects.requireNonNull(process);
        if (!running.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException(name + " has not ended");
        }
        return running.exitValue();
    }

    /** Whether it has been started and has not ended. */
    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** kill -9. */
    public void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Ends it as whoever runs it does, and waits for that: how long it took. */
    public Duration stop() {
        long began = System.nanoTime();
        close();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Sends it {@code signal}, as TERM, STOP or CONT; nothing where it has ended. */
    public void signal(String signal) throws IOException, InterruptedException {
        if (process != null && process.isAlive()) {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        }
    }

    /** Other senders, from the next start on. */
    public void changeSenders(String senders) {
        write("senders.json", senders);
    }

    /** SIGSTOP, until {@link #thaw}. */
    public void freeze() throws InterruptedException, IOException {
        signal("STOP");
    }

    /** SIGCONT. */
    public void thaw() throws InterruptedException, IOException {
        signal("CONT");
    }

    private Path write(String file, String text) {
        try {
            return Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process == null) {
            return;
        }
        process.destroy();
        if (process.onExit()
                .completeOnTimeout(process, 60, TimeUnit.SECONDS)
                .join()
                .isAlive()) {
            process.destroyForcibly();
            throw new AssertionError(name + " does not end");
        }
    }

    /** The classes of the shipped jar, beside it: made by the first process that needs them, while others wait. */
    private static final class Archive {

        static final Path FILE = made();

        private static Path made() {
            Path file = jar().resolveSibling("drumbeat-tests.jsa");
            try (FileChannel lock = FileChannel.open(
                            file.resolveSibling("drumbeat-tests.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock held = lock.lock()) {
                if (held.isValid() && !isOfThisJar(file)) {
                    make(file);
                }
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static boolean isOfThisJar(Path file) throws IOException {
            return Files.exists(file)
                    && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(jar())) > 0;
        }

        private static void make(Path file) throws IOException {
            Path folder = Files.createTempDirectory("drumbeat-archive");
            List<String> program = List.of(
                    "-XX:+RecordDynamicDumpInfo",
                    "-Ddrumbeat.classArchive=" + file,
                    "-Xlog:cds*=off",
                    "-jar",
                    jar().toString());
            try (DrumbeatProcess first = new DrumbeatProcess(program, folder, "first", "{\"senders\": []}")) {
                first.start("demo").awaitSend();
            }
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(one);
                }
            }
        }
    }
}
