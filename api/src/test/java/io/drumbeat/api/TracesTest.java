package io.drumbeat.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.drumbeat.api.http.Multipart;
import io.drumbeat.engine.simulator.Simulator;
import io.opentelemetry.api.trace.Span;
import io.temporal.client.WorkflowClient;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A campaign in a Drumbeat whose traces somebody asks for: what an OpenTelemetry collector gets of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TracesTest {

    /** What must stand nowhere: phones, the caption, cells, tokens, what was searched for. */
    private static final Pattern PRIVATE = Pattern.compile(
            "4915\\d{7}|Hello|Ashamoon|access-token-of-meta|secret-of-the-app|looked-for|" + RunningApp.TOKEN);

    private static final Logger OURS = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("io.drumbeat");

    private static final String START = "POST /api/v1/campaigns/{id}/start";
    private static final String CALLERS_TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLERS_REQUEST = "7f0c6d1e9a5b4c3d8e2f1a0b9c8d7e6f";

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicReference<String> traceOfStartsLine = new AtomicReference<>();
    private final AppenderBase<ILoggingEvent> log = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent line) {
            if (line.getFormattedMessage().contains("POST /campaigns/{id}/start of " + campaign)) {
                traceOfStartsLine.set(Span.current().getSpanContext().getTraceId());
            }
        }
    };
    private Collector collector;
    private Simulator vendor;
    private RunningApp drumbeat;
    private String campaign;

    @BeforeAll
    void run(@TempDir Path folder) throws Exception {
        log.start();
        OURS.addAppender(log);
        OURS.setLevel(Level.INFO);
        collector = new Collector();
        vendor = Simulator.start("127.0.0.1", 0);
        drumbeat = new RunningApp(
                folder,
                """
                {"senders": [{"id": "main", "gateway": "cloud", "baseUrl": "http://127.0.0.1:%d/cloud/v23.0",
                  "credentials": {"accessToken": "access-token-of-meta", "appSecret": "secret-of-the-app", "verifyToken": "v"},
                  "settings": {"phoneNumberId": "11"},
                  "pacing": {"minDelay": "PT0.1S", "maxDelay": "PT0.1S"}}]}""".formatted(vendor.port()),
                Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(),
                        "OTEL_BSP_SCHEDULE_DELAY", "50",
                        "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=test",
                        "OTEL_METRICS_EXPORTER", "prometheus"));
        campaign = post();
        call("POST", "/api/v1/campaigns/" + campaign + "/start", "{}");
        await().until(() -> drumbeat.campaign(campaign).path("status").asText().equals("completed"));
        call("GET", "/api/v1/phones/+4915100000001", "");
        call("GET", "/api/v1/campaigns/" + campaign + "/recipients?phone=4915100000001", "");
        call("GET", "/api/v1/suppressions?q=looked-for", "");
        call("GET", "/healthz", "");
        call("GET", "/metrics", "");
        call("GET", "/app.js", "");
        call("POST", "/webhooks/main", "{\"from\": \"4915100000001\"}");
        await().until(() -> collector.named("POST /webhooks/{id}").size() == 1
                && collector.named("send cloud").size() == 8);
    }

    private String post() throws Exception {
        StringBuilder csv = new StringBuilder("phone,name\n");
        // The last but one is refused by the vendor.
        for (int digits : List.of(1, 2, 3, 4, 5, 6, 99_126, 8)) {
            csv.append("+49151000%05d,Ashamoon%n".formatted(digits));
        }
        Multipart form = new Multipart()
                .field("spec", """
                        {"name": "Offer", "senders": ["main"], "autoPause": null, "start": false,
                         "media": {"type": "image", "caption": "Hello {{name}}"}}""")
                .file("recipients", "list.csv", csv.toString().getBytes(StandardCharsets.UTF_8))
                .file("media", "offer.png", Multipart.PNG);
        return drumbeat.post(form);
    }

    private String call(String method, String path, String json) throws Exception {
        HttpRequest.Builder request = drumbeat.request(path)
                .header("Content-Type", "application/json")
                .header("traceparent", "00-" + CALLERS_TRACE + "-b7ad6b7169203331-01")
                .header("X-Request-Id", CALLERS_REQUEST);
        return http.send(
                        request.method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }

    @AfterAll
    void stop() {
        drumbeat.close();
        OURS.detachAppender(log);
        vendor.close();
        collector.close();
    }

    private List<String> way(Collector.Span span) {
        List<String> names = new ArrayList<>();
        Optional<Collector.Span> at = Optional.of(span);
        while (at.isPresent()) {
            names.add(at.get().name());
            at = collector.parentOf(at.get());
        }
        return names;
    }

    @Test
    void shouldTellTheWayFromTheCallToTheVendor() {
        Collector.Span start = collector.named(START).get(0);
        Collector.Span first = collector.named("send cloud").stream()
                .filter(span -> span.trace().equals(start.trace()))
                .findFirst()
                .orElseThrow();

        assertThat(start.trace()).as("its caller's").isEqualTo(CALLERS_TRACE);
        assertThat(start.kind()).isEqualTo(2);
        assertThat(start.attributes())
                .containsEntry("http.request.method", "POST")
                .containsEntry("http.route", "/api/v1/campaigns/{id}/start")
                .containsEntry("http.response.status_code", "[200]")
                .containsEntry("drumbeat.request_id", CALLERS_REQUEST)
                .containsEntry("drumbeat.campaign", campaign);
        assertThat(way(first))
                .startsWith("send cloud", "RunActivity:Dispatch")
                .contains("SignalWithStartWorkflow:CampaignWorkflow")
                .endsWith(START);
        assertThat(first.kind()).isEqualTo(3);
        assertThat(first.attributes())
                .containsEntry("drumbeat.gateway", "cloud")
                .containsEntry("drumbeat.sender", "main")
                .containsEntry("drumbeat.outcome", "sent")
                .containsEntry("http.request.method", "POST")
                .containsEntry("http.response.status_code", "[200]")
                .containsEntry("server.address", "127.0.0.1")
                .containsEntry("server.port", "[" + vendor.port() + "]");
        assertThat(collector.spans())
                .filteredOn(span -> span.trace().equals(start.trace()))
                .extracting(Collector.Span::name)
                .contains("RunActivity:ReadCampaign", "begin", "finish");
        assertThat(collector.spans())
                .extracting(Collector.Span::name)
                .contains(
                        "RunWorkflow:CampaignWorkflow",
                        "RunActivity:Prepare",
                        "RunWorkflow:LaneWorkflow",
                        "RunActivity:Publish",
                        "upload cloud");
    }

    /** A trace of a million sends could neither be sampled nor looked at. */
    @Test
    void shouldBeginATraceOfItsOwnWithALinkWhenTheLaneGoesOn() {
        List<String> woken = Stream.of("POST /api/v1/campaigns", START)
                .map(name -> collector.named(name).get(0).trace())
                .toList();
        List<Collector.Span> later = collector.named("RunActivity:Dispatch").stream()
                .filter(span -> !woken.contains(span.trace()))
                .toList();

        assertThat(later).isNotEmpty();
        assertThat(later).extracting(Collector.Span::trace).doesNotHaveDuplicates();
        assertThat(later).allSatisfy(span -> {
            assertThat(span.parent()).isEmpty();
            assertThat(span.links()).hasSize(1);
            assertThat(woken).containsAll(span.links());
        });
        assertThat(collector.named("send cloud"))
                .allSatisfy(span -> assertThat(way(span)).contains("RunActivity:Dispatch"));
    }

    @Test
    void shouldTellWhatAVendorRefuses() {
        assertThat(collector.named("send cloud"))
                .filteredOn(span -> span.attributes().containsKey("error.type"))
                .singleElement()
                .satisfies(span -> assertThat(span.attributes())
                        .containsEntry("drumbeat.outcome", "rejected")
                        .containsEntry("error.type", "131026"));
    }

    @Test
    void shouldTellOfCallbacksAndNotOfHealthFiguresAndPages() {
        assertThat(collector.named("POST /webhooks/{id}")).singleElement().satisfies(span -> {
            assertThat(span.trace()).as("what a vendor sends decides nothing").isNotEqualTo(CALLERS_TRACE);
            assertThat(span.attributes()).containsEntry("http.response.status_code", "[401]");
        });
        assertThat(collector.spans())
                .extracting(Collector.Span::name)
                .noneMatch(name -> name.matches(".*(healthz|metrics|readyz|app\\.js).*"));
    }

    @Test
    void shouldSayWhoTellsAndKeepFiguresToItself() {
        assertThat(collector.resource("service.name")).isEqualTo("drumbeat");
        assertThat(collector.resource("service.version")).isNotEmpty();
        assertThat(collector.resource("deployment.environment.name")).isEqualTo("test");
    }

    @Test
    void shouldNameTheTraceInTheLogOfACall() {
        assertThat(traceOfStartsLine).hasValue(CALLERS_TRACE);
    }

    @Test
    void shouldTellNobodysPhoneTextOrToken() {
        assertThat(collector.named("GET /api/v1/phones/{phone}")).isNotEmpty();
        assertThat(collector.bodies()).allSatisfy(body -> assertThat(body).doesNotContainPattern(PRIVATE));
    }

    @Test
    void shouldGiveTemporalNoMoreThanIds() {
        WorkflowClient temporal = drumbeat.app().temporal().client();

        assertThat(temporal.fetchHistory("campaign-" + campaign).getEvents().toString())
                .contains("traceparent")
                .doesNotContain("tracestate")
                .doesNotContainPattern(PRIVATE);
    }
}
