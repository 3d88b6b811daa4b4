package io.drumbeat.engine.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.gateway.callback.Signatures;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is reported, when and to whom, of a Cloud account's messages; {@link WebhookTest} has each vendor's words. */
class CourierTest {

    private static final String ACCOUNT = "cloud/111";
    private static final String SECRET = "app-secret";
    private static final Duration LATE = Duration.ofMillis(300);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Simulator.Options options = new Simulator.Options(
            Duration.ZERO, false, true, new Simulator.CallbackTimes(Duration.ofMillis(2), LATE, Duration.ofMillis(5)));
    private Simulator simulator;
    private Listener listener;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start("127.0.0.1", 0, options);
        listener = new Listener(nth -> 200);
        simulator.reportTo(ACCOUNT, listener.url(), SECRET);
    }

    @AfterEach
    void stop() {
        simulator.close();
        listener.close();
    }

    @ParameterizedTest
    @CsvSource({
        "00001, sent delivered read",
        "99020, sent delivered read",
        "99701, sent",
        "99702, read",
        "99703, read delivered sent",
        "99704, sent sent delivered delivered read read",
        "99705, sent delivered read",
        "99710, failed",
        "99714, sent failed",
        "99715, sent delivered"
    })
    void shouldReportAsTheLastDigitsAsk(String digits, String statuses) throws Exception {
        HttpResponse<String> answer = send(digits);
        awaitHeard(statuses.split(" ").length);

        assertThat(listener.heard())
                .extracting(heard -> status(heard, "status"))
                .containsExactly(statuses.split(" "));
        String id = json(answer.body()).at("/messages/0/id").asText();
        assertThat(listener.heard()).allSatisfy(heard -> {
            assertThat(status(heard, "id")).isEqualTo(id);
            assertThat(status(heard, "biz_opaque_callback_data")).isEqualTo("key-1");
            assertThat(status(heard, "recipient_id")).isEqualTo("9198765" + digits);
            assertThat(Instant.ofEpochSecond(Long.parseLong(status(heard, "timestamp"))))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now());
            assertThat(heard.header("X-Hub-Signature-256")).contains(signature(heard));
        });
        await().untilAsserted(() -> assertThat(simulator.callbacks(ACCOUNT))
                .isEqualTo(new Simulator.Callbacks(
                        listener.heard().size(), listener.heard().size(), 0, 0)));
        Map<String, Integer> counts = new HashMap<>();
        List.of(statuses.split(" ")).forEach(status -> counts.merge(status, 1, Integer::sum));
        assertThat(simulator.statuses("+9198765" + digits)).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource({"99710, 131026", "99711, 131049", "99712, 131050", "99713, 131053", "99714, 131026"})
    void shouldAcceptAndThenFailWithACodeWhenItDoesNotArrive(String digits, int code) throws Exception {
        assertThat(send(digits).statusCode()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(listener.heard())
                .last()
                .satisfies(heard ->
                        assertThat(status(heard).at("/errors/0/code").asInt()).isEqualTo(code)));
        assertThat(simulator.received()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"99010", "99012", "99014", "99015", "99504"})
    void shouldReportWhatWasReceivedWhenItsAnswerWasNot(String digits) {
        CompletableFuture<HttpResponse<String>> unanswered = sendAsync(digits);
        awaitHeard(3);
        unanswered.cancel(true);
        assertThat(simulator.received()).hasSize(1);
    }

    @Test
    void shouldReportNothingWhenAPhoneAsksForNothingOrNothingArrived() throws Exception {
        send("99700");
        send("99126");
        send("99400");
        send("00001");
        awaitHeard(3);
        assertThat(listener.heard())
                .allSatisfy(heard -> assertThat(status(heard, "recipient_id")).isEqualTo("919876500001"));
    }

    @Test
    void shouldReportLateWhenTheLastDigitsAsk() throws Exception {
        long start = System.nanoTime();
        send("99705");
        awaitHeard(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LATE);
    }

    @ParameterizedTest
    @CsvSource({"99720, Thank you!", "99721, STOP"})
    void shouldWriteBackOnceItIsReadWhenTheLastDigitsAsk(String digits, String text) throws Exception {
        send(digits);
        awaitHeard(4);
        JsonNode written = json(text(listener.heard().get(3))).at("/entry/0/changes/0/value/messages/0");
        assertThat(written.at("/text/body").asText()).isEqualTo(text);
        assertThat(written.path("from").asText()).isEqualTo("9198765" + digits);
        assertThat(status(listener.heard().get(2), "status")).isEqualTo("read");
    }

    @Test
    void shouldReportBeforeTheAnswerWhenTheLastDigitsAsk() throws Exception {
        send("99706");
        assertThat(listener.heard())
                .extracting(heard -> status(heard, "status"))
                .containsExactly("sent", "delivered", "read");
    }

    @Test
    void shouldReportAFailureThatNobodySignedFirstWhenTheLastDigitsAsk() throws Exception {
        try (Listener wary = new Listener(nth -> nth == 1 ? 401 : 200)) {
            simulator.reportTo(ACCOUNT, wary.url(), SECRET);
            send("99707");
            await().untilAsserted(() ->
                    assertThat(simulator.callbacks(ACCOUNT)).isEqualTo(new Simulator.Callbacks(4, 3, 1, 0)));

            assertThat(wary.heard())
                    .extracting(heard -> status(heard, "status"))
                    .containsExactly("failed", "sent", "delivered", "read");
            assertThat(wary.heard())
                    .extracting(heard -> signature(heard).equals(heard.headers().get("x-hub-signature-256")))
                    .containsExactly(false, true, true, true);
            assertThat(simulator.statuses("+919876599707")).isEqualTo(Map.of("sent", 1, "delivered", 1, "read", 1));
            assertThat(simulator.received()).hasSize(1);
        }
    }

    @Test
    void shouldAnswerSendsAllTheSameWhenTheWebhookHangs() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (Listener hung = new Listener(nth -> {
            end.await();
            return 200;
        })) {
            simulator.reportTo(ACCOUNT, hung.url(), SECRET);
            for (int i = 0; i < 50; i++) {
                assertThat(send("00001").statusCode()).isEqualTo(200);
            }
            await().untilAsserted(() -> assertThat(hung.heard()).isNotEmpty());
            assertThat(simulator.callbacks(ACCOUNT))
                    .satisfies(counts ->
                            assertThat(counts.accepted() + counts.refused()).isZero());
        } finally {
            end.countDown();
        }
    }

    @Test
    void shouldTryAgainUntilItIsTaken() throws Exception {
        try (Listener moody = new Listener(nth -> nth < 3 ? 503 : 204)) {
            simulator.reportTo(ACCOUNT, moody.url(), SECRET);
            send("99701");
            await().untilAsserted(() ->
                    assertThat(simulator.callbacks(ACCOUNT)).isEqualTo(new Simulator.Callbacks(3, 1, 2, 0)));
            assertThat(moody.heard())
                    .extracting(CourierTest::text)
                    .containsOnly(text(moody.heard().get(0)));
        }
    }

    @Test
    void shouldGiveUpAfterFourTriesWhenNobodyTakesIt() throws Exception {
        try (Listener deaf = new Listener(nth -> 401)) {
            simulator.reportTo(ACCOUNT, deaf.url(), SECRET);
            send("99701");
            await().untilAsserted(() ->
                    assertThat(simulator.callbacks(ACCOUNT)).isEqualTo(new Simulator.Callbacks(4, 0, 4, 0)));
        }
        URI gone = listener.url();
        listener.close();
        simulator.reset();
        simulator.reportTo(ACCOUNT, gone, SECRET);
        send("99701");
        await().untilAsserted(
                        () -> assertThat(simulator.callbacks(ACCOUNT)).isEqualTo(new Simulator.Callbacks(4, 0, 4, 0)));
        assertThat(get("/simulator/statuses")).isEqualTo(json("{\"+919876599701\":{\"sent\":1}}"));
        assertThat(get("/simulator/statuses?phone=919876500001")).isEqualTo(json("{\"+919876500001\":{}}"));
        JsonNode counted = get("/simulator/counters").at("/accounts/cloud~1111/callbacks");
        assertThat(counted).isEqualTo(json("{\"emitted\":4,\"accepted\":0,\"refused\":4,\"dropped\":0}"));
    }

    @Test
    void shouldReportNothingMoreWhenTheWebhookIsForgotten() throws Exception {
        send("99705");
        simulator.reset();
        simulator.reportTo(ACCOUNT, listener.url(), SECRET);
        send("99725");
        awaitHeard(3);
        send("99705");
        call("DELETE", "/simulator/webhooks?account=" + ACCOUNT, "");
        simulator.reportTo("cloud/222", listener.url(), SECRET);
        call("POST", "/cloud/v23.0/222/messages", body("99705"));
        awaitHeard(6);

        assertThat(listener.heard())
                .extracting(heard -> json(text(heard))
                        .at("/entry/0/changes/0/value/metadata/phone_number_id")
                        .asText())
                .containsExactly("111", "111", "111", "222", "222", "222");
        assertThat(listener.heard().subList(0, 3))
                .extracting(heard -> status(heard, "recipient_id"))
                .containsOnly("919876599725");
        assertThat(simulator.statuses("+919876599705")).isEqualTo(Map.of("sent", 1, "delivered", 1, "read", 1));
    }

    @Test
    void shouldRegisterOverHttp() throws Exception {
        simulator.reset();
        assertThat(call("POST", "/simulator/webhooks", """
                        {"account":"cloud/111","url":"%s","secret":"app-secret"}""".formatted(listener.url()))
                        .statusCode())
                .isEqualTo(200);
        send("99701");
        awaitHeard(1);
        call("DELETE", "/simulator/webhooks", "");
        assertThatThrownBy(() -> simulator.write(ACCOUNT, "+919876500001", "STOP"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"account\":\"wacr/oken\",\"url\":\"http://127.0.0.1:1/\",\"secret\":\"s\"}",
                "{\"account\":\"cloud\",\"url\":\"http://127.0.0.1:1/\",\"secret\":\"s\"}",
                "{\"account\":\"cloud/1\",\"url\":\"ftp://127.0.0.1:1/\",\"secret\":\"s\"}",
                "{\"account\":\"cloud/1\",\"url\":\"a b\",\"secret\":\"s\"}",
                "{\"account\":\"cloud/1\",\"url\":\"http://127.0.0.1:1/\"}",
                "{\"account\":\"cloud/1\",\"url\":\"http://127.0.0.1:1/\",\"secret\":\"s\",\"x\":\"y\"}",
                "none"
            })
    void shouldRefuseARegistrationThatIsNoUse(String body) throws Exception {
        assertThat(call("POST", "/simulator/webhooks", body).statusCode()).isEqualTo(400);
    }

    @Test
    void shouldTellWhatPeopleWriteAndWant() throws Exception {
        say("\"text\":\"STOP\"");
        awaitHeard(1);
        say("\"preference\":\"stop\"");
        awaitHeard(2);
        say("\"preference\":\"resume\"");
        awaitHeard(3);

        List<JsonNode> values = listener.heard().stream()
                .map(heard -> json(text(heard)).at("/entry/0/changes/0/value"))
                .toList();
        assertThat(values.get(0).at("/messages/0/text/body").asText()).isEqualTo("STOP");
        assertThat(values.get(0).at("/messages/0/from").asText()).isEqualTo("919876500001");
        assertThat(values.get(1).at("/user_preferences/0/value").asText()).isEqualTo("stop");
        assertThat(values.get(2).at("/user_preferences/0/value").asText()).isEqualTo("resume");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"account\":\"cloud/222\",\"phone\":\"919876500001\",\"text\":\"STOP\"}",
                "{\"account\":\"cloud/111\",\"phone\":\"Asha\",\"text\":\"STOP\"}",
                "{\"account\":\"cloud/111\",\"phone\":\"919876500001\"}",
                "{\"account\":\"cloud/111\",\"phone\":\"919876500001\",\"text\":\"a\",\"preference\":\"stop\"}",
                "{\"account\":\"cloud/111\",\"phone\":\"919876500001\",\"preference\":\"maybe\"}"
            })
    void shouldRefuseToHearWhatIsNoUse(String body) throws Exception {
        assertThat(call("POST", "/simulator/inbound", body).statusCode()).isEqualTo(400);
    }

    private void say(String what) throws Exception {
        assertThat(call(
                                "POST",
                                "/simulator/inbound",
                                "{\"account\":\"cloud/111\",\"phone\":\"+919876500001\"," + what + "}")
                        .statusCode())
                .isEqualTo(200);
    }

    private void awaitHeard(int count) {
        await().untilAsserted(() -> assertThat(listener.heard()).hasSizeGreaterThanOrEqualTo(count));
    }

    private static String text(Callback heard) {
        return new String(heard.body(), StandardCharsets.UTF_8);
    }

    private static String signature(Callback heard) {
        return "sha256=" + Signatures.hmacSha256(SECRET, heard.body());
    }

    private static JsonNode status(Callback heard) {
        return json(text(heard)).at("/entry/0/changes/0/value/statuses/0");
    }

    private static String status(Callback heard, String field) {
        return status(heard).path(field).asText();
    }

    private static String body(String digits) {
        return """
                {"messaging_product":"whatsapp","to":"9198765%s","type":"image","biz_opaque_callback_data":"key-1",
                 "image":{"link":"https://example.com/a.png"}}""".formatted(digits);
    }

    private HttpResponse<String> send(String digits) throws Exception {
        return call("POST", "/cloud/v23.0/111/messages", body(digits));
    }

    private CompletableFuture<HttpResponse<String>> sendAsync(String digits) {
        return client.sendAsync(
                request("POST", "/cloud/v23.0/111/messages", body(digits)), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode get(String path) throws Exception {
        return json(call("GET", path, "").body());
    }

    private HttpResponse<String> call(String method, String path, String body) throws Exception {
        return client.send(request(method, path, body), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulator.port() + path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer t")
                .timeout(Duration.ofSeconds(5))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static JsonNode json(String text) {
        try {
            return new JsonMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
