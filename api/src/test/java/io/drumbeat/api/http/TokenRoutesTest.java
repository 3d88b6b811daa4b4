package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TokenRoutesTest extends HttpTest {

    private static final String TOKENS = "/api/v1/tokens";

    private HttpResponse<String> create(String name, String role) {
        return server.post(Role.ADMIN, TOKENS, "{\"name\": \"" + name + "\", \"role\": \"" + role + "\"}");
    }

    private HttpResponse<String> revoke(String name) {
        return server.send(server.as(Role.ADMIN, TOKENS + "/" + name).DELETE());
    }

    private int asking(String token) {
        return server.send(server.request("/api/v1/session").header("Authorization", "Bearer " + token))
                .statusCode();
    }

    @Test
    void shouldShowATokenOnceAndListItWithoutItsSecret() {
        HttpResponse<String> made = create("ann@example.org", "marketer");

        assertThat(made.statusCode()).isEqualTo(201);
        String token = json(made).path("token").textValue();
        assertThat(json(server.send(server.request("/api/v1/session").header("Authorization", "Bearer " + token))))
                .isEqualTo(RunningServer.JSON
                        .createObjectNode()
                        .put("name", "ann@example.org")
                        .put("role", "marketer"));

        HttpResponse<String> list = server.get(Role.ADMIN, TOKENS);
        assertThat(list.body()).doesNotContain(token);
        JsonNode entry = entry(list, "ann@example.org");
        assertThat(entry.path("role").textValue()).isEqualTo("marketer");
        assertThat(entry.path("createdAt").textValue()).isNotBlank();
        assertThat(entry.path("revokedAt").isNull()).isTrue();
    }

    @Test
    void shouldEndATokenAndItsSessionsAtOnce() {
        String token = json(create("bob", "viewer")).path("token").textValue();
        HttpResponse<String> session = server.send(server.request("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"token\": \"" + token + "\"}")));
        String cookie = session.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        assertThat(asking(token)).isEqualTo(200);

        assertThat(revoke("bob").statusCode()).isEqualTo(204);

        assertThat(asking(token)).isEqualTo(401);
        assertThat(server.send(server.request("/api/v1/session").header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(401);
        assertThat(entry(server.get(Role.ADMIN, TOKENS), "bob")
                        .path("revokedAt")
                        .textValue())
                .isNotBlank();
        assertThat(revoke("bob").statusCode()).as("again").isEqualTo(204);
        assertProblem(create("bob", "viewer"), 409);
    }

    @Test
    void shouldPutAnotherTokenInPlaceOfOneWhichEndsAtOnce() {
        String before = json(create("cat", "operator")).path("token").textValue();
        HttpResponse<String> session = server.post(Role.VIEWER, "/api/v1/session", "{\"token\": \"" + before + "\"}");
        String cookie = session.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];

        HttpResponse<String> rotated = server.post(Role.ADMIN, TOKENS + "/cat/rotate", "");

        assertThat(rotated.statusCode()).isEqualTo(200);
        assertThat(json(rotated).path("role").textValue()).isEqualTo("operator");
        assertThat(asking(json(rotated).path("token").textValue())).isEqualTo(200);
        assertThat(asking(before)).isEqualTo(401);
        assertThat(server.send(server.request("/api/v1/session").header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(401);

        revoke("cat");
        assertProblem(server.post(Role.ADMIN, TOKENS + "/cat/rotate", ""), 404);
        assertProblem(server.post(Role.ADMIN, TOKENS + "/nobody/rotate", ""), 404);
        assertProblem(server.post(Role.ADMIN, TOKENS + "/admin/rotate", ""), 409);
    }

    private static JsonNode entry(HttpResponse<String> list, String name) {
        for (JsonNode item : json(list).path("items")) {
            if (item.path("name").textValue().equals(name)) {
                return item;
            }
        }
        throw new AssertionError(list.body());
    }

    @Test
    void shouldNotFindATokenThatNeverWas() {
        assertProblem(revoke("nobody"), 404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name": "a/b", "role": "boss"} | name,role
            {"name": "admin", "role": "admin"} | name
            {"name": 7} | name,role
            {} | name,role
            {"name": "eve", "role": "viewer", "token": "mine"} | token
            """)
    void shouldNameEachFieldThatIsWrong(String body, String fields) {
        assertThat(fields(server.post(Role.ADMIN, TOKENS, body))).containsExactlyInAnyOrder(fields.split(","));
    }

    @ParameterizedTest
    @EnumSource(names = "ADMIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldLetNobodyButAdminsIn(Role role) {
        assertProblem(server.get(role, TOKENS), 403);
        assertProblem(server.post(role, TOKENS, "{\"name\": \"eve\", \"role\": \"admin\"}"), 403);
        assertProblem(server.send(server.as(role, TOKENS + "/a-admin").DELETE()), 403);
    }
}
