package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Starting, pausing, resuming and cancelling campaigns: when that is possible, and for whom. */
class CampaignCommandTest extends HttpTest {

    @Test
    void shouldPauseResumeAndCancelWhenThatIsPossible() {
        String path = CAMPAIGNS + "/" + server.campaign();

        JsonNode paused = json(server.post(Role.MARKETER, path + "/pause", "{\"reason\": \"lunch\"}"));
        assertThat(paused.path("status").textValue()).isEqualTo("paused");
        assertThat(paused.path("statusReason").textValue()).isEqualTo("lunch");
        assertThat(server.post(Role.MARKETER, path + "/pause", "").statusCode()).isEqualTo(200);
        assertProblem(server.post(Role.MARKETER, path + "/resume", ""), 403);
        assertThat(status(server.post(Role.OPERATOR, path + "/resume", "{}"))).isEqualTo("running");
        JsonNode cancelled = json(server.post(Role.OPERATOR, path + "/cancel", "{\"reason\": null}"));
        assertThat(cancelled.path("status").textValue()).isEqualTo("cancelled");
        assertThat(cancelled.path("progress").path("skipped").longValue()).isEqualTo(2);
        HttpResponse<String> late = server.post(Role.MARKETER, path + "/pause", "{}");
        assertProblem(late, 409);
        assertThat(late.body()).contains("cancelled");
        assertThat(StreamSupport.stream(
                                json(server.get(Role.VIEWER, path + "/log"))
                                        .path("items")
                                        .spliterator(),
                                false)
                        .map(line -> line.path("event").textValue() + " by "
                                + line.path("actor").textValue()))
                .containsExactly(
                        "created by a-marketer",
                        "started by a-marketer",
                        "paused by a-marketer",
                        "resumed by a-operator",
                        "cancelled by a-operator");
    }

    @Test
    void shouldStartADraftWhenItIsAskedFor() {
        JsonNode draft = json(server.post(Role.MARKETER, Multipart.campaign(Multipart.DRAFT)));
        String path = CAMPAIGNS + "/" + draft.path("id").textValue();

        assertThat(draft.path("status").textValue()).isEqualTo("draft");
        assertProblem(server.post(Role.OPERATOR, path + "/resume", ""), 409);
        assertThat(status(server.post(Role.MARKETER, path + "/start", ""))).isEqualTo("running");
    }

    /** What the page posted and a person thought better of: nothing of it was sent. */
    @Test
    void shouldLetAMarketerCancelADraftOnlyWhenItIsTheirOwn() {
        String own = created(server.post(Role.MARKETER, Multipart.campaign(Multipart.DRAFT)));
        String others = created(server.post(Role.OPERATOR, Multipart.campaign(Multipart.DRAFT)));
        String running = CAMPAIGNS + "/" + server.campaign();

        assertThat(status(server.post(Role.MARKETER, own + "/cancel", ""))).isEqualTo("cancelled");
        assertThat(server.post(Role.MARKETER, own + "/cancel", "").statusCode()).isEqualTo(200);
        assertProblem(server.post(Role.MARKETER, others + "/cancel", ""), 403);
        assertProblem(server.post(Role.MARKETER, running + "/cancel", ""), 403);
        assertProblem(server.post(Role.VIEWER, own + "/cancel", ""), 403);
        assertThat(status(server.get(Role.VIEWER, running))).isEqualTo("running");
    }

    /** Whoever discarded what they took for a draft ended a campaign that a colleague had started. */
    @Test
    void shouldCancelNothingThatIsStartedWhenOnlyADraftIsMeant() {
        String path = created(server.post(Role.MARKETER, Multipart.campaign(Multipart.DRAFT)));
        String running = CAMPAIGNS + "/" + server.campaign();

        HttpResponse<String> refused = server.post(Role.OPERATOR, running + "/cancel", "{\"draft\": true}");
        assertProblem(refused, 409);
        assertThat(json(refused).path("detail").textValue()).contains("running");
        assertProblem(server.post(Role.MARKETER, running + "/cancel", "{\"draft\": true}"), 409);
        assertThat(status(server.get(Role.VIEWER, running))).isEqualTo("running");
        assertThat(status(server.post(Role.ADMIN, path + "/cancel", "{\"draft\": true}")))
                .isEqualTo("cancelled");
        assertThat(status(server.post(Role.OPERATOR, running + "/cancel", "{\"draft\": false}")))
                .isEqualTo("cancelled");
        assertThat(fields(server.post(Role.OPERATOR, running + "/cancel", "{\"draft\": \"yes\"}")))
                .containsExactly("draft");
        assertThat(fields(server.post(Role.MARKETER, running + "/pause", "{\"draft\": true}")))
                .containsExactly("draft");
    }

