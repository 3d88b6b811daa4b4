package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Posting under an Idempotency-Key, asking by it, and giving it up. */
class IdempotencyKeyTest extends HttpTest {

    @Test
    void shouldGiveTheFirstAnswerAgainWhenTheSameIsPostedAgain() {
        HttpRequest.Builder post = keyed(Multipart.campaign(), "twice");
        CompletableFuture<HttpResponse<String>> one = CompletableFuture.supplyAsync(() -> server.send(post.copy()));
        HttpResponse<String> two = server.send(post.copy());

        assertThat(one.join().statusCode()).isEqualTo(201);
        assertThat(two.statusCode()).isEqualTo(201);
        assertThat(json(two).path("id")).isEqualTo(json(one.join()).path("id"));
        HttpResponse<String> other =
                server.send(keyed(Multipart.campaign(Multipart.SPEC.replace("Offer", "Other")), "twice"));
        assertThat(fields(other)).containsExactly("Idempotency-Key");
        assertProblem(other, 422);
    }

    /** The page said that nothing was posted, and nine seconds later the campaign ran. */
    @Test
    void shouldTellWhatBecameOfAPostWhenItIsAskedByItsKey() {
        JsonNode before = json(asked("told"));
        assertThat(before.toString()).isEqualTo("{\"items\":[],\"nextCursor\":null,\"inProgress\":false}");

        String id = json(server.send(keyed(Multipart.campaign(), "told")))
                .path("id")
                .textValue();

        assertThat(json(asked("told")).path("items").findValuesAsText("id")).containsExactly(id);
        assertThat(json(server.get(Role.OPERATOR, CAMPAIGNS + "?idempotencyKey=told"))
                        .path("items"))
                .as("posted by another token")
                .isEmpty();
        assertThat(fields(server.get(Role.MARKETER, CAMPAIGNS + "?idempotencyKey=")))
                .containsExactly("idempotencyKey");
    }

    @Test
    void shouldSayThatAPostIsInProgressWhenItIsBeingRead() {
        JsonNode asked = server.database.database().jdbi().inTransaction(handle -> {
            // What the transaction that creates a campaign holds to its end.
            handle.execute("select pg_advisory_xact_lock(hashtextextended('idempotency a-marketer being read', 0))");
            assertThat(json(gaveUp("being%20read")).path("inProgress").booleanValue())
                    .isTrue();
            return json(asked("being%20read"));
        });

        assertThat(asked.path("inProgress").booleanValue()).isTrue();
        assertThat(json(asked("being%20read")).path("inProgress").booleanValue())
                .isFalse();
        assertThat(server.send(keyed(Multipart.campaign(), "being read")).statusCode())
                .as("it was not given up")
                .isEqualTo(201);
    }

    @Test
    void shouldCreateNothingWhenTheKeyWasGivenUp() {
        assertThat(json(gaveUp("stopped")).toString())
                .isEqualTo("{\"items\":[],\"nextCursor\":null,\"inProgress\":false}");
        assertThat(gaveUp("stopped").statusCode()).as("a second time").isEqualTo(200);
        long before = server.rows("campaign");

        HttpResponse<String> late = server.send(keyed(Multipart.campaign(), "stopped"));

        assertProblem(late, 422);
        assertThat(late.body()).contains("given up");
        assertThat(server.rows("campaign")).isEqualTo(before);
        assertThat(fields(server.send(server.as(Role.MARKETER, CAMPAIGNS).DELETE())))
                .containsExactly("idempotencyKey");
    }

    @Test
    void shouldLeaveACampaignAsItIsWhenItsKeyIsGivenUpTooLate() {
        String id = json(server.send(keyed(Multipart.campaign(), "late")))
                .path("id")
                .textValue();

        assertThat(json(gaveUp("late")).path("items").findValuesAsText("status"))
                .contains("running");
        assertThat(json(server.send(keyed(Multipart.campaign(), "late")))
                        .path("id")
                        .textValue())
                .isEqualTo(id);
    }

    /** What a client that has gone away posted is created nevertheless: only that way can it be asked about. */
    @Test
    void shouldCreateTheCampaignWhenItsClientGoesAwayBeforeTheAnswer() throws Exception {
        byte[] body = Multipart.campaign().bytes();
        try (Socket socket = server.beginPost(body.length, "Idempotency-Key: gone")) {
            socket.getOutputStream().write(body);
        }

        await().atMost(RunningServer.PATIENCE)
                .until(() -> json(asked("gone")).path("items").size() == 1);
    }

    private HttpResponse<String> asked(String key) {
        return server.get(Role.MARKETER, CAMPAIGNS + "?idempotencyKey=" + key);
    }

    private HttpResponse<String> gaveUp(String key) {
        return server.send(
                server.as(Role.MARKETER, CAMPAIGNS + "?idempotencyKey=" + key).DELETE());
    }

    private HttpRequest.Builder keyed(Multipart form, String key) {
        return server.as(Role.MARKETER, CAMPAIGNS)
                .header("Content-Type", form.contentType())
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofByteArray(form.bytes()));
    }
}
