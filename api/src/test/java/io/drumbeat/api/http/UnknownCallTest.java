package io.drumbeat.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses that lead to nothing. */
class UnknownCallTest extends HttpTest {

    @ParameterizedTest
    @CsvSource({
        "GET,,",
        "GET,/recipients,",
        "GET,/recipients.csv,",
        "GET,/rejects.csv,",
        "GET,/events,",
        "GET,/log,",
        "POST,/start,",
        "POST,/pause,",
        "POST,/resume,",
        "POST,/cancel,"
    })
    void shouldAnswer404WhenThereIsNoSuchCampaign(String method, String call) {
        for (String id : List.of(CampaignId.random().toString(), "1")) {
            String path = CAMPAIGNS + "/" + id + (call == null ? "" : call);
            assertProblem(server.send(server.as(Role.ADMIN, path).method(method, BodyPublishers.noBody())), 404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/campaigns/1/retry",
        "POST, /api/v1/campaigns/1/nothing",
        "GET, /api/v2/campaigns",
        "GET, /nothing.js"
    })
    void shouldAnswer404WhenThereIsNoSuchCall(String method, String path) {
        assertProblem(server.send(server.as(Role.ADMIN, path).method(method, BodyPublishers.noBody())), 404);
    }

    @Test
    void shouldAnswer405WithWhatIsAllowedWhenTheMethodIsNot() {
        HttpResponse<String> response =
                server.send(server.as(Role.ADMIN, CAMPAIGNS + "/x").method("PUT", BodyPublishers.noBody()));

        assertProblem(response, 405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, PATCH, DELETE");
    }
}
