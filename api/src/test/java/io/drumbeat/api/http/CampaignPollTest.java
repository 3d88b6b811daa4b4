package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks for a campaign again and again gets it again only where there is something new. */
class CampaignPollTest extends HttpTest {

    private String path = "";

    @BeforeEach
    void post() {
        path = CAMPAIGNS + "/" + server.campaign();
    }

    @AfterEach
    void rightTheClock() {
        server.database.shiftClock(Duration.ZERO);
    }

    private HttpResponse<String> poll(String... tags) {
        HttpRequest.Builder request = server.as(Role.VIEWER, path);
        for (String tag : tags) {
            request.header("If-None-Match", tag);
        }
        return server.send(request);
    }

    private static String tag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    @Test
    void shouldSendACampaignAgainOnlyWhenItHasChanged() {
        String running = tag(poll());
        assertThat(running).matches("W/\"[^\"]+\"");

        HttpResponse<String> same = poll(running);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(tag(same)).isEqualTo(running);

        server.post(Role.MARKETER, path + "/pause", "{\"reason\": \"lunch\"}");
        HttpResponse<String> paused = poll(running);
        assertThat(paused.statusCode()).isEqualTo(200);
        assertThat(status(paused)).isEqualTo("paused");
        assertThat(poll(tag(paused)).statusCode()).isEqualTo(304);

        server.post(Role.OPERATOR, path + "/resume", "");
        assertThat(tag(poll(tag(paused)))).isEqualTo(running);
    }

    /** An estimate moves with the clock: a poll that waits for news would never wait. */
    @Test
    void shouldNotTakeAnEstimateThatMovedForNews() {
        HttpResponse<String> before = poll();
        server.database.shiftClock(Duration.ofSeconds(20));
        HttpResponse<String> later = poll();

        assertThat(json(later).at("/progress/estimatedFinishAt").textValue())
                .isNotNull()
                .isNotEqualTo(json(before).at("/progress/estimatedFinishAt").textValue());
        assertThat(tag(later)).isEqualTo(tag(before));
    }

    @Test
    void shouldTakeEachCountForNews() {
        String before = tag(poll());
        server.database
                .database()
                .jdbi()
                .useHandle(
                        handle -> handle.execute("update lane set sent = sent + 1 where campaign_id = ?::uuid", id()));

        assertThat(poll(before).statusCode()).isEqualTo(200);
    }

    private String id() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", " * ", "%s", "W/%s", "\"other\",W/%s", "\"a,b\" , %s, \"c\""})
    void shouldKnowATagInEachOfItsForms(String tags) {
        String opaque = tag(poll()).substring("W/".length());

        assertThat(poll(tags.formatted(opaque)).statusCode()).isEqualTo(304);
        assertThat(poll("\"other\"", tags.formatted(opaque)).statusCode()).isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"other\"", "W/\"other\"", "\"*\"", "", "nonsense", "\"x%s\"", "\"%sx\"", "%s"})
    void shouldSendTheCampaignWhenTheTagIsAnothers(String tags) {
        String bare = tag(poll()).replaceAll("W/|\"", "");

        assertThat(poll(tags.formatted(bare)).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNotFindWhatIsNotThereWhateverItsTag() {
        String nobody = CAMPAIGNS + "/00000000-0000-0000-0000-000000000000";

        assertProblem(server.send(server.as(Role.VIEWER, nobody).header("If-None-Match", "*")), 404);
    }
}
