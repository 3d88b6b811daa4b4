package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.http.exchange.Problems;
import io.drumbeat.api.http.exchange.RequestId;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CapturedLog;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody could find in the log what a call that went wrong had written there. */
@Isolated("reads what all classes of this process log")
class RequestIdTest extends HttpTest {

    private static String id(HttpResponse<String> response) {
        return response.headers().firstValue(RequestId.HEADER).orElse("none");
    }

    @Test
    void shouldGiveEachAnswerAnother() {
        List<HttpResponse<String>> answers = List.of(
                server.get(Role.VIEWER, CAMPAIGNS),
                server.get(Role.VIEWER, CAMPAIGNS + "?limit=0"),
                server.get(Role.VIEWER, "/api/v1/tokens"),
                server.send(server.request(CAMPAIGNS)),
                server.send(server.request("/nowhere")),
                server.send(server.request("/")),
                server.send(server.request("/healthz")));

        assertThat(answers).extracting(HttpResponse::statusCode).containsExactly(200, 422, 403, 401, 404, 200, 200);
        assertThat(answers.stream().map(RequestIdTest::id))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches("[0-9a-f-]{36}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7f0c6d1e9a5b4c3d8e2f1a0b9c8d7e6f", "0b9c8d7e-6f7f-4c6d-9e9a-5b4c3d8e2f1a"})
    void shouldKeepWhatAProxyHasGiven(String given) {
        assertThat(id(server.send(server.request("/healthz").header(RequestId.HEADER, given))))
                .isEqualTo(given);
    }

    @ParameterizedTest
    @ValueSource(strings = {"919876500001", "+919876500001", "asha-919876500001"})
    void shouldNotKeepWhatMayBeAPhone(String given) {
        assertThat(id(server.send(server.request("/healthz").header(RequestId.HEADER, given))))
                .matches("[0-9a-f-]{36}")
                .doesNotContain("919876500001");
    }

    @Test
    void shouldStandOnTheLineOfAFaultAndInItsAnswer() {
        try (CapturedLog log = new CapturedLog(Problems.class)) {
            server.temporal.set(() -> {
                throw new IllegalStateException("a secret of ours");
            });
            HttpResponse<String> failed = server.send(server.request("/readyz"));

            assertProblem(failed, 500);
            assertThat(json(failed).path("detail").textValue()).contains("request_id=" + id(failed));
            assertThat(log.events().stream()
                            .map(event -> event.getMDCPropertyMap().get("request_id")))
                    .containsExactly(id(failed));
        }
    }
}
