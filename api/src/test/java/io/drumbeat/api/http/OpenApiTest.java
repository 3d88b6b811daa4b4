package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.http.exchange.ProblemKind;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.recipient.RecipientColumn;
import io.drumbeat.engine.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest extends HttpTest {

    private Simulator vendor;

    @BeforeAll
    @Override
    void start() {
        try {
            vendor = Simulator.start("127.0.0.1", 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = new RunningServer(vendor);
    }

    @AfterAll
    @Override
    void stop() {
        super.stop();
        vendor.close();
    }

    @Test
    void shouldDescribeARouteOnlyWhenItIsThere() throws Exception {
        JsonNode paths = RunningServer.JSON
                .readTree(HttpServer.class.getResourceAsStream("openapi.json"))
                .path("paths");
        Set<String> described = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(
                                method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(described)
                .isEqualTo(new TreeSet<>(server.server.routes().stream()
                        .map(route -> route.method().name() + " " + route.path())
                        .toList()));
        for (Route route : server.server.routes()) {
            JsonNode operation =
                    paths.path(route.path()).path(route.method().name().toLowerCase(Locale.ROOT));
            String role = route.role() == null ? "" : "Role: " + route.role().text() + ".";
            assertThat(operation.path("description").asText()).as(route.path()).isEqualTo(role);
        }
    }

    @Test
    void shouldDescribeARecipientByItsColumns() throws Exception {
        JsonNode recipient = RunningServer.JSON
                .readTree(HttpServer.class.getResourceAsStream("openapi.json"))
                .at("/components/schemas/Recipient");

        assertThat(recipient.path("properties").fieldNames())
                .toIterable()
                .containsExactlyElementsOf(RecipientColumn.titles());
        assertThat(recipient.path("required"))
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(RecipientColumn.titles());
    }

    /** They were about:blank. */
    @Test
    void shouldExplainAKindOfProblemOnlyWhenItIsThere() throws Exception {
        List<String> kinds =
                Arrays.stream(ProblemKind.values()).map(ProblemKind::anchor).toList();
        String page = new String(
                HttpServer.class.getResourceAsStream("problems.html").readAllBytes(), StandardCharsets.UTF_8);
        JsonNode described = RunningServer.JSON
                .readTree(HttpServer.class.getResourceAsStream("openapi.json"))
                .at("/components/schemas/Problem/properties/type/enum");

        assertThat(Pattern.compile("<section id=\"([^\"]+)\">")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactlyElementsOf(kinds);
        assertThat(described)
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(Arrays.stream(ProblemKind.values())
                        .map(ProblemKind::uri)
                        .toList());
    }

    /** A reader of the reference had types and no picture of most bodies. */
    @Test
    void shouldShowAnExampleOfEachBodyAsItIsDescribed() {
        assertThat(server.answers.withoutExample()).isEmpty();
        assertThat(server.answers.checkExamples()).isPositive();
    }

    /** Only the routes were compared: their answers had fields, statuses and types that no description named. */
    @Test
    void shouldAnswerAsDescribedWhenEachCallIsMade(@TempDir Path folder) throws Exception {
        String campaign = created(server.post(Role.MARKETER, Multipart.campaign(Multipart.DRAFT)));

        callCampaign(campaign);
        server.post(Role.MARKETER, "/api/v1/preflight", Multipart.campaign());
        postWhateverASpecMayHold();
        callSuppressions();
        callSession();
        callTokens();
        callMedia(Files.write(folder.resolve("offer"), Multipart.PNG));
        callTheRest();

        assertThat(server.answers.checked()).containsAll(server.answers.successes());
    }

    private void callCampaign(String campaign) throws Exception {
        server.post(Role.MARKETER, campaign + "/duplicate", "{\"name\": \"Again\"}");
        server.send(server.as(Role.MARKETER, campaign + "/recipients")
                .header("Content-Type", "text/csv")
                .PUT(BodyPublishers.ofString(Multipart.RECIPIENTS)));
        server.send(server.as(Role.MARKETER, campaign + "/media")
                .header("Content-Type", "image/png")
                .PUT(BodyPublishers.ofByteArray(Multipart.PNG)));
        server.post(Role.MARKETER, campaign + "/preflight", "{\"name\": \"Other\"}");
        for (String call : List.of("start", "pause", "resume")) {
            server.post(Role.OPERATOR, campaign + "/" + call, "{\"reason\": \"a test\"}");
        }
        server.post(Role.MARKETER, campaign + "/exclude", "{\"phones\": [\"+919812345670\"]}");
        server.post(Role.OPERATOR, campaign + "/retry", "{\"errorCodes\": [\"131026\"]}");
        server.send(server.as(Role.OPERATOR, campaign)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{\"senders\": [\"main\", \"second\"], \"pacing\": null}")));
        server.post(
                Role.MARKETER,
                campaign + "/test-send",
                "{\"phone\": \"+919812345670\", \"columns\": {\"name\": \"Asha\"}}");
        server.post(Role.OPERATOR, campaign + "/cancel", "{\"reason\": \"a test\"}");
        for (String part :
                List.of("", "/recipients", "/recipients.csv", "/rejects.csv", "/errors", "/sends", "/media", "/log")) {
            server.get(Role.VIEWER, campaign + part);
        }
        server.get(Role.OPERATOR, "/api/v1/phones/+919812345671");
        server.send(server.as(Role.ADMIN, "/api/v1/phones/+919812345671").DELETE());
        server.send(server.as(Role.VIEWER, campaign).header("If-None-Match", "*"));
        server.send(server.as(Role.VIEWER, campaign + "/media").header("If-None-Match", "*"));
        server.send(server.as(Role.VIEWER, campaign + "/media").header("Range", "bytes=1-3"));
        try (Stream<String> lines =
                server.stream(server.as(Role.VIEWER, campaign + "/events")).body()) {
            assertThat(lines).contains("event: progress", "event: end");
        }
        server.send(server.as(Role.ADMIN, campaign).DELETE());
        server.get(Role.VIEWER, CAMPAIGNS);
        server.send(server.as(Role.VIEWER, CAMPAIGNS).header("If-None-Match", "*"));
        server.send(server.as(Role.MARKETER, CAMPAIGNS + "?idempotencyKey=none").DELETE());
    }

    private void postWhateverASpecMayHold() {
        created(server.post(Role.MARKETER, Multipart.campaign("""
                {"name": "By template", "senders": ["main"], "media": {"type": "image", "fileName": "offer.png"},
                 "template": {"name": "offer", "language": "en", "parameters": ["{{name}}"]},
                 "defaultRegion": "IN", "phoneFormat": "international", "encoding": "UTF-8", "sheet": "List 1",
                 "columns": {"phone": "Phone"}, "pacing": {"minDelay": "PT0.5S", "maxDelay": "PT1M0.5S"},
                 "autoPause": null, "notify": {"url": "https://example.org/drumbeat", "events": ["status", "end"]},
                 "onUnconfirmed": "hold", "start": true}""")));
        for (String rate : List.of("12.5", "\"unlimited\"")) {
            String campaign = created(server.post(Role.MARKETER, Multipart.campaign("""
                    {"name": "By rate", "senders": ["bulk"], "media": {"type": "image", "caption": "Hi"},
                     "pacing": {"ratePerSecond": %s}, "autoPause": {"failureRate": 0.2, "window": 10, "optOutRate": 0.02},
                     "notWithin": "P7D", "onUnconfirmed": "resend", "allowRepeat": true,
                     "retryReported": {"codes": ["131049"], "after": "PT24H", "times": 3}}""".formatted(rate))));
            server.post(Role.OPERATOR, "/api/v1/senders/bulk/pause", "");
            assertThat(json(server.get(Role.VIEWER, campaign))
                            .at("/lanes/0/waitingFor/why")
                            .textValue())
                    .isEqualTo("paused");
            server.post(Role.OPERATOR, "/api/v1/senders/bulk/resume", "");
        }
    }

    private void callSuppressions() {
        String list = "/api/v1/suppressions";
        server.post(
                Role.OPERATOR, list, "{\"phones\": [\"+919812345670\", \"+919812345671\"], \"reason\": \"a test\"}");
        server.send(server.as(Role.OPERATOR, list)
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString("phone\n+919812345672\nnobody\n")));
        server.get(Role.VIEWER, list);
        server.send(server.as(Role.OPERATOR, list + "/+919812345670").DELETE());
        server.send(server.as(Role.OPERATOR, list + "?phone=+919812345671").DELETE());
    }

    private void callSession() {
        server.post(Role.VIEWER, "/api/v1/session", "{\"token\": \"" + server.token(Role.VIEWER) + "\"}");
        server.get(Role.VIEWER, "/api/v1/session");
        server.send(server.as(Role.VIEWER, "/api/v1/session").DELETE());
        server.get(Role.VIEWER, "/login?code=" + server.loginCode(Role.VIEWER));
    }

    private void callTokens() {
        server.post(Role.ADMIN, "/api/v1/tokens", "{\"name\": \"ann\", \"role\": \"viewer\"}");
        server.get(Role.ADMIN, "/api/v1/tokens");
        server.post(Role.ADMIN, "/api/v1/tokens/ann/rotate", "");
        server.get(Role.ADMIN, "/api/v1/audit");
        server.send(server.as(Role.ADMIN, "/api/v1/tokens/ann").DELETE());
    }

    private void callMedia(Path file) throws Exception {
        String media = "/media/" + server.stores.media().put(file, "image/png").token() + ".png";
        server.get(Role.VIEWER, media);
        server.send(server.request(media).method("HEAD", BodyPublishers.noBody()));
        server.send(server.request(media).header("If-None-Match", "*"));
        server.send(server.request(media).header("If-None-Match", "*").method("HEAD", BodyPublishers.noBody()));
        server.send(server.request(media).header("Range", "bytes=0-1"));
        assertProblem(server.send(server.request(media).header("Range", "bytes=9999-")), 416);
    }

    private void callTheRest() {
        server.database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute("update account set blocked_reason = 'no such token'"));
        for (String call : List.of("pause", "resume")) {
            server.post(Role.OPERATOR, "/api/v1/senders/bulk/" + call, "");
        }
        server.get(Role.VIEWER, "/webhooks/main?hub.mode=subscribe&hub.challenge=1&hub.verify_token=verify");
        server.send(server.request("/webhooks/main")
                .header("X-Hub-Signature-256", WebhookRoutesTest.signature("{}"))
                .POST(BodyPublishers.ofString("{}")));
        server.get(Role.MARKETER, "/api/v1/senders/bulk/templates");
        for (String path : List.of(
                "/api/v1/senders",
                "/api/v1/suppressions.csv",
                "/healthz",
                "/readyz",
                "/metrics",
                "/openapi.json",
                "/docs",
                "/docs/problems",
                "/docs.js")) {
            server.get(Role.VIEWER, path);
        }
    }
}
