package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists: their pages, their filters, and what is wrong in the address that asks for one. */
class CampaignListTest extends HttpTest {

    @Test
    void shouldListNewestFirstWhenPagesAreAskedFor() {
        String older = server.campaign();
        String newer = server.campaign();

        JsonNode first = json(server.get(Role.VIEWER, CAMPAIGNS + "?limit=1"));
        JsonNode second = json(server.get(
                Role.VIEWER,
                CAMPAIGNS + "?limit=1&cursor=" + first.path("nextCursor").textValue()));

        assertThat(first.path("items").path(0).path("id").textValue()).isEqualTo(newer);
        assertThat(second.path("items").path(0).path("id").textValue()).isEqualTo(older);
    }

    @Test
    void shouldSendAListAgainOnlyWhenSomethingInItHasChanged() {
        String path = CAMPAIGNS + "/" + server.campaign();
        String tag = list(null).headers().firstValue("ETag").orElseThrow();

        assertThat(list(tag).statusCode()).isEqualTo(304);

        server.post(Role.MARKETER, path + "/pause", "{}");
        assertThat(list(tag).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> list(@Nullable String tag) {
        HttpRequest.Builder request = server.as(Role.VIEWER, CAMPAIGNS + "?limit=5");
        return server.send(tag == null ? request : request.header("If-None-Match", tag));
    }

    @Test
    void shouldFindCampaignsWhenAPartOfTheirNameIsAskedFor() {
        String id = json(server.post(
                        Role.MARKETER, Multipart.campaign(Multipart.SPEC.replace("Offer", "50% off: Ünique"))))
                .path("id")
                .textValue();

        assertThat(json(server.get(Role.VIEWER, CAMPAIGNS + "?q=OFF:%20%C3%9CNI"))
                        .path("items")
                        .findValuesAsText("id"))
                .containsExactly(id);
        assertThat(json(server.get(Role.VIEWER, CAMPAIGNS + "?q=50%25%25")).path("items"))
                .isEmpty();
        assertThat(json(server.get(Role.VIEWER, CAMPAIGNS + "?q=")).path("items"))
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=501, limit",
        "limit=many, limit",
        "limit=5&limit=6, limit",
        "cursor=made-up, cursor",
        "status=gone, status"
    })
    void shouldNameTheParameterWhenItsValueIsWrong(String query, String field) {
        String recipients = CAMPAIGNS + "/" + server.campaign() + "/recipients?" + query;
        for (String path : List.of(CAMPAIGNS + "?" + query, recipients)) {
            HttpResponse<String> response = server.get(Role.VIEWER, path);
            assertProblem(response, 422);
            assertThat(fields(response)).containsExactly(field);
        }
    }

    /** The first of two was taken, and the other passed over in silence. */
    @Test
    void shouldRefuseAFilterWhenItIsThereTwice() {
        HttpResponse<String> response = server.get(Role.VIEWER, CAMPAIGNS + "?status=draft&status=paused");

        assertThat(fields(response)).containsExactly("status");
        assertThat(response.body()).contains("say it once");
    }

    /** A filter that was misspelt was taken for none. */
    @ParameterizedTest
    @CsvSource({
        "GET, /campaigns, statsu, status",
        "GET, /campaigns, idempotencykey, idempotencyKey",
        "DELETE, /campaigns, idempotency_key, idempotencyKey",
        "GET, /campaigns/{id}/recipients, cursur, cursor",
        "GET, /campaigns/{id}/log, limits, limit",
        "GET, /suppressions, phones, phone",
        "DELETE, /suppressions, phones, phone"
    })
    void shouldNameTheNearestWhenAParameterIsUnknown(String method, String path, String written, String meant) {
        String address = "/api/v1" + path.replace("{id}", server.campaign()) + "?" + written + "=x";

        HttpResponse<String> response =
                server.send(server.as(Role.OPERATOR, address).method(method, BodyPublishers.noBody()));

        assertThat(fields(response)).containsExactly(written);
        assertThat(response.body()).contains("did you mean `" + meant + "`?");
    }

    @Test
    void shouldNameEverythingAtOnceWhenMuchOfAnAddressIsWrong() {
        assertThat(fields(server.get(Role.VIEWER, CAMPAIGNS + "?limit=0&status=gone&colour=red&q=" + "x".repeat(201))))
                .containsExactlyInAnyOrder("limit", "status", "colour", "q");
    }
}
