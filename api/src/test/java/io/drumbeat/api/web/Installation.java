package io.drumbeat.api.web;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The real application, embedded everything, beside the vendors' simulator: two processes as anybody starts them. */
final class Installation implements AutoCloseable {

    static final String TOKEN = "the-token-of-this-test";

    private static final String MAIN = "io.drumbeat.api.cli.Main";
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> processes = new ArrayList<>();
    private final Path folder;
    private final int port = freePort();

    private Installation(Path folder) {
        this.folder = folder;
    }

    /** Starts both, and returns when they are ready; {@code folder} keeps the data and what they print. */
    static Installation start(Path folder) {
        Installation installation = new Installation(folder);
        try {
            installation.startAll();
            return installation;
        } catch (RuntimeException | Error e) {
            installation.close();
            throw e;
        }
    }

    /** An address of the page or the API. */
    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    private void startAll() {
        int simulatorPort = freePort();
        Path senders = write("senders.json", sendersAt(simulatorPort));
        run("simulator", Map.of(), "simulate", "--port", "" + simulatorPort);
        Map<String, String> settings = Map.of(
                "DRUMBEAT_HTTP_PORT",
                "" + port,
                "DRUMBEAT_DATA_DIR",
                folder.resolve("data").toString(),
                "DRUMBEAT_SENDERS_FILE",
                senders.toString(),
                "DRUMBEAT_BOOTSTRAP_TOKEN",
                TOKEN);
        Process server = run("drumbeat", settings, "serve");
        await("the application to be ready").atMost(START).until(() -> {
            if (!server.isAlive()) {
                throw new IllegalStateException("It ended: " + Files.readString(folder.resolve("drumbeat.log")));
            }
            return isReady();
        });
    }

    private static String sendersAt(int simulatorPort) {
        return """
                {"senders": [
                  {"id": "quick", "gateway": "cloud", "name": "Quick number", "baseUrl": "http://127.0.0.1:%1$d/cloud/v23.0",
                   "credentials": {"accessToken": "x"}, "settings": {"phoneNumberId": "111"},
                   "pacing": {"minDelay": "PT0.1S", "maxDelay": "PT0.2S"}},
                  {"id": "slow", "gateway": "cloud", "name": "Slow number", "baseUrl": "http://127.0.0.1:%1$d/cloud/v23.0",
                   "credentials": {"accessToken": "x"}, "settings": {"phoneNumberId": "222"},
                   "pacing": {"minDelay": "PT3S", "maxDelay": "PT5S"}}]}
                """.formatted(simulatorPort);
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url("/readyz"))).build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private Process run(String name, Map<String, String> settings, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                MAIN));
        command.addAll(List.of(arguments));
        File output = folder.resolve(name + ".log").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output);
        builder.environment().keySet().removeIf(variable -> variable.matches("(DRUMBEAT|TEMPORAL)_.*"));
        builder.environment().putAll(settings);
        try {
            Process process = builder.start();
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
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
        processes.forEach(Process::destroy);
        await("the processes to end")
                .atMost(STOP)
                .until(() -> Stream.of(processes.toArray(Process[]::new)).noneMatch(Process::isAlive));
    }
}
