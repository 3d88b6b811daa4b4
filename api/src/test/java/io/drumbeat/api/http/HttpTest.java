package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.http.exchange.ProblemKind;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Tests of the API over HTTP: one server for all of a class, and what is expected of every answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HttpTest {

    static final String CAMPAIGNS = "/api/v1/campaigns";

    RunningServer server;

    @BeforeAll
    void start() {
        server = new RunningServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** The fields that a 422 names, in its order. */
    static List<String> fields(HttpResponse<String> response) {
        assertProblem(response, 422);
        return json(response).path("errors").findValuesAsText("field");
    }

    static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json(response);
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("type").textValue())
                .isEqualTo(ProblemKind.of(status).uri())
                .startsWith("/docs/problems#")
                .doesNotEndWith("#not-http");
        assertThat(problem.path("title").isTextual()).isTrue();
        assertThat(problem.path("detail").textValue()).isNotBlank();
    }

    /** The address of the campaign that a post was answered with. */
    static String created(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        return CAMPAIGNS + "/" + json(response).path("id").textValue();
    }

    static String status(HttpResponse<String> response) {
        return json(response).path("status").asText();
    }
}
