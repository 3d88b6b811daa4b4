package io.drumbeat.api.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.TestDatabase;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts that cannot be, and one that can: what a person reads, and the exit code. */
@TakesLong
class StartTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"serve", "api", "worker", "demo"})
    void shouldNameEveryBadVariableWhenSeveralAreWrong(String command) {
        Run run = Run.of(Map.of("DRUMBEAT_HTTP_PORT", "x", "DRUMBEAT_LOG_FORMAT", "y"), command);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err().lines())
                .contains(
                        "DRUMBEAT_HTTP_PORT must be a whole number from 1 to 65535.",
                        "DRUMBEAT_LOG_FORMAT must be text or json.");
    }

    @ParameterizedTest
    @CsvSource({"serve,yesterday", "api,2026-11-30T08:00", "worker,2999-01-01T00:00:00Z"})
    void shouldSayWhichTimeAfterARestoreItTakes(String command, String time) {
        assertThat(Run.of(Map.of(), command, "--after-restore", time))
                .extracting(Run::exitCode, Run::out)
                .containsExactly(2, "");
        assertThat(Run.of(Map.of(), command, "--after-restore", time).err())
                .contains("--after-restore must be a time in the past with its offset, such as 2026-11-30T08:00:00Z:"
                        + " when the backup was begun.\n");
    }

    @Test
    void shouldServeWhenNoCommandIsGiven() {
        assertThat(Run.of(Map.of("DRUMBEAT_HTTP_PORT", "x")))
                .isEqualTo(new Run(2, "", "DRUMBEAT_HTTP_PORT must be a whole number from 1 to 65535.\n"));
    }

    @Test
    void shouldNameWhatIsWrongWithTheSendersTooWhenVariablesAreWrong() throws IOException {
        Path senders = Files.writeString(folder.resolve("senders.json"), """
                {"senders": [{"id": "main", "gateway": "cloud", "settings": {"phoneNumberId": "1"},
                              "credentials": {"accessToken": "${env:CLOUD_TOKEN}"}}]}""");

        Run run = Run.of(Map.of("DRUMBEAT_TEMPORAL_RATE", "x", "DRUMBEAT_SENDERS_FILE", senders.toString()), "serve");

        assertThat(run)
                .isEqualTo(new Run(
                        2,
                        "",
                        "DRUMBEAT_TEMPORAL_RATE must be a number above 0 and at most 1000000.\n" + senders
                                + ": sender \"main\", credentials.accessToken needs the environment variable"
                                + " CLOUD_TOKEN, which is not set.\n"));
    }

    @Test
    void shouldNameBothWhenPostgresAndTemporalAreAway() {
        Run run = Run.of(
                Map.of(
                        "DRUMBEAT_DB_URL", "jdbc:postgresql://127.0.0.1:1/drumbeat",
                        "TEMPORAL_ADDRESS", "127.0.0.1:1",
                        "DRUMBEAT_DATA_DIR", folder.toString()),
                "worker");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "PostgreSQL at jdbc:postgresql://127.0.0.1:1/drumbeat cannot be reached.",
                        "Temporal at 127.0.0.1:1 does not answer for the namespace default: UNAVAILABLE.");
    }

    /** It told of sends too that "had not ended after 35 s": a process that cannot start has none. */
    @Test
    void shouldSayWhichPortIsInUseAndNothingElse() throws Exception {
        try (TestDatabase database = TestDatabase.fresh();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> variables = onDatabase(database);
            variables.put("DRUMBEAT_HTTP_PORT", Integer.toString(taken.getLocalPort()));

            Process serve = start(variables, "serve");

            assertThat(serve.waitFor()).isEqualTo(2);
            assertThat(Files.readString(folder.resolve("log")).lines().filter(line -> !line.contains(" INFO ")))
                    .filteredOn(line -> !line.contains("There is no senders.json here"))
                    .singleElement()
                    .asString()
                    .startsWith("Port " + taken.getLocalPort() + " of 127.0.0.1 cannot be listened on");
        }
    }

    @Test
    void shouldPrintNothingButItsSentencesWhenPostgresAndTemporalAreAway() throws Exception {
        Process worker = start(
                Map.of(
                        "DRUMBEAT_DB_URL", "jdbc:postgresql://127.0.0.1:1/drumbeat",
                        "TEMPORAL_ADDRESS", "127.0.0.1:1",
                        "DRUMBEAT_DATA_DIR", folder.toString()),
                "worker");

        assertThat(worker.waitFor()).isEqualTo(2);
        assertThat(Files.readString(folder.resolve("log")).lines())
                .containsExactly(
                        "PostgreSQL at jdbc:postgresql://127.0.0.1:1/drumbeat cannot be reached.",
                        "Temporal at 127.0.0.1:1 does not answer for the namespace default: UNAVAILABLE.");
    }

    @Test
    void shouldBeReadyAndKeepOthersOutOfItsFolderAndEndWhenToldTo() throws Exception {
        try (TestDatabase database = TestDatabase.fresh()) {
            int port = freePort();
            Map<String, String> variables = onDatabase(database);
            variables.put("DRUMBEAT_HTTP_PORT", Integer.toString(port));
            Process serve = start(variables, "serve");
            try {
                await().atMost(Duration.ofSeconds(60))
                        .ignoreExceptionsMatching(ConnectException.class::isInstance)
                        .until(() -> status("http://127.0.0.1:" + port + "/readyz") == 200);

                assertThat(Run.of(variables, "serve").err())
                        .isEqualTo("The data folder " + folder.toRealPath() + " is in use by process " + serve.pid()
                                + ".\n");

                serve.destroy();
                assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(folder.resolve("out")).isEmptyFile();
            } finally {
                serve.destroyForcibly();
            }
        }
    }

    /** What tells people of a process that does nothing was once in no log and no metric. */
    @Test
    void shouldCountItselfAmongTheWorkersAndLogThatASenderIsBlocked() throws Exception {
        Path senders = Files.writeString(folder.resolve("senders.json"), """
                {"senders": [{"id": "main", "gateway": "cloud", "credentials": {"accessToken": "x"},
                              "settings": {"phoneNumberId": "1"}}]}""");
        try (TestDatabase database = TestDatabase.fresh()) {
            int port = freePort();
            Map<String, String> variables = onDatabase(database);
            variables.put("DRUMBEAT_HTTP_PORT", Integer.toString(port));
            variables.put("DRUMBEAT_SENDERS_FILE", senders.toString());
            Process serve = start(variables, "serve");
            try {
                await().atMost(Duration.ofSeconds(60))
                        .ignoreExceptionsMatching(ConnectException.class::isInstance)
                        .until(() ->
                                get("http://127.0.0.1:" + port + "/metrics").contains("drumbeat_workers 1.0"));

                database.database()
                        .jdbi()
                        .useHandle(handle -> handle.execute("update account set blocked_reason = 'no such token'"));
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Files.readString(folder.resolve("log"))
                                .contains("Sender main is blocked until somebody resumes it: no such token"));
            } finally {
                serve.destroyForcibly();
            }
        }
    }

    private Map<String, String> onDatabase(TestDatabase database) {
        DatabaseAddress address = database.address();
        return new HashMap<>(Map.of(
                "DRUMBEAT_DB_URL", address.url(),
                "DRUMBEAT_DB_USER", String.valueOf(address.user()),
                "DRUMBEAT_DB_PASSWORD", String.valueOf(address.password()),
                "DRUMBEAT_DATA_DIR", folder.toString()));
    }

    /** A process of its own, with just {@code variables} for its environment. */
    private Process start(Map<String, String> variables, String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // Logs as they are outside of tests: on standard error.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                command));
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder.redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("log").toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
    }

    private static int status(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
