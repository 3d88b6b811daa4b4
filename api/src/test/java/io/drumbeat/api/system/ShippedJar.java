package io.drumbeat.api.system;

import io.drumbeat.api.DrumbeatProcess;
import io.drumbeat.api.http.Multipart;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What users start, as benchmarks do: {@code java -jar drumbeat.jar serve} on a data folder. */
final class ShippedJar implements AutoCloseable {
    private static final String TOKEN = "the-token-of-this-benchmark";

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Process process;

    /** @param senders the content of senders.json */
    ShippedJar(Path folder, String senders, List<String> javaOptions) throws IOException {
        this(folder, senders, javaOptions, Map.of());
    }

    /** @param environment what else it is to have, or otherwise */
    ShippedJar(Path folder, String senders, List<String> javaOptions, Map<String, String> environment)
            throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            port = any.getLocalPort();
        }
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(javaOptions);
        command.addAll(List.of(
                "-jar", System.getProperty("drumbeat.jar", DrumbeatProcess.jar().toString()), "serve"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("serve.log").toFile()));
        builder.environment().keySet().removeIf(variable -> variable.matches("(DRUMBEAT|TEMPORAL)_.*"));
        builder.environment().put("DRUMBEAT_HTTP_PORT", Integer.toString(port));
        builder.environment().put("DRUMBEAT_DATA_DIR", folder.resolve("data").toString());
        builder.environment().put("DRUMBEAT_BOOTSTRAP_TOKEN", TOKEN);
        builder.environment()
                .put(
                        "DRUMBEAT_SENDERS_FILE",
                        Files.writeString(folder.resolve("senders.json"), senders)
                                .toString());
        // No temporal binary of the machine's own: the server within the process is what is measured.
        builder.environment().put("PATH", "/usr/bin:/bin");
        builder.environment().putAll(environment);
        process = builder.start();
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** Returns once /readyz answers 200. */
    void awaitReady() throws IOException, InterruptedException {
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("it ended; serve.log in its folder says why");
            }
            Thread.sleep(10);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(request("/readyz").build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** What the process itself has had of the processors so far, without PostgreSQL. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What lives in its heap, after a full collection. */
    LiveHeap heap() throws IOException {
        return LiveHeap.of(process.pid());
    }

    Metrics metrics() throws IOException, InterruptedException {
        return Metrics.parse(send(request("/metrics").build()).body());
    }

    /** Posts a campaign with a file of media, and answers where it is. */
    String post(String spec, String recipients) throws IOException, InterruptedException {
        Multipart form = new Multipart()
                .field("spec", spec)
                .file("recipients", "list.csv", recipients.getBytes(StandardCharsets.UTF_8))
                .file("media", "offer.png", Multipart.PNG);
        HttpResponse<String> answer = send(request("/api/v1/campaigns")
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofByteArray(form.bytes()))
                .build());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException(answer.body());
        }
        return answer.headers().firstValue("Location").orElseThrow();
    }

    HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN);
    }

    /** Ends it as an operator would, so that the next start finds everything in order. */
    @Override
    public void close() {
        process.destroy();
        if (process.onExit()
                .completeOnTimeout(process, 60, TimeUnit.SECONDS)
                .join()
                .isAlive()) {
            process.destroyForcibly();
            throw new IllegalStateException("it does not end");
        }
    }
}
