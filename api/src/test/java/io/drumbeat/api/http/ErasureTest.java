package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.erasure.Erasing;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is stored of people, told and erased. */
class ErasureTest extends HttpTest {

    private static final String ASHA = "/api/v1/phones/+919812345699";

    private HttpResponse<String> delete(Role role, String path) {
        return server.send(server.as(role, path).DELETE());
    }

    private String draft() {
        return created(server.post(Role.MARKETER, Multipart.campaign(Multipart.DRAFT)));
    }

    private void erasePieces() {
        new Erasing(server.database.database(), server.stores.control(), null).step();
    }

    @Test
    void shouldKeepTheFiguresOfACampaignThatIsErasedAndNothingElse() {
        String campaign = draft();
        server.post(Role.OPERATOR, campaign + "/cancel", "");
        JsonNode before = json(server.get(Role.VIEWER, campaign));
        assertThat(before.path("erasedAt").isNull()).isTrue();

        assertThat(delete(Role.OPERATOR, campaign).statusCode()).isEqualTo(403);
        JsonNode erased = json(delete(Role.ADMIN, campaign));
        erasePieces();

        assertThat(erased.path("erasedAt").isTextual()).isTrue();
        for (String field : List.of("id", "name", "status", "spec", "audience", "progress", "lanes")) {
            assertThat(erased.path(field)).as(field).isEqualTo(before.path(field));
        }
        assertThat(json(server.get(Role.VIEWER, campaign))).isEqualTo(erased);
        for (String part : List.of("/recipients", "/recipients.csv", "/rejects.csv", "/errors", "/media")) {
            HttpResponse<String> gone = server.get(Role.VIEWER, campaign + part);
            assertProblem(gone, 410);
            assertThat(gone.body()).contains("were erased at").contains("/docs/problems#gone");
        }
        assertProblem(server.post(Role.MARKETER, campaign + "/duplicate", ""), 410);
        assertProblem(server.post(Role.OPERATOR, campaign + "/retry", ""), 409);
        assertThat(server.get(Role.VIEWER, campaign + "/log").body()).contains("\"erased\"");
        assertThat(delete(Role.ADMIN, campaign).statusCode()).as("again").isEqualTo(200);
    }

    @Test
    void shouldRefuseToFollowUpOnAnErasedCampaign() {
        String campaign = draft();
        server.post(Role.OPERATOR, campaign + "/cancel", "");
        delete(Role.ADMIN, campaign);

        String id = campaign.substring(campaign.lastIndexOf('/') + 1);
        HttpResponse<String> refused = server.post(
                Role.MARKETER,
                new Multipart()
                        .field(
                                "spec",
                                Multipart.SPEC.replaceFirst(
                                        "\\{",
                                        "{\"audience\": {\"campaign\": \"" + id + "\", \"outcome\": [\"failed\"]}, "))
                        .file("media", "offer.png", Multipart.PNG));
        assertProblem(refused, 422);
        assertThat(refused.body()).contains("is a campaign whose recipients were erased");
    }

    @Test
    void shouldRefuseToEraseACampaignThatHasNotEnded() {
        String campaign = draft();

        HttpResponse<String> refused = delete(Role.ADMIN, campaign);

        assertProblem(refused, 409);
        assertThat(refused.body()).contains("It is draft").contains("Cancel it first");
        assertProblem(delete(Role.ADMIN, "/api/v1/campaigns/gone"), 404);
    }

    @Test
    void shouldTellWhatIsStoredOfAPersonAndEraseItOnceNoCampaignNeedsThem() {
        String campaign = created(server.post(
                Role.MARKETER,
                new Multipart()
                        .field("spec", Multipart.DRAFT)
                        .field("recipients", "phone,name\n+919812345699,Asha\n+919812345698,Bela\n")
                        .file("media", "offer.png", Multipart.PNG)));
        server.post(Role.OPERATOR, "/api/v1/suppressions", "{\"phone\": \"+919812345699\", \"reason\": \"by mail\"}");

        assertThat(server.get(Role.MARKETER, ASHA).statusCode()).isEqualTo(403);
        JsonNode person = json(server.get(Role.OPERATOR, ASHA));
        assertThat(person.path("phone").asText()).isEqualTo("+919812345699");
        assertThat(person.path("campaigns")).hasSize(1);
        assertThat(campaign).endsWith(person.at("/campaigns/0/campaign").asText());
        assertThat(person.at("/campaigns/0/recipient/status").asText()).isEqualTo("pending");
        assertThat(person.at("/suppression/reason").asText()).isEqualTo("by mail");

        assertThat(delete(Role.OPERATOR, ASHA).statusCode()).isEqualTo(403);
        HttpResponse<String> needed = delete(Role.ADMIN, ASHA);
        assertProblem(needed, 409);
        assertThat(needed.body()).contains("exclude the phone there").contains("Nothing was erased");

        server.post(Role.MARKETER, campaign + "/exclude", "{\"phones\": [\"+919812345699\"]}");
        assertThat(json(delete(Role.ADMIN, ASHA)).toString()).isEqualTo("{\"erased\":1,\"suppressed\":true}");

        JsonNode left = json(server.get(Role.OPERATOR, ASHA));
        assertThat(left.path("campaigns")).isEmpty();
        assertThat(left.at("/suppression/phone").isNull()).isTrue();
        assertThat(left.at("/suppression/hashed").asBoolean()).isTrue();
        assertThat(server.get(Role.VIEWER, campaign + "/recipients").body()).doesNotContain("919812345699");
        assertThat(server.get(Role.VIEWER, campaign + "/recipients.csv").body()).doesNotContain("9812345699");
        assertThat(delete(Role.OPERATOR, "/api/v1/suppressions/+919812345699").statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldSayWhatIsNoPhone() {
        assertProblem(server.get(Role.OPERATOR, "/api/v1/phones/asha"), 422);
        assertProblem(delete(Role.ADMIN, "/api/v1/phones/asha"), 422);
    }
}
