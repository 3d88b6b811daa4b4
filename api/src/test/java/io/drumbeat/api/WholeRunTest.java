package io.drumbeat.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.http.Multipart;
import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.engine.simulator.Simulator;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A campaign with outcomes of every kind, in a Drumbeat within this JVM: what it leaves where operators look. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TakesLong
class WholeRunTest {

    private static final Duration SOON = Duration.ofMinutes(1);
    /** What must stand nowhere: phones, the caption, cells, tokens. */
    private static final Pattern PRIVATE = Pattern.compile(
            "4915\\d{7}|Hello|Ashamoon|CODE77|access-token-of-meta|secret-of-the-app|" + RunningApp.TOKEN);

    /** Last digits by which the simulator misbehaves: good, refused, opted out, throttled, failed behind a 200, reset. */
    private static final List<Integer> KINDS = List.of(0, 1, 2, 99_126, 99_150, 99_801, 99_021, 99_012, 99_811, 3, 4);

    private static final Logger ROOT = logger(Logger.ROOT_LOGGER_NAME);
    private static final Logger OURS = logger("io.drumbeat");

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> campaigns = new ArrayList<>();
    private Simulator vendor;
    private RunningApp drumbeat;

    @BeforeAll
    void run(@TempDir Path folder) throws Exception {
        log.start();
        ROOT.addAppender(log);
        OURS.setLevel(Level.INFO);
        vendor = Simulator.start("127.0.0.1", 0);
        drumbeat = new RunningApp(folder, senders());
        send();
    }

    private static Logger logger(String name) {
        return ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(name);
    }

    private String senders() {
        return Stream.of("main", "second")
                .map(id -> """
                        {"id": "%s", "gateway": "cloud", "baseUrl": "http://127.0.0.1:%d/cloud/v23.0",
                         "credentials": {"accessToken": "access-token-of-meta", "appSecret": "secret-of-the-app", "verifyToken": "v"},
                         "settings": {"phoneNumberId": "%s"},
                         "pacing": {"minDelay": "PT0.01S", "maxDelay": "PT0.01S"}}""".formatted(id, vendor.port(), id.equals("main") ? "11" : "22"))
                .collect(Collectors.joining(", ", "{\"senders\": [", "]}"));
    }

    /** A campaign that ends, and one that waits for somebody, its number blocked. */
    private void send() throws Exception {
        campaigns.add(post("main", KINDS));
        post(
                campaigns.get(0) + "/test-send",
                "{\"phone\": \"+4915100000009\", \"columns\": {\"name\": \"Ashamoon\", \"code\": \"CODE77\"}}");
        await().atMost(SOON).until(() -> campaign(0).path("status").asText().equals("completed"));
        campaigns.add(post("second", List.of(5, 99_310, 6, 7)));
        await().atMost(SOON).until(() -> campaign(1).path("status").asText().equals("paused"));
    }

    private String post(String sender, List<Integer> kinds) throws Exception {
        String csv = kinds.stream()
                .map(digits -> "+49151000%05d,Ashamoon,CODE77%n".formatted(digits))
                .collect(Collectors.joining("", "phone,name,code\n", ""));
        Multipart form = new Multipart()
                .field("spec", """
                        {"name": "Offer", "senders": ["%s"], "autoPause": null,
                         "media": {"type": "image", "caption": "Hello {{name}}, your code is {{code}}"}}""".formatted(sender))
                .file("recipients", "list.csv", csv.getBytes(StandardCharsets.UTF_8))
                .file("media", "offer.png", Multipart.PNG);
        return drumbeat.post(form);
    }

    private void post(String campaignAndCommand, String json) throws Exception {
        RunningApp.answer(drumbeat.request("/api/v1/campaigns/" + campaignAndCommand)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build());
    }

    private JsonNode campaign(int number) throws Exception {
        return drumbeat.campaign(campaigns.get(number));
    }

    private String metrics() throws Exception {
        return RunningApp.answer(drumbeat.request("/metrics").build());
    }

