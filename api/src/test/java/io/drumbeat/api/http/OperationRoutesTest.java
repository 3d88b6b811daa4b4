package io.drumbeat.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.http.exchange.Health;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.security.Role;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readiness, metrics, and answers when PostgreSQL is away or something of ours is broken. */
class OperationRoutesTest extends HttpTest {

    @AfterEach
    void letTemporalAnswer() {
        server.temporal.set(Optional::empty);
    }

    @Test
    void shouldSayWhatDoesNotAnswerWhenItIsNotReady() {
        assertThat(server.send(server.request("/healthz")).statusCode()).isEqualTo(200);
        assertThat(server.send(server.request("/readyz")).statusCode()).isEqualTo(200);
        server.temporal.set(() -> Optional.of("no answer"));
        HttpResponse<String> response = server.send(server.request("/readyz"));

        assertProblem(response, 503);
        assertThat(response.body()).contains("Not ready. Temporal: no answer.");
    }

    @Test
    void shouldShowMetricsWhenThisMachineAsks() {
        assertThat(server.send(server.request("/metrics")).statusCode()).isEqualTo(200);
        assertProblem(server.send(server.request("/metrics").header("X-Forwarded-For", "203.0.113.9")), 401);
        assertThat(server.send(server.as(Role.VIEWER, "/metrics").header("X-Forwarded-For", "203.0.113.9"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldMeasureARequestByItsRouteWhenItIsAnswered() {
        server.get(Role.VIEWER, CAMPAIGNS + "/" + server.campaign());

        assertThat(server.send(server.request("/metrics")).body())
                .contains(
                        "http_server_requests_seconds_count{method=\"GET\",route=\"/api/v1/campaigns/{id}\",status=\"200\"}");
    }

    @Test
    void shouldAnswer503WhenPostgresIsAway() {
        try (RunningServer away = new RunningServer()) {
            away.database.database().close();

            HttpResponse<String> response = away.get(Role.VIEWER, CAMPAIGNS);

            assertProblem(response, 503);
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
            assertThat(away.send(away.request("/healthz")).statusCode()).isEqualTo(200);
        }
    }

    /** A pause that a 503 said had failed had been written: only the look at the campaign after it had failed. */
    @Test
    void shouldSayWhetherAChangeMayHaveBeenMadeWhenPostgresIsAway() {
        try (RunningServer away = new RunningServer()) {
            String pause = CAMPAIGNS + "/" + away.campaign() + "/pause";
            Consumer<String> execute = sql -> away.database.database().jdbi().useHandle(handle -> handle.execute(sql));
            // The order in which it looks at a campaign: the log is written by the pause, the counts are read after it.
            execute.accept(
                    "insert into receipt_count (campaign_id, delivered, read) select campaign_id, 0, 0 from campaign;"
                            + " alter table receipt_count rename column delivered to counted;"
                            + " alter table receipt_count rename to away");
            execute.accept("""
                    create function away() returns bigint language plpgsql as
                        $$ begin raise exception 'away' using errcode = '57P03'; end $$;
                    create view receipt_count as select *, away() as delivered from away""");

            HttpResponse<String> written =
                    away.send(away.as(Role.MARKETER, pause).POST(BodyPublishers.noBody()));

            assertProblem(written, 503);
            assertThat(written.body()).contains("may have been done all the same");

            execute.accept("create function no_log() returns trigger language plpgsql as"
                    + " $$ begin raise exception 'full' using errcode = '53100'; end $$;"
                    + " create trigger no_log before insert on campaign_log for each row execute function no_log();"
                    + " update campaign set status = 'running'");
            HttpResponse<String> refused =
                    away.send(away.as(Role.MARKETER, pause).POST(BodyPublishers.noBody()));

            assertProblem(refused, 503);
            assertThat(refused.body()).contains("disk is full. Nothing was changed");
            assertProblem(away.get(Role.VIEWER, CAMPAIGNS), 503);
        }
    }

    @Test
    void shouldHideAFaultBehindItsNumberWhenOneHappens() {
        server.temporal.set(() -> {
            throw new IllegalStateException("a secret of ours");
        });
        HttpResponse<String> response = server.send(server.request("/readyz"));

        assertProblem(response, 500);
        assertThat(response.body())
                .doesNotContain("secret", "IllegalState", "at io.drumbeat")
                .containsPattern("[0-9a-f-]{36}");
    }

    /** A worker said nothing of itself. */
    @Test
    void shouldServeNothingButHealthAndMetricsWhenItIsAWorkers() throws Exception {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.counter("seen").increment();
        HttpSettings settings =
                new HttpSettings("127.0.0.1", 0, URI.create("http://127.0.0.1"), 1_000, Path.of("nowhere"));
        try (HttpServer worker = HttpServer.startForOperators(
                settings, server.signIns, new Health(Map.of("temporal", () -> Optional.of("no answer")), meters))) {
            assertThat(get(worker, "/healthz").statusCode()).isEqualTo(200);
            assertThat(get(worker, "/readyz").statusCode()).isEqualTo(503);
            assertThat(get(worker, "/metrics").body()).contains("seen_total 1.0");
            for (String path : List.of("/", "/app.js", "/docs", "/openapi.json", CAMPAIGNS, "/webhooks/main")) {
                assertThat(get(worker, path).statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    private static HttpResponse<String> get(HttpServer worker, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + worker.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
