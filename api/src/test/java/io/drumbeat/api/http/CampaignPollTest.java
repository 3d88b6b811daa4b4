package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
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

    private CompletableFuture<HttpResponse<String>> await(String tag, String wait) {
        return server.sendAsync(server.as(Role.VIEWER, path + "?wait=" + wait).header("If-None-Match", tag));
    }

    private void awaitFollowers(int number) {
        Awaitility.await()
                .atMost(RunningServer.PATIENCE)
                .until(server.server::followers, followers -> followers == number);
    }

    @Test
    void shouldHoldTheAnswerUntilThereIsNews() {
        CompletableFuture<HttpResponse<String>> waiting = await(tag(poll()), "PT1M");
        awaitFollowers(1);
        assertThat(waiting).isNotDone();

        server.post(Role.MARKETER, path + "/pause", "");

        HttpResponse<String> paused = waiting.join();
        assertThat(paused.statusCode()).isEqualTo(200);
        assertThat(status(paused)).isEqualTo("paused");
        assertThat(poll(tag(paused)).statusCode()).isEqualTo(304);
        awaitFollowers(0);
    }

    @Test
    void shouldSayThatNothingIsNewWhenTheWaitIsOver() {
        String tag = tag(poll());

        HttpResponse<String> same = await(tag, "PT0.8S").join();

        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(tag(same)).isEqualTo(tag);
        awaitFollowers(0);
    }

    /** As {@link #shouldNotTakeAnEstimateThatMovedForNews}: every wait ended with the next look. */
    @Test
    void shouldNotTakeAnEstimateThatMovedForNewsToWaitFor() {
        CompletableFuture<HttpResponse<String>> waiting = await(tag(poll()), "PT1.5S");
        server.database.shiftClock(Duration.ofSeconds(20));

        assertThat(waiting.join().statusCode()).isEqualTo(304);
    }

    @Test
    void shouldAnswerAtOnceWhenThereIsNothingToWaitFor() {
        String tag = tag(poll());
        server.post(Role.MARKETER, path + "/pause", "");

        assertThat(await(tag, "PT1M").orTimeout(20, TimeUnit.SECONDS).join().statusCode())
                .as("news since the tag")
                .isEqualTo(200);
        assertThat(server.sendAsync(server.as(Role.VIEWER, path + "?wait=PT1M"))
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join()
                        .statusCode())
                .as("no tag")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=PT61S", "wait=PT1H", "wait=30s", "wait=30", "wait=", "wait=-PT1S", "version=3"})
    void shouldRefuseAWaitThatIsNone(String query) {
        HttpResponse<String> answer =
                server.send(server.as(Role.VIEWER, path + "?" + query).header("If-None-Match", "*"));

        assertThat(fields(answer)).containsExactly(query.substring(0, query.indexOf('=')));
    }

    @Test
    void shouldTellAllWhoWait() {
        String tag = tag(poll());
        List<CompletableFuture<HttpResponse<String>>> waiting =
                Stream.generate(() -> await(tag, "PT1M")).limit(50).toList();
        awaitFollowers(50);

        server.post(Role.MARKETER, path + "/pause", "");

        assertThat(waiting)
                .allSatisfy(answer -> assertThat(status(answer.join())).isEqualTo("paused"));
    }

    @Test
    void shouldEndEachWaitWhenTheServerIsClosed() {
        try (RunningServer other = new RunningServer()) {
            String itsPath = CAMPAIGNS + "/" + other.campaign();
            String tag = tag(other.get(Role.VIEWER, itsPath));
            CompletableFuture<HttpResponse<String>> waiting = other.sendAsync(
                    other.as(Role.VIEWER, itsPath + "?wait=PT1M").header("If-None-Match", tag));
            Awaitility.await().atMost(RunningServer.PATIENCE).until(other.server::followers, number -> number == 1);

            long began = System.nanoTime();
            other.server.close();

            assertThat(waiting.join().statusCode()).isEqualTo(304);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        }
    }
}
