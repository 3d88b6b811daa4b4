package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Campaigns that are changed while they run, and when that is refused. */
class CampaignChangeTest extends HttpTest {

    private HttpResponse<String> patch(Role role, String path, String json) {
        return server.send(server.as(role, path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json)));
    }

    private String running() {
        return CAMPAIGNS + "/" + server.campaign();
    }

    @Test
    void shouldChangeACampaignUnderWayWhenItIsAskedFor() {
        String path = running();

        assertProblem(patch(Role.MARKETER, path, "{\"name\": \"Other\"}"), 403);
        JsonNode changed = json(patch(Role.OPERATOR, path, """
                {"name": "Other", "pacing": {"minDelay": "PT10S", "maxDelay": "PT20S"}, "senders": ["second", "main"],
                 "autoPause": null}"""));

        assertThat(changed.path("name").textValue()).isEqualTo("Other");
        assertThat(changed.at("/spec/pacing/minDelay").textValue()).isEqualTo("PT10S");
        assertThat(changed.at("/spec/autoPause").isNull()).isTrue();
        assertThat(changed.path("lanes").findValuesAsText("sender")).containsExactly("second", "main");
        assertThat(json(server.get(Role.VIEWER, path)).path("spec")).isEqualTo(changed.path("spec"));
        JsonNode log = json(server.get(Role.VIEWER, path + "/log")).path("items");
        assertThat(log.get(log.size() - 1).path("actor").textValue()).isEqualTo("a-operator");
        assertThat(log.get(log.size() - 1).path("detail").textValue())
                .isEqualTo(
                        "autoPause: off; name: Other; pacing: minDelay PT10S, maxDelay PT20S; senders: second added");
        assertThat(server.signalled)
                .contains(CampaignId.parse(changed.path("id").textValue()).orElseThrow());

        JsonNode back = json(patch(Role.OPERATOR, path, "{\"pacing\": null, \"senders\": [\"second\"]}"));
        assertThat(back.at("/spec/pacing").isMissingNode()).isTrue();
        assertThat(back.path("lanes").findValuesAsText("sender"))
                .as("it had sent nothing yet")
                .containsExactly("second");
        assertThat(back.at("/progress/pending").intValue()).isEqualTo(2);
    }

    @Test
    void shouldKeepTheRestOfAFieldWhenOnlyAPartOfItIsNamed() {
        String path = running();

        patch(Role.OPERATOR, path, "{\"autoPause\": {\"failureRate\": 0.2, \"window\": 20}}");
        JsonNode changed = json(patch(Role.OPERATOR, path, "{\"autoPause\": {\"failureRate\": 0.3}}"));

        assertThat(changed.at("/spec/autoPause").toString()).isEqualTo("{\"failureRate\":0.3,\"window\":20}");
    }

    @Test
    void shouldSayAllThatIsWrongWithAChange() {
        String path = running();
        JsonNode before = json(server.get(Role.VIEWER, path)).path("spec");

        assertThat(fields(patch(Role.OPERATOR, path, """
                        {"name": "", "senders": ["main", "nobody"], "pacing": {"ratePerSecond": 5}, "nmae": 1,
                         "media": {"caption": "Hi"}, "schedule": {"startAt": "2030-01-01T00:00:00Z"}, "autoPause": {"window": 0}}""")))
                .contains("name", "senders[1]", "pacing", "nmae", "media", "schedule.startAt", "autoPause.window");
        assertThat(fields(patch(Role.OPERATOR, path, "{\"senders\": []}"))).containsExactly("senders");
        assertThat(fields(patch(Role.OPERATOR, path, "{\"senders\": null}"))).containsExactly("senders");
        assertThat(fields(patch(Role.OPERATOR, path, "[]"))).containsExactly("body");
        assertThat(json(server.get(Role.VIEWER, path)).path("spec")).isEqualTo(before);
    }

    @Test
    void shouldChangeTheQuietHoursOfACampaignUnderWay() {
        String path = running();

        JsonNode changed = json(patch(Role.OPERATOR, path, """
                        {"schedule": {"quietHours": {"from": "21:00", "to": "09:00", "zone": "Asia/Kolkata"}}}"""));
        JsonNode without = json(patch(Role.OPERATOR, path, "{\"schedule\": {\"quietHours\": null}}"));

        assertThat(changed.at("/spec/schedule/quietHours/from").asText()).isEqualTo("21:00");
        assertThat(without.at("/spec/schedule").isMissingNode()).isTrue();
        assertThat(server.get(Role.VIEWER, path + "/log").body())
                .contains("schedule: quietHours from 21:00, to 09:00, zone Asia/Kolkata", "schedule: none");
    }

    @Test
    void shouldMoveTheStartOfACampaignThatWaitsForIt() {
        String path = created(server.post(
                Role.MARKETER,
                Multipart.campaign(Multipart.SPEC.replaceFirst(
                        "\\{", "{\"schedule\": {\"startAt\": \"2999-01-01T00:00:00Z\"}, "))));

        JsonNode later = json(patch(Role.OPERATOR, path, "{\"schedule\": {\"startAt\": \"2999-02-01T00:00:00Z\"}}"));
        patch(Role.OPERATOR, path, "{\"schedule\": null}");
        server.stores
                .control()
                .startWhenDue(CampaignId.parse(later.path("id").asText()).orElseThrow());

        assertThat(later.path("status").asText()).isEqualTo("scheduled");
        assertThat(later.at("/spec/schedule/startAt").asText()).startsWith("2999-02-01");
        assertThat(json(server.get(Role.VIEWER, path)).path("status").asText()).isEqualTo("running");
    }

    /** A sender with a rate beside one with a delay: the campaign's own pacing can have the form of one of them only. */
    @Test
    void shouldRefuseASenderWhosePacingHasAnotherFormThanTheCampaigns() {
        String path = running();
        patch(Role.OPERATOR, path, "{\"pacing\": {\"minDelay\": \"PT10S\", \"maxDelay\": \"PT20S\"}}");

        assertThat(fields(patch(Role.OPERATOR, path, "{\"senders\": [\"main\", \"bulk\"]}")))
                .containsExactly("pacing");
        assertThat(patch(Role.OPERATOR, path, "{\"senders\": [\"bulk\"], \"pacing\": {\"ratePerSecond\": 5}}")
                        .statusCode())
                .isEqualTo(200);
    }

    /** Whoever makes a campaign slower, or takes a sender out, must not be kept from it by what has gone meanwhile. */
    @Test
    void shouldTakeAChangeWhenWhatItDoesNotNameCannotBeSentAnyMore() {
        String path = running();
        patch(Role.OPERATOR, path, "{\"senders\": [\"main\", \"second\"]}");
        secondIsConfigured(false);
        try {
            assertThat(patch(Role.OPERATOR, path, "{\"name\": \"Other\"}").statusCode())
                    .isEqualTo(200);
            assertThat(patch(Role.OPERATOR, path, "{\"senders\": [\"main\"]}").statusCode())
                    .isEqualTo(200);
            assertThat(fields(patch(Role.OPERATOR, path, "{\"senders\": [\"main\", \"second\"]}")))
                    .containsExactly("senders[1]");
        } finally {
            secondIsConfigured(true);
        }
    }

    private void secondIsConfigured(boolean yes) {
        server.database
                .database()
                .jdbi()
                .useHandle(
                        handle -> handle.execute("update sender set configured = ? where sender_id = 'second'", yes));
    }

    @Test
    void shouldRefuseAChangeWhenTheCampaignHasEnded() {
        String path = running();
        server.post(Role.OPERATOR, path + "/cancel", "");

        HttpResponse<String> late = patch(Role.OPERATOR, path, "{\"name\": \"Other\"}");

        assertProblem(late, 409);
        assertThat(late.body()).contains("cancelled");
        assertProblem(patch(Role.OPERATOR, CAMPAIGNS + "/" + CampaignId.random(), "{}"), 404);
    }
}
