package io.drumbeat.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.api.cli.Run;
import io.drumbeat.api.config.AppConfig;
import io.drumbeat.api.config.RunMode;
import io.drumbeat.api.config.SendersConfig;
import io.drumbeat.api.http.Multipart;
import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Drumbeat within the test's JVM, on a database of its own: for tests of what it does once it runs, which need not pay for
 * the start of a process.
 */
public final class RunningApp implements AutoCloseable {

    /** The admin's token. */
    public static final String TOKEN = "token-of-the-admin-of-this-test";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final TestDatabase database = TestDatabase.fresh();
    private final Map<String, String> variables;
    private final App app;

    /**
     * @param folder keeps its data and senders.json
     * @param senders the content of senders.json
     */
    public RunningApp(Path folder, String senders) throws IOException {
        this(folder, senders, Map.of());
    }

    /** One with {@code more} settings. */
    public RunningApp(Path folder, String senders, Map<String, String> more) throws IOException {
        DatabaseAddress address = database.address();
        try (ServerSocket free = new ServerSocket(0)) {
            variables = new HashMap<>(Map.of(
                    "DRUMBEAT_DB_URL", address.url(),
                    "DRUMBEAT_DB_USER", String.valueOf(address.user()),
                    "DRUMBEAT_DB_PASSWORD", String.valueOf(address.password()),
                    "DRUMBEAT_HTTP_PORT", String.valueOf(free.getLocalPort()),
                    "DRUMBEAT_DATA_DIR", folder.resolve("drumbeat").toString(),
                    "DRUMBEAT_BOOTSTRAP_TOKEN", TOKEN,
                    "DRUMBEAT_SENDERS_FILE",
                            Files.writeString(folder.resolve("senders.json"), senders)
                                    .toString()));
            variables.putAll(more);
        }
        try {
            app = App.start(
                    AppConfig.read(variables, RunMode.SERVE),
                    SendersConfig.read(variables, GatewayTypes.all()),
                    RunMode.SERVE,
                    "",
                    null);
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    /** An address of the page or the API. */
    public String url(String path) {
        return "http://127.0.0.1:" + variables.get("DRUMBEAT_HTTP_PORT") + path;
    }

    /** A new token of that role, made as an operator makes it: by a command beside it. */
    public String newToken(String role) {
        Run run = Run.of(variables, "token", "create", "--name", "a-" + role, "--role", role);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out().strip();
    }

    /** A call of the API by its admin, for instance of {@code /api/v1/campaigns}. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path))).header("Authorization", "Bearer " + TOKEN);
    }

    /** The body of the answer, which must not refuse the call. */
    static String answer(HttpRequest call) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(call, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body();
    }

    /** Posts a campaign. Returns its id. */
    String post(Multipart form) throws IOException, InterruptedException {
        String created = answer(request("/api/v1/campaigns")
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofByteArray(form.bytes()))
                .build());
        return JSON.readTree(created).path("id").asText();
    }

    JsonNode campaign(String id) throws IOException, InterruptedException {
        return JSON.readTree(answer(request("/api/v1/campaigns/" + id).build()));
    }

    App app() {
        return app;
    }

    @Override
    public void close() {
        try (database) {
            app.close();
        }
    }
}