    @AfterAll
    void stop() {
        drumbeat.close();
        vendor.close();
        ROOT.detachAppender(log);
        OURS.setLevel(null);
    }

    @Test
    void shouldKeepNobodysPhoneTextOrTokenInTemporal() {
        WorkflowClient temporal = drumbeat.app().temporal().client();
        List<String> workflows = new ArrayList<>();
        campaigns.forEach(id -> workflows.add("campaign-" + id));
        workflows.add("campaign-" + campaigns.get(0) + "/lane-main");
        workflows.add("campaign-" + campaigns.get(1) + "/lane-second");

        for (String workflow : workflows) {
            List<HistoryEvent> events = temporal.fetchHistory(workflow).getEvents();
            assertThat(events).as(workflow).hasSizeGreaterThan(5);
            assertThat(events).allSatisfy(event -> assertThat(event.toString()).doesNotContainPattern(PRIVATE));
            String described = temporal.newUntypedWorkflowStub(workflow)
                    .describe()
                    .getRawDescription()
                    .toString();
            assertThat(described).contains(workflow).doesNotContainPattern(PRIVATE);
        }
        assertThat(temporal.fetchHistory(workflows.get(2)).getEvents().toString())
                .as("they are read as they are")
                .contains("main")
                .contains("SETTLED");
    }

    @Test
    void shouldLogNobodysPhoneTextOrToken() {
        List<String> lines = log.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .map(event -> event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .toList();

        assertThat(lines).hasSizeGreaterThan(5);
        assertThat(lines).allSatisfy(line -> assertThat(line).doesNotContainPattern(PRIVATE));
    }

    @Test
    void shouldMeasureNothingThatIsNotExplained() throws Exception {
        String explained = Files.readString(Path.of("..").resolve("docs/metrics.md"));
        Set<String> measured = metrics()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toSet());

        Set<String> ours = new HashSet<>(measured);
        ours.removeIf(name -> !name.startsWith("drumbeat_") && !name.startsWith("http_"));
        assertThat(ours).hasSizeGreaterThan(15);
        assertThat(ours)
                .allSatisfy(name -> assertThat(explained).contains("`" + name.replaceFirst("_(max|info)$", "")));
        Pattern.compile("^\\| `(drumbeat_\\w+)", Pattern.MULTILINE)
                .matcher(explained)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !name.startsWith("drumbeat_receipts_total"))
                .forEach(name -> assertThat(measured)
                        .anyMatch(one -> one.equals(name) || one.equals(name.replaceFirst("_(total|seconds)$", ""))));
    }

    /** 3,556 lines, nine tenths of them buckets of Temporal's. */
    @Test
    void shouldMeasureNoMoreThanAnybodyReads() throws Exception {
        List<String> lines = metrics().lines().toList();

        assertThat(lines).hasSizeLessThan(600);
        assertThat(lines)
                .contains("drumbeat_sends_total{gateway=\"cloud\",outcome=\"sent\",sender=\"main\"} 7.0")
                .contains("drumbeat_import_rows_total{result=\"accepted\"} 15.0");
    }

    @Test
    void shouldShowWhatIsStuckAndWhy() throws Exception {
        JsonNode waiting = campaign(1).at("/lanes/0/waitingFor");
        assertThat(waiting.path("why").asText()).isEqualTo("blocked");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(metrics())
                        .contains("drumbeat_lanes{waits=\"blocked\"} 1.0")
                        .contains("drumbeat_senders{state=\"blocked\"} 1.0")
                        .contains("drumbeat_senders{state=\"good\"} 1.0")
                        .contains("drumbeat_campaigns{status=\"paused\"} 1.0")
                        .contains("drumbeat_campaigns_paused{by=\"senders\"} 1.0"));
        await().atMost(SOON)
                .until(() -> log.list.stream()
                        .anyMatch(event -> event.getFormattedMessage()
                                .startsWith("Lane second of campaign " + campaigns.get(1) + " wait: blocked (")));
    }
}
