package io.drumbeat.api.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers from a list, each answer once, the last one for ever. */
class SendCommandTest {

    private static final String RUNNING =
            "{\"id\":\"c1\",\"status\":\"running\",\"progress\":{\"total\":2,\"pending\":1,\"sending\":0,\"sent\":1,"
                    + "\"percent\":50.0,\"ratePerMinute\":14.8}}";

    private static final Answer LOST = new Answer(0, "");

    @TempDir
    private Path folder;

    private final Deque<Answer> answers = new ArrayDeque<>();
    private final Deque<String> requests = new ConcurrentLinkedDeque<>();
    private HttpServer server;
    private Path spec;
    private Path recipients;

    private final Deque<String> tags = new ConcurrentLinkedDeque<>();
    private final Deque<String> keys = new ConcurrentLinkedDeque<>();

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        spec = Files.writeString(folder.resolve("spec.json"), "{\"name\":\"Offer\"}");
        recipients = Files.writeString(folder.resolve("people.csv"), "phone\n+919876543210\n");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldPostEveryPartAndNameTheCampaignWhenItIsTaken() throws IOException {
        answers.add(new Answer(201, RUNNING));
        Path media = Files.writeString(folder.resolve("offer.png"), "bytes");

        assertThat(send("--media", media.toString())).isEqualTo(new Run(0, "c1 running\n", ""));
        assertThat(requests.getFirst())
                .startsWith("POST /api/v1/campaigns Bearer secret ")
                .contains("name=\"spec\"; filename=\"spec.json\"", "{\"name\":\"Offer\"}")
                .contains("name=\"recipients\"; filename=\"people.csv\"", "+919876543210")
                .contains("name=\"media\"; filename=\"offer.png\"", "bytes");
    }

    @Test
    void shouldSayEverythingThatIsWrongWhenItIsRefused() {
        answers.add(new Answer(422, """
                {"title":"Not valid","detail":"The campaign is not valid.",
                 "errors":[{"field":"name","message":"is missing"},{"field":"senders","message":"are none"}]}"""));

        assertThat(send())
                .isEqualTo(new Run(
                        1, "", "Refused with 422: The campaign is not valid.\nname: is missing\nsenders: are none\n"));
    }

    /** It said that Drumbeat could not be reached, while the campaign ran; sent again, it reached everybody twice. */
    @Test
    void shouldPostAgainUnderTheSameKeyWhenTheAnswerIsLost() {
        answers.add(LOST);
        answers.add(new Answer(200, "{\"items\":[],\"inProgress\":false}"));
        answers.add(new Answer(201, RUNNING));

        assertThat(send()).isEqualTo(new Run(0, "c1 running\n", ""));
        assertThat(keys.removeLast()).isEqualTo(keys.removeFirst());
        assertThat(keys).as("a question in between").containsExactly("none");
    }

