package io.drumbeat.api.system;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.api.DrumbeatProcess;
import io.drumbeat.api.http.Multipart;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The shipped jar as a process, and a client of its API. */
public final class RunningDrumbeat implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration ANSWERS_WITHIN = Duration.ofMinutes(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final DrumbeatProcess process;

    /** @param folder keeps the data, senders.json and what it prints */
    RunningDrumbeat(Path folder, String name, String senders) {
        this(DrumbeatProcess.ofJar(folder, name, senders));
    }

    /** A client of {@code process}, which is started by others as well. */
    public RunningDrumbeat(DrumbeatProcess process) {
        this.process = process;
    }

    RunningDrumbeat with(Map<String, String> more) {
        process.with(more);
        return this;
    }

    /** Starts {@code command} and waits until it is ready. */
    RunningDrumbeat start(String command) {
        process.start(command);
        return this;
    }

    /** Starts {@code command}, which listens nowhere. */
    RunningDrumbeat launch(String command) {
        process.launch(command);
        return this;
    }

    /** Starts a worker and waits until it works. */
    RunningDrumbeat work() throws IOException {
        long before = works();
        process.launch("worker");
        await("a worker").atMost(Duration.ofMinutes(2)).until(() -> works() > before);
        return this;
    }

    private long works() throws IOException {
        return log().lines().filter(line -> line.contains("The worker runs on")).count();
    }

    /** Everything it has printed. */
    String log() throws IOException {
        return process.log();
    }

    /** Waits until it has ended by itself; returns its exit code. */
    int awaitEnd(Duration atMost) throws InterruptedException {
        return process.awaitEnd(atMost);
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.kill();
    }

    /** SIGTERM, until it has ended: how long that took. */
    Duration stop() {
        return process.stop();
    }

    /** SIGSTOP, until {@link #thaw}. */
    void freeze() throws InterruptedException, IOException {
        process.freeze();
    }

    /** SIGCONT. */
    void thaw() throws InterruptedException, IOException {
        process.thaw();
    }

    /** Where a sender's vendor calls back. */
    URI webhook(String sender) {
        return URI.create(process.url("/webhooks/" + sender));
    }

    /** Posts a campaign and answers its id. */
    public String post(String spec, String recipients) throws IOException, InterruptedException {
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

    /** All recipients of a campaign's progress, each in one status. */
    public static int sum(JsonNode progress) {
        return Stream.of("pending", "sending", "sent", "failed", "unconfirmed", "skipped")
                .mapToInt(status -> progress.path(status).asInt())
                .sum();
    }

    public JsonNode campaign(String id) throws IOException, InterruptedException {
        return json("/api/v1/campaigns/" + id);
    }

    /** Every recipient of a campaign in that status, or of any. */
    public List<JsonNode> recipients(String id, @Nullable String status) throws IOException, InterruptedException {
        return all("/api/v1/campaigns/" + id + "/recipients?limit=500" + (status == null ? "" : "&status=" + status));
    }

    /** The phones of the suppression list. */
    Set<String> suppressed() throws IOException, InterruptedException {
        return all("/api/v1/suppressions?limit=500").stream()
                .map(suppression -> suppression.path("phone").asText())
                .collect(Collectors.toSet());
    }

    private List<JsonNode> all(String list) throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(list + cursor);
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

    /** Calls {@code path} below a campaign with {@code json}, and answers what came of it. */
    JsonNode change(String id, String method, String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> answer = ask(id, method, path, json, ANSWERS_WITHIN);
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Asks for anything below a campaign, and answers whatever comes of it. */
    public HttpResponse<String> ask(String id, String method, String path, String json, Duration timeout)
            throws IOException, InterruptedException {
        return http.send(
                request("/api/v1/campaigns/" + id + path)
                        .header("Content-Type", "application/json")
                        .method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                        .timeout(timeout)
                        .build(),
                BodyHandlers.ofString());
    }

    void awaitStatus(String id, String status, Duration atMost) {
        await("campaign to be " + status)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> campaign(id).path("status").asText().equals(status));
    }

    private JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(get(path), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError(answer.body());
        }
        return JSON.readTree(answer.body());
    }

    /** Asks as the admin. */
    HttpRequest get(String path) {
        return request(path).build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(process.url(path)))
                .header("Authorization", "Bearer " + DrumbeatProcess.TOKEN);
    }

    @Override
    public void close() {
        process.close();
    }
}
