package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditTest extends HttpTest {

    private static final String PHONE = "+919812345670";

    /** The entries, oldest first, as {@code who: call subject status}. */
    private List<String> entries() {
        List<String> texts = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(server.get(Role.ADMIN, "/api/v1/audit?limit=3" + cursor));
            page.path("items")
                    .forEach(one -> texts.add(
                            0,
                            "%s: %s %s %s"
                                    .formatted(
                                            one.path("who").asText(),
                                            one.path("call").asText(),
                                            one.path("subject").asText(),
                                            one.path("status").asText())));
            cursor = page.path("nextCursor").isNull()
                    ? null
                    : "&cursor=" + page.path("nextCursor").asText();
        } while (cursor != null);
        return texts;
    }

    @Test
    void shouldTellWhichTokenDidAndFetchedWhatAndNoPhone() {
        String campaign = server.campaign().toString();
        int before = entries().size();

        server.post(Role.MARKETER, CAMPAIGNS + "/" + campaign + "/pause", "");
        server.post(Role.OPERATOR, "/api/v1/senders/main/resume", "");
        server.post(Role.OPERATOR, "/api/v1/suppressions", "{\"phones\": [\"" + PHONE + "\"]}");
        server.send(server.as(Role.OPERATOR, "/api/v1/suppressions/" + PHONE).DELETE());
        server.get(Role.VIEWER, CAMPAIGNS + "/" + campaign + "/recipients.csv");
        server.get(Role.VIEWER, "/api/v1/suppressions.csv");
        server.get(Role.OPERATOR, "/api/v1/phones/" + PHONE);
        server.send(server.as(Role.ADMIN, CAMPAIGNS + "/" + campaign).DELETE());
        server.post(Role.ADMIN, "/api/v1/tokens", "{\"name\": \"eve\", \"role\": \"viewer\"}");
        server.post(Role.VIEWER, "/api/v1/session", "{\"token\": \"" + server.token(Role.MARKETER) + "\"}");
        server.get(Role.VIEWER, CAMPAIGNS);
        server.post(Role.VIEWER, "/api/v1/senders/main/pause", "");

        List<String> entries = entries();
        assertThat(entries.subList(before, entries.size()))
                .containsExactly(
                        "a-marketer: POST /campaigns/{id}/pause " + campaign + " 200",
                        "a-operator: POST /senders/{id}/resume main 200",
                        "a-operator: POST /suppressions 1 phones 200",
                        "a-operator: DELETE /suppressions/{phone} 1 phones 200",
                        "a-viewer: GET /campaigns/{id}/recipients.csv " + campaign + " 200",
                        "a-viewer: GET /suppressions.csv null 200",
                        "a-operator: GET /phones/{phone} null 200",
                        "a-admin: DELETE /campaigns/{id} " + campaign + " 409",
                        "a-admin: POST /tokens eve 201",
                        "a-marketer: POST /session null 200");
    }

    @Test
    void shouldTellWhatOneTokenDidAndTheNamesOfItsCampaigns() {
        String campaign = server.campaign().toString();
        server.post(Role.OPERATOR, CAMPAIGNS + "/" + campaign + "/pause", "");
        server.post(Role.MARKETER, CAMPAIGNS + "/" + campaign + "/pause", "");
        server.post(Role.OPERATOR, "/api/v1/senders/main/resume", "");

        JsonNode page = json(server.get(Role.ADMIN, "/api/v1/audit?who=a-operator&limit=2"));

        assertThat(page.path("items").findValuesAsText("who")).containsExactly("a-operator", "a-operator");
        assertThat(page.path("items").findValuesAsText("call"))
                .containsExactly("POST /senders/{id}/resume", "POST /campaigns/{id}/pause");
        assertThat(page.path("items").path(0).path("campaign").isNull()).isTrue();
        assertThat(page.path("items").path(1).path("campaign").textValue())
                .isEqualTo(json(server.get(Role.VIEWER, CAMPAIGNS + "/" + campaign))
                        .path("name")
                        .textValue());
        JsonNode next = json(server.get(
                Role.ADMIN,
                "/api/v1/audit?who=a-operator&limit=2&cursor="
                        + page.path("nextCursor").asText()));
        assertThat(next.path("items").findValuesAsText("who")).allMatch("a-operator"::equals);
        assertThat(json(server.get(Role.ADMIN, "/api/v1/audit?who=nobody")).path("items"))
                .isEmpty();
    }

    /** Nothing is done of which nothing would be known. */
    @Test
    void shouldDoNothingWhenTheEntryCannotBeBegun() {
        String campaign = CAMPAIGNS + "/" + server.campaign();
        server.database
                .database()
                .jdbi()
                .useHandle(
                        handle -> handle.execute(
                                "alter table audit_log add constraint none check (call <> 'POST /campaigns/{id}/pause') not valid"));

        assertThat(server.post(Role.MARKETER, campaign + "/pause", "").statusCode())
                .isEqualTo(500);
        assertThat(json(server.get(Role.VIEWER, campaign)).path("status").textValue())
                .isEqualTo("running");

        server.database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute("alter table audit_log drop constraint none"));
    }
}
