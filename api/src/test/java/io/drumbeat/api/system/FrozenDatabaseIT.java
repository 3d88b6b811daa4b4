package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL stands still: whoever calls is told so instead of waiting, and nothing is lost of it. */
class FrozenDatabaseIT {

    private static final int RECIPIENTS = 300;
    private static final Duration LONG = Duration.ofMinutes(3);

    /** What is promised, and what a loaded machine takes besides. */
    private static final Duration AT_MOST = Duration.ofSeconds(3).plusMillis(500);

    private final HttpClient http = HttpClient.newHttpClient();
    private List<ProcessHandle> frozen = List.of();

    @TempDir
    private Path folder;

    @AfterEach
    void thaw() throws Exception {
        signal("CONT");
        frozen = List.of();
    }

    @Test
    void shouldRefuseCallsAndLoseNoReportWhenAllOfPostgresqlIsFrozen() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(40));
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.ofEveryGateway()).start("serve")) {
            vendor.simulator.reportTo("cloud/11", drumbeat.webhook("cloud"), Vendor.WEBHOOK_SECRET);
            String id = drumbeat.post(Vendor.spec("cloud"), Vendor.recipients(0, RECIPIENTS));
            await().atMost(LONG).until(() -> vendor.simulator.sends().size() > 20);
            List<HttpRequest> calls = List.of(
                    drumbeat.get("/api/v1/campaigns"),
                    drumbeat.get("/api/v1/campaigns/" + id),
                    drumbeat.get("/api/v1/campaigns/" + id + "/recipients"),
                    drumbeat.get("/api/v1/senders"),
                    callback(drumbeat.webhook("cloud")));
            List<ProcessHandle> all = new ArrayList<>(postmaster().children().toList());
            all.add(postmaster());

            freeze(all);

            assertThat(answers(calls)).as("in the first moment").containsOnly(503);
            assertThat(answers(calls)).as("and from then on").containsOnly(503);
            assertThat(answers(List.of(drumbeat.get("/readyz"), drumbeat.get("/healthz"))))
                    .containsExactly(503, 200);
            thaw();
            assertCompletesAsReported(vendor, drumbeat, id);
            assertThat(drumbeat.log()).contains("PostgreSQL does not answer", "PostgreSQL answers again");
        }
    }

    /** Sessions that are there go on, and no other can be made: a burst of calls wants more than there are. */
    @Test
    void shouldAnswerAllCallsWhenThePostmasterAloneIsFrozen() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(40));
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.ofEveryGateway()).start("serve")) {
            vendor.simulator.reportTo("cloud/11", drumbeat.webhook("cloud"), Vendor.WEBHOOK_SECRET);
            String id = drumbeat.post(Vendor.spec("cloud"), Vendor.recipients(0, RECIPIENTS));
            await().atMost(LONG).until(() -> vendor.simulator.sends().size() > 20);

            freeze(List.of(postmaster()));

            assertThat(answers(Stream.generate(() -> drumbeat.get("/api/v1/campaigns/" + id))
                            .limit(60)
                            .toList()))
                    .containsAnyOf(200, 503)
                    .isSubsetOf(200, 503);
            thaw();
            assertCompletesAsReported(vendor, drumbeat, id);
        }
    }

    private void assertCompletesAsReported(Vendor vendor, RunningDrumbeat drumbeat, String id) throws Exception {
        await("that it answers again")
                .atMost(LONG)
                .until(() -> http.send(drumbeat.get("/readyz"), BodyHandlers.discarding())
                                .statusCode()
                        == 200);
        drumbeat.awaitStatus(id, "completed", LONG);
        JsonNode progress = drumbeat.campaign(id).path("progress");
        assertThat(progress.path("sent").asInt() + progress.path("unconfirmed").asInt())
                .isEqualTo(RECIPIENTS);
        Map<String, Long> received = vendor.simulator.received();
        assertThat(received).allSatisfy((phone, times) -> assertThat(times).isEqualTo(1));
        await("every report")
                .atMost(LONG)
                .until(() ->
                        drumbeat.campaign(id).path("progress").path("delivered").asInt() == received.size());
        assertThat(vendor.simulator.callbacks("cloud/11").dropped()).isZero();
    }

    /** The status codes of {@code calls}, made at once; each came in time. */
    private List<Integer> answers(List<HttpRequest> calls) {
        long began = System.nanoTime();
        List<CompletableFuture<Integer>> answers = calls.stream()
                .map(call -> http.sendAsync(call, BodyHandlers.ofString()).thenApply(answer -> {
                    assertThat(Duration.ofNanos(System.nanoTime() - began))
                            .as(call.uri() + " " + answer.statusCode())
                            .isLessThan(AT_MOST);
                    return answer.statusCode();
                }))
                .toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    /** As Meta signs it, of a message that nobody knows. */
    private static HttpRequest callback(URI webhook) throws Exception {
        byte[] body = """
                {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": {
                 "messaging_product": "whatsapp", "metadata": {"display_phone_number": "1", "phone_number_id": "11"},
                 "statuses": [{"id": "wamid.x", "status": "delivered", "timestamp": "%d", "recipient_id": "4915000"}]}}]}]}""".formatted(System.currentTimeMillis() / 1_000).getBytes(StandardCharsets.UTF_8);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Vendor.WEBHOOK_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HttpRequest.newBuilder(webhook)
                .header("X-Hub-Signature-256", "sha256=" + HexFormat.of().formatHex(mac.doFinal(body)))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }

    private ProcessHandle postmaster() throws Exception {
        String pid = Files.readAllLines(folder.resolve("drumbeat/postgresql/cluster/postmaster.pid"))
                .get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private void freeze(List<ProcessHandle> processes) throws Exception {
        frozen = processes;
        signal("STOP");
    }

    private void signal(String name) throws Exception {
        for (ProcessHandle process : frozen) {
            if (process.isAlive()) {
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor();
            }
        }
    }
}