    @Test
    void shouldRefuseACommandWhenItsBodyIsWrong() {
        String path = CAMPAIGNS + "/" + server.campaign() + "/pause";

        assertThat(fields(server.post(Role.MARKETER, path, "{\"reason\": \"" + "x".repeat(501) + "\"}")))
                .containsExactly("reason");
        assertThat(fields(server.post(Role.MARKETER, path, "{\"why\": \"x\"}"))).containsExactly("why");
        assertProblem(server.post(Role.MARKETER, path, "{"), 400);
        assertThat(fields(server.post(Role.MARKETER, path, "[]"))).containsExactly("body");
        assertProblem(server.post(Role.MARKETER, path, "{\"reason\": \"" + "x".repeat(70_000) + "\"}"), 413);
    }

    @Test
    void shouldTryFailedRecipientsAgainWhenItIsAskedFor() {
        String id = server.campaign();
        String path = CAMPAIGNS + "/" + id;
        settle(id, "failed", "131026");

        assertProblem(server.post(Role.MARKETER, path + "/retry", "{}"), 403);
        JsonNode none = json(server.post(Role.OPERATOR, path + "/retry", "{\"errorCodes\": [\"131047\"]}"));
        assertThat(none.path("status").textValue()).isEqualTo("completed");
        JsonNode again = json(server.post(
                Role.OPERATOR, path + "/retry", "{\"statuses\": [\"failed\"], \"errorCodes\": [\"131026\"]}"));

        assertThat(again.path("status").textValue()).isEqualTo("running");
        assertThat(again.path("progress").path("pending").longValue()).isEqualTo(2);
        assertThat(again.path("progress").path("failed").longValue()).isZero();
        assertThat(status(server.post(Role.OPERATOR, path + "/retry", ""))).isEqualTo("running");
        JsonNode log = json(server.get(Role.VIEWER, path + "/log")).path("items");
        assertThat(log.get(log.size() - 1).path("event").textValue()).isEqualTo("retried");
        assertThat(log.get(log.size() - 1).path("detail").textValue()).isEqualTo("2 failed");
        assertThat(server.signalled).contains(CampaignId.parse(id).orElseThrow());
    }

    @Test
    void shouldRiskASecondMessageOnlyWhenThatIsAccepted() {
        String id = server.campaign();
        String path = CAMPAIGNS + "/" + id + "/retry";
        settle(id, "unconfirmed", "timeout");

        assertThat(fields(server.post(Role.OPERATOR, path, "{\"statuses\": [\"unconfirmed\"]}")))
                .containsExactly("acceptDuplicates");
        assertThat(status(server.post(Role.OPERATOR, path, "{}"))).isEqualTo("completed");
        assertThat(status(server.post(
                        Role.OPERATOR, path, "{\"statuses\": [\"unconfirmed\"], \"acceptDuplicates\": true}")))
                .isEqualTo("running");
    }

    @Test
    void shouldSayAllThatIsWrongWithARetry() {
        String path = CAMPAIGNS + "/" + server.campaign();

        assertThat(fields(server.post(
                        Role.OPERATOR,
                        path + "/retry",
                        "{\"statuses\": [\"sent\", 1], \"errorCodes\": [], \"acceptDuplicates\": 1, \"codes\": []}")))
                .containsExactlyInAnyOrder("statuses[0]", "statuses[1]", "errorCodes", "acceptDuplicates", "codes");
        assertThat(fields(server.post(Role.OPERATOR, path + "/retry", "{\"statuses\": []}")))
                .containsExactly("statuses");
        server.post(Role.OPERATOR, path + "/cancel", "");
        HttpResponse<String> ended = server.post(Role.OPERATOR, path + "/retry", "");
        assertProblem(ended, 409);
        assertThat(ended.body()).contains("cancelled");
        assertProblem(server.post(Role.OPERATOR, CAMPAIGNS + "/" + CampaignId.random() + "/retry", ""), 404);
    }

