package io.drumbeat.api.http;

import io.drumbeat.api.http.exchange.Access;
import io.drumbeat.api.http.exchange.Health;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.Role;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** For whoever runs the server: is it alive, is it ready, and what does it measure. */
final class OperationRoutes implements Routes {

    private final Health health;
    private final Access access;

    OperationRoutes(Health health, Access access) {
        this.health = health;
        this.access = access;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.open(
                        HandlerType.GET,
                        "/healthz",
                        ctx -> Json.answer(ctx, Json.object().put("status", "alive"))),
                Route.open(HandlerType.GET, "/readyz", this::ready),
                Route.open(HandlerType.GET, "/metrics", this::metrics));
    }

    private void ready(Context ctx) {
        List<String> troubles = health.readiness().entrySet().stream()
                .flatMap(part -> part.getValue().get().map(why -> part.getKey() + ": " + why).stream())
                .sorted()
                .toList();
        if (!troubles.isEmpty()) {
            throw Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "Not ready. " + String.join("; ", troubles) + ".");
        }
        Json.answer(ctx, Json.object().put("status", "ready"));
    }

    private void metrics(Context ctx) {
        if (!comesFromHere(ctx)) {
            access.require(ctx, Role.VIEWER);
        }
        ctx.contentType("text/plain; version=0.0.4; charset=utf-8")
                .result(health.metrics().scrape());
    }

    /** A proxy on this machine passes on what others ask. */
    private static boolean comesFromHere(Context ctx) {
        try {
            return InetAddress.getByName(ctx.req().getRemoteAddr()).isLoopbackAddress()
                    && ctx.header("X-Forwarded-For") == null
                    && ctx.header("Forwarded") == null;
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
