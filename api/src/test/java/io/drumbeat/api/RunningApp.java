package io.drumbeat.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.cli.Run;
import io.drumbeat.api.config.AppConfig;
import io.drumbeat.api.config.RunMode;
import io.drumbeat.api.config.SendersConfig;
import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.io.IOException;
import java.net.ServerSocket;
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
