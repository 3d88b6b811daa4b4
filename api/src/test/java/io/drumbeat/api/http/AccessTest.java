package io.drumbeat.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.security.Role;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each call, by whoever may and whoever may not. */
class AccessTest extends HttpTest {

    /** What looks after itself: signatures, unguessable names, tokens for a cookie, what says nothing. */
    private static final List<String> OPEN = List.of(
            "DELETE /api/v1/session",
            "GET /docs",
            "GET /docs.js",
            "GET /docs/problems",
            "GET /healthz",
            "GET /login",
            "GET /media/{file}",
            "GET /metrics",
            "GET /openapi.json",
            "GET /readyz",
            "GET /webhooks/{id}",
            "HEAD /media/{file}",
            "POST /api/v1/session",
            "POST /webhooks/{id}");

    private int status(Route route, HttpRequest.Builder request) {
        return server.send(request.method(route.method().name(), BodyPublishers.noBody()))
                .statusCode();
    }

    private static String path(Route route) {
        return route.path().replaceAll("\\{\\w+}", "nothing");
    }

    @Test
    void shouldOpenNothingToThoseWithoutATokenButWhatLooksAfterItself() {
        List<String> open = new ArrayList<>();
        for (Route route : server.server.routes()) {
            if (route.role() == null) {
                open.add(route.method().name() + " " + route.path());
            } else {
                assertThat(status(route, server.request(path(route))))
                        .as("%s without a token", route)
                        .isEqualTo(401);
                assertThat(status(route, server.request(path(route)).header("Authorization", "Bearer no-such-token")))
                        .as("%s with another's token", route)
                        .isEqualTo(401);
            }
        }
        assertThat(new TreeSet<>(open)).containsExactlyElementsOf(OPEN);
    }

    @Test
    void shouldLetEachRoleDoWhatItMayAndNothingElse() {
        for (Route route : server.server.routes()) {
            for (Role role : Role.values()) {
                if (route.role() != null) {
                    int status = status(route, server.as(role, path(route)));
                    assertThat(status == 403)
                            .as("%s as %s: %d", route, role, status)
                            .isEqualTo(!role.includes(route.role()));
                    assertThat(status)
                            .as("%s as %s", route, role)
                            .isNotEqualTo(401)
                            .isLessThan(500);
                }
            }
        }
    }
}