    /** Files of gigabytes were uploaded up to seven times, to hear what a question without them tells. */
    @Test
    void shouldAskWhatBecameOfItBeforeItUploadsAgain() {
        for (Answer answer : List.of(LOST, new Answer(504, "<html>Gateway time-out</html>"))) {
            answers.clear();
            requests.clear();
            answers.add(answer);
            answers.add(new Answer(200, "{\"items\":[],\"inProgress\":true}"));
            answers.add(new Answer(200, "{\"items\":[" + RUNNING + "],\"inProgress\":false}"));

            assertThat(send("--key", "k 1")).isEqualTo(new Run(0, "c1 running\n", ""));
            assertThat(requests).hasSize(3).anyMatch(request -> request.startsWith("POST"));
            assertThat(requests.stream().skip(1))
                    .allMatch(request -> request.startsWith("GET /api/v1/campaigns?idempotencyKey=k+1 Bearer secret"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {413, 429, 501, 505, 507})
    void shouldNotUploadAgainWhatIsRefusedForGood(int status) {
        answers.add(new Answer(status, "{\"detail\":\"No room.\"}"));

        assertThat(send()).isEqualTo(new Run(1, "", "Refused with " + status + ": No room.\n"));
        assertThat(requests).hasSize(1);
    }

    @Test
    void shouldSayHowToGoOnWhenNobodyKnowsWhatBecameOfThePost() {
        RemoteCampaigns impatient = RemoteCampaigns.at(url(), "secret", List.of(Duration.ZERO, Duration.ZERO));

        for (Answer answer : List.of(LOST, new Answer(502, "<html>Bad gateway</html>"))) {
            answers.clear();
            answers.add(answer);
            requests.clear();
            assertThatExceptionOfType(RemoteCampaigns.Refused.class)
                    .isThrownBy(() -> impatient.post(spec, recipients, Optional.empty(), "k1"))
                    .satisfies(unknown -> assertThat(
                                    unknown.sentences().get(unknown.sentences().size() - 1))
                            .contains("may have created the campaign", "--key k1"));
            assertThat(requests.stream().filter(request -> request.startsWith("POST")))
                    .hasSize(1);
        }
    }

    @Test
    void shouldPostUnderTheKeyOfAnEarlierTryWhenItIsGiven() {
        answers.add(new Answer(201, RUNNING));

        assertThat(send("--key", "k1").exitCode()).isZero();
        assertThat(keys).containsExactly("k1");
    }

    @Test
    void shouldWatchUntilTheEndWhenAskedTo() {
        answers.add(new Answer(201, RUNNING));
        answers.add(new Answer(200, RUNNING));
        answers.add(new Answer(503, "{}"));
        answers.add(new Answer(200, RUNNING.replace("running", "completed")));

        Run run = send("--watch");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("c1 running\n50.0 %  1 of 2  14.8/min\n")
                .endsWith("\n1 sent (0 delivered, 0 read), 0 failed, 0 unconfirmed, 0 skipped, of 2\ncompleted\n");
        assertThat(requests)
                .filteredOn(request -> request.startsWith("GET"))
                .hasSize(3)
                .allMatch(request -> request.startsWith("GET /api/v1/campaigns/c1?wait=PT30S Bearer secret"));
        assertThat(tags).as("what it has already").containsExactly("none", "none", "W/\"1\"", "W/\"1\"");
    }

    @Test
    void shouldGoOnWhenNothingIsNew() {
        answers.add(new Answer(201, RUNNING));
        answers.add(new Answer(200, RUNNING));
        answers.add(new Answer(304, ""));
        answers.add(new Answer(200, RUNNING.replace("running", "failed")));

        Run run = send("--watch");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).endsWith("\nfailed\n");
    }

    /** It ended without a word, and nobody knew whether the campaign went on. */
    @Test
    void shouldSayThatTheCampaignGoesOnWhenItIsInterrupted() throws Exception {
        answers.add(new Answer(201, RUNNING));
        ProcessBuilder command = new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "send",
                spec.toString(),
                recipients.toString(),
                "--watch");
        command.environment().putAll(Map.of("DRUMBEAT_URL", url(), "DRUMBEAT_TOKEN", "secret"));
        Process process = command.redirectErrorStream(true).start();
        try (BufferedReader said = process.inputReader()) {
            String line = said.readLine();
            while (line != null && !line.startsWith("50.0 %")) {
                line = said.readLine();
            }
            assertThat(line).isNotNull();

            process.toHandle().destroy(); // leaves what it says to be read

            assertThat(said.lines())
                    .contains(
                            "The campaign c1 goes on without this. To pause it: its page at " + url() + ", or",
                            "curl -X POST -H \"Authorization: Bearer $DRUMBEAT_TOKEN\" " + url()
                                    + "/api/v1/campaigns/c1/pause");
            assertThat(process.waitFor()).as("as shells tell of SIGTERM").isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldExitWithOneWhenTheWatchedCampaignDoesNotComplete() {
        answers.add(new Answer(201, RUNNING));
        answers.add(new Answer(200, RUNNING.replace("running", "cancelled")));

        assertThat(send("--watch").exitCode()).isEqualTo(1);
    }

    @Test
    void shouldSayWhatIsMissingWhenItCannotStart() {
        assertThat(Run.of(Map.of(), "send", spec.toString(), recipients.toString()))
                .isEqualTo(new Run(2, "", "DRUMBEAT_TOKEN is not set: it is the API token to send with.\n"));
        assertThat(Run.of(Map.of("DRUMBEAT_TOKEN", "x"), "send", spec.toString(), "nobody.csv"))
                .isEqualTo(new Run(2, "", "The file nobody.csv cannot be read.\n"));
        assertThat(Run.of(Map.of(), "send", "no.json", "nobody.csv", "--media", "no.png")
                        .err())
                .hasLineCount(4)
                .contains("no.json", "nobody.csv", "no.png", "DRUMBEAT_TOKEN");
        assertThat(Run.of(
                        Map.of("DRUMBEAT_TOKEN", "x", "DRUMBEAT_URL", "localhost"),
                        "send",
                        spec.toString(),
                        recipients.toString()))
                .isEqualTo(new Run(2, "", "DRUMBEAT_URL must be an http or https URL, like http://127.0.0.1:8080.\n"));
        server.stop(0);
        assertThat(send())
                .isEqualTo(new Run(
                        2, "", "Drumbeat at " + url() + " cannot be reached: set DRUMBEAT_URL to where it is.\n"));
    }

    private Run send(String... options) {
        String[] arguments =
                Arrays.copyOf(new String[] {"send", spec.toString(), recipients.toString()}, 3 + options.length);
        System.arraycopy(options, 0, arguments, 3, options.length);
        return Run.of(Map.of("DRUMBEAT_URL", url() + "/", "DRUMBEAT_TOKEN", "secret"), arguments);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + " "
                + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        keys.add(Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Idempotency-Key"), "none"));
        tags.add(Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("If-None-Match"), "none"));
        Answer answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
        if (answer.equals(LOST)) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("ETag", "W/\"1\"");
        if (answer.status() == 304) {
            exchange.sendResponseHeaders(304, -1);
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().getBytes(UTF_8).length);
        exchange.getResponseBody().write(answer.body().getBytes(UTF_8));
        exchange.close();
    }
}