    @Test
    void shouldLeavePeopleOutWhenTheyAreNamed() {
        String path = CAMPAIGNS + "/" + server.campaign();

        assertProblem(server.post(Role.VIEWER, path + "/exclude", "{}"), 403);
        JsonNode left = json(server.post(
                Role.MARKETER,
                path + "/exclude",
                "{\"phones\": [\"98123 45670\", \"+919812345699\"], \"defaultRegion\": \"IN\"}"));
        assertThat(left.toString())
                .isEqualTo("{\"excluded\":1,\"alreadySent\":0,\"notInCampaign\":1,\"rejected\":0,\"errors\":[]}");
        JsonNode file = json(server.send(server.as(Role.MARKETER, path + "/exclude")
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString("phone\n+919812345670\n+919812345671\nnobody\n"))));
        assertThat(file.path("excluded").intValue()).isEqualTo(2);
        assertThat(file.path("rejected").intValue()).isEqualTo(1);
        assertThat(file.at("/errors/0/line").intValue()).isEqualTo(4);

        JsonNode campaign = json(server.get(Role.VIEWER, path));
        assertThat(campaign.at("/progress/skipped").intValue()).isEqualTo(2);
        assertThat(campaign.at("/progress/pending").intValue()).isZero();
        assertThat(server.get(Role.VIEWER, path + "/recipients?status=skipped").body())
                .contains("\"errorCode\":\"excluded\"");
        assertThat(server.get(Role.VIEWER, path + "/log").body())
                .contains("excluded", "1 pending", "a-marketer")
                .doesNotContain("+91");
    }

    @Test
    void shouldSayAllThatIsWrongWithAnExclusion() {
        String path = CAMPAIGNS + "/" + server.campaign();

        assertThat(fields(server.post(
                        Role.MARKETER, path + "/exclude", "{\"phones\": [\"12\", 3, \"+919812345670\"], \"why\": 1}")))
                .containsExactlyInAnyOrder("phones[0]", "phones[1]", "why");
        assertThat(fields(server.post(Role.MARKETER, path + "/exclude", "{}"))).containsExactly("phones");
        assertThat(json(server.get(Role.VIEWER, path)).at("/progress/skipped").intValue())
                .isZero();
        server.post(Role.OPERATOR, path + "/cancel", "");
        HttpResponse<String> ended = server.post(Role.MARKETER, path + "/exclude", "{\"phones\": [\"+919812345670\"]}");
        assertProblem(ended, 409);
        assertThat(ended.body()).contains("cancelled");
        assertProblem(
                server.post(Role.MARKETER, CAMPAIGNS + "/" + CampaignId.random() + "/exclude", "{\"phones\": []}"),
                404);
    }

    /** As if {@code id} had been carried out, and this had come of all its recipients. */
    private void settle(String id, String status, String code) {
        CampaignId campaign = CampaignId.parse(id).orElseThrow();
        server.database.database().jdbi().useTransaction(handle -> {
            handle.execute("""
                    update recipient set status = ?, error_code = ?, dispatch_id = gen_random_uuid(), sender_id = 'main',
                           attempts = 1, settled_at = clock_now() where campaign_id = ?""", status, code, campaign.value());
            handle.execute(
                    "insert into outcome select campaign_id, status, tape, n from recipient where campaign_id = ?",
                    campaign.value());
            handle.execute("update lane set " + status + " = 2 where campaign_id = ?", campaign.value());
            handle.execute("update tape set next_n = size + 1 where campaign_id = ?", campaign.value());
        });
        assertThat(server.stores.control().complete(campaign)).isTrue();
    }
}
