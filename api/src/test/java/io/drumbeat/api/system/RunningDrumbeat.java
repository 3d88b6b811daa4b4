package io.drumbeat.api.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.api.http.Multipart;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The shipped jar as a process, and a client of its API. It can be killed and started again on the same data. */
final class RunningDrumbeat implements AutoCloseable {

    private static final String TOKEN = "the-token-of-this-test";
    private static final Path JAR = Path.of("target", "drumbeat.jar");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final String name;
    private final Map<String, String> settings = new HashMap<>();
    private final int port = freePort();

    private @Nullable Process process;

    /** @param folder keeps the data, senders.json and what it prints */
    RunningDrumbeat(Path folder, String name, String senders) {
        this.folder = folder;
        this.name = name;
        settings.put("DRUMBEAT_HTTP_PORT", String.valueOf(port));
        settings.put("DRUMBEAT_DATA_DIR", folder.resolve(name).toString());
        settings.put("DRUMBEAT_BOOTSTRAP_TOKEN", TOKEN);
        settings.put("DRUMBEAT_SENDERS_FILE", write("senders.json", senders).toString());
        // No temporal binary of the machine's own: which engine it runs on is the test's business.
        settings.put("PATH", "/usr/bin:/bin");
    }

    RunningDrumbeat with(Map<String, String> more) {
        settings.putAll(more);
        return this;
    }

    /** Starts {@code command} and waits until it is ready. */
    RunningDrumbeat start(String command) {
        launch(command);
        await(name + " to be ready")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(50))
                .until(this::isReady);
        return this;
    }

    /** Starts {@code command}, which listens nowhere. */
    RunningDrumbeat launch(String command) {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-jar",
                        JAR.toAbsolutePath().toString(),
                        command)
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

    private boolean isReady() throws InterruptedException, IOException {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(name + " ended: " + log());
        }
        try {
            return get("/readyz").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Everything it has printed. */
    String log() throws IOException {
        return Files.readString(folder.resolve(name + ".log"));
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Posts a campaign and answers its id. */
    String post(String spec, String recipients) throws IOException, InterruptedException {
        Multipart form = new Multipart()
                .field("spec", spec)
                .file("recipients", "list.csv", recipients.getBytes(StandardCharsets.UTF_8))
                .file("media", "offer.png", Multipart.PNG);
        HttpResponse<String> answer = http.send(
                request("/api/v1/campaigns")
                        .header("Content-Type", form.contentType())
                        .POST(BodyPublishers.ofByteArray(form.bytes()))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new AssertionError(answer.body());
        }
        return JSON.readTree(answer.body()).path("id").asText();
    }

    JsonNode campaign(String id) throws IOException, InterruptedException {
        return json("/api/v1/campaigns/" + id);
    }

    /** Every recipient of a campaign in that status, or of any. */
    List<JsonNode> recipients(String id, @Nullable String status) throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json("/api/v1/campaigns/" + id + "/recipients?limit=500"
                    + (status == null ? "" : "&status=" + status) + cursor);
            page.path("items").forEach(all::add);
            cursor = page.path("nextCursor").isTextual()
                    ? "&cursor=" + page.path("nextCursor").asText()
                    : "";
        } while (!cursor.isEmpty());
        return all;
    }

    JsonNode command(String id, String command) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                request("/api/v1/campaigns/" + id + "/" + command)
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        return JSON.readTree(answer.body());
    }

    void awaitStatus(String id, String status, Duration atMost) {
        await("campaign to be " + status)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> campaign(id).path("status").asText().equals(status));
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Authorization", "Bearer " + TOKEN);
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
}
