package io.drumbeat.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.security.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who is asking: tokens, session cookies and login addresses. */
class SignInTest extends HttpTest {

    @Test
    void shouldAnswer401WhenNobodyKnowsTheCaller() {
        HttpResponse<String> nobody = server.send(server.request(CAMPAIGNS));
        assertProblem(nobody, 401);
        assertThat(nobody.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
        assertProblem(server.send(server.request(CAMPAIGNS).header("Authorization", "Bearer wrong")), 401);
        assertProblem(server.send(server.request(CAMPAIGNS).header("Authorization", "Basic YTpi")), 401);
    }

    @Test
    void shouldAnswer403NamingTheRoleWhenAViewerPosts() {
        HttpResponse<String> response = server.post(Role.VIEWER, Multipart.campaign());

        assertProblem(response, 403);
        assertThat(response.body()).contains("marketer", "viewer");
    }

    @Test
    void shouldKnowTheCallerByACookieWhenTheyAreSignedIn() {
        assertProblem(
                server.send(server.request("/api/v1/session")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"token\": \"wrong\"}"))),
                401);
        HttpResponse<String> signedIn = server.send(server.request("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"token\": \"" + server.token(Role.OPERATOR) + "\"}")));
        assertThat(signedIn.statusCode()).isEqualTo(200);
        String cookie = cookie(signedIn);

        assertThat(server.send(server.request("/api/v1/session").header("Cookie", cookie))
                        .body())
                .isEqualTo(signedIn.body());
        assertThat(server.send(server.request(CAMPAIGNS).header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(200);
        String pause = CAMPAIGNS + "/" + server.campaign() + "/pause";
        assertProblem(
                server.send(server.request(pause)
                        .header("Cookie", cookie)
                        .header("Origin", "https://elsewhere.example")
                        .POST(BodyPublishers.noBody())),
                403);
        assertThat(server.send(server.request(pause)
                                .header("Cookie", cookie)
                                .header("Sec-Fetch-Site", "same-origin")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.send(server.request("/api/v1/session")
                                .header("Cookie", cookie)
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertProblem(server.send(server.request(CAMPAIGNS).header("Cookie", cookie)), 401);
    }

    @Test
    void shouldSignInWhenALoginAddressIsOpened() {
        HttpResponse<String> response = server.send(server.request("/login?code=" + server.loginCode(Role.MARKETER)));

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).contains("/");
        assertThat(server.send(server.request(CAMPAIGNS).header("Cookie", cookie(response)))
                        .statusCode())
                .isEqualTo(200);
        assertProblem(server.send(server.request("/login?code=guessed")), 401);
    }

    @Test
    void shouldSignInByALoginAddressOnceAndLeadTheSameBrowserToThePageAgain() {
        String address = "/login?code=" + server.loginCode(Role.MARKETER);
        String cookie = cookie(server.send(server.request(address)));

        assertProblem(server.send(server.request(address)), 401);
        HttpResponse<String> again = server.send(server.request(address).header("Cookie", cookie));
        assertThat(again.statusCode()).isEqualTo(303);
        assertThat(again.headers().firstValue("Set-Cookie")).isEmpty();
    }

    /** Many people may share an address, a proxy's for one. */
    @Test
    void shouldLetRefusalsWaitWhenManyComeFromAnAddressAndNobodyElse() {
        // Were time set back, what other tests failed at would count for ever, and each refusal wait for five seconds.
        Instant now = Objects.requireNonNull(server.failureTime.get()).instant();
        server.failureTime.set(() -> now);
        try {
            for (int i = 0; i < 10; i++) {
                server.send(server.request(CAMPAIGNS).header("Authorization", "Bearer wrong" + i));
            }
            CompletableFuture<HttpResponse<String>> guess =
                    server.sendAsync(server.request(CAMPAIGNS).header("Authorization", "Bearer wrong"));
            long begun = System.nanoTime();
            HttpResponse<String> another = server.send(server.request("/login?code=guessed"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
            assertProblem(another, 401);
            assertProblem(guess.join(), 401);

            for (int i = 0; i < 10; i++) {
                server.signIns.failed().count("127.0.0.1");
            }
            CompletableFuture<HttpResponse<String>> waiting =
                    server.sendAsync(server.request(CAMPAIGNS).header("Authorization", "Bearer wrong"));
            assertThat(server.get(Role.VIEWER, CAMPAIGNS).statusCode()).isEqualTo(200);
            assertProblem(server.send(server.request(CAMPAIGNS)), 401);
            assertThat(waiting).as("a guess, while others are served").isNotDone();
            waiting.join();
        } finally {
            server.failureTime.set(RunningServer.hurrying());
        }
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }
}
