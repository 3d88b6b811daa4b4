package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.sender.SenderId;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class SenderRoutesTest extends HttpTest {

    @Test
    void shouldPauseAndResumeASenderWhenAnOperatorAsksForIt() {
        JsonNode senders = json(server.get(Role.VIEWER, "/api/v1/senders")).path("items");
        assertThat(senders)
                .extracting(sender -> sender.path("id").textValue())
                .containsExactly("bulk", "main", "second");
        assertThat(senders.path(0).path("pacing").toString()).isEqualTo("{\"ratePerSecond\":80.0,\"maxInFlight\":64}");
        assertThat(senders.path(1).path("pacing").toString())
                .isEqualTo("{\"minDelay\":\"PT3S\",\"maxDelay\":\"PT5S\"}");

        assertThat(senders.path(1).path("portfolio").toString())
                .isEqualTo("{\"id\":\"acme\",\"uniqueRecipients24h\":2000,\"used\":0,\"fullUntil\":null}");
        assertThat(senders.path(2).path("portfolio").isNull()).isTrue();

        assertProblem(server.post(Role.MARKETER, "/api/v1/senders/bulk/pause", ""), 403);
        JsonNode paused = json(server.post(Role.OPERATOR, "/api/v1/senders/bulk/pause", ""));
        assertThat(paused.path("status").textValue()).isEqualTo("paused");
        assertThat(paused.path("pausedBy").textValue()).isEqualTo("a-operator");
        assertThat(server.signalled).contains(new SenderId("bulk"));
        assertThat(status(server.post(Role.OPERATOR, "/api/v1/senders/bulk/resume", "")))
                .isEqualTo("ready");
        assertProblem(server.post(Role.OPERATOR, "/api/v1/senders/gone/pause", ""), 404);
    }

    @Test
    void shouldSayWhereItsVendorCallsBackAndWhatItLacksForThat() {
        JsonNode senders = json(server.get(Role.VIEWER, "/api/v1/senders")).path("items");

        assertThat(senders)
                .extracting(sender -> sender.path("webhookUrl").textValue())
                .containsExactly(
                        "http://127.0.0.1:8080/webhooks/bulk",
                        "http://127.0.0.1:8080/webhooks/main",
                        "http://127.0.0.1:8080/webhooks/second");
        assertThat(senders)
                .extracting(sender -> sender.path("webhookMissing").textValue())
                .containsExactly(null, null, "webhookSecret");
    }

    private JsonNode slowedTo(String ago) {
        server.database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "update account set slowed_rate = 40, slowed_at = clock_now() - cast(? as interval)", ago));
        return json(server.get(Role.VIEWER, "/api/v1/senders")).at("/items/0/slowedTo");
    }

    /** A rate that had been halved looked like the whole one. */
    @Test
    void shouldTellWhatIsLeftOfARateThatItsVendorHasThrottled() {
        try {
            assertThat(slowedTo("2 s").doubleValue()).isBetween(48.0, 55.0);
            assertThat(json(server.get(Role.VIEWER, "/api/v1/senders"))
                            .at("/items/1/slowedTo")
                            .isNull())
                    .as("a pause is none")
                    .isTrue();
            assertThat(slowedTo("11 s").isNull()).as("it has climbed back").isTrue();
        } finally {
            server.database
                    .database()
                    .jdbi()
                    .useHandle(handle -> handle.execute("update account set slowed_rate = null"));
        }
    }

    /** What a sender can list is in OpenApiTest, whose senders reach a vendor. */
    @Test
    void shouldSayWhyTheTemplatesOfASenderAreNotKnown() {
        String templates = "/api/v1/senders/%s/templates";

        assertProblem(server.get(Role.VIEWER, templates.formatted("bulk")), 403);
        assertProblem(server.get(Role.MARKETER, templates.formatted("gone")), 404);
        assertThat(fields(server.get(Role.MARKETER, templates.formatted("bulk") + "?name=offer")))
                .containsExactly("name");
        assertThat(refused(templates.formatted("main")))
                .isEqualTo(
                        "Nobody has said to which business main belongs: set businessAccountId among its settings in senders.json.");
        assertThat(refused(templates.formatted("second"))).contains("second sends by wachat, which has no templates");
        assertThat(refused(templates.formatted("bulk")))
                .startsWith("Meta does not tell the templates of bulk (not_reached: 127.0.0.1:1 was not reached")
                .endsWith("Try again in a moment.");
    }

    private String refused(String path) {
        HttpResponse<String> response = server.get(Role.MARKETER, path);
        assertProblem(response, 409);
        return json(response).path("detail").textValue();
    }
}
