package io.drumbeat.api.http;

import io.drumbeat.api.http.exchange.ProblemKind;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** The description of the API, for programs and for people. */
final class DocumentRoutes implements Routes {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.open(HandlerType.GET, "/openapi.json", ctx -> send(ctx, "openapi.json", "application/json")),
                Route.open(HandlerType.GET, "/docs", ctx -> send(ctx, "docs.html", "text/html; charset=utf-8")),
                Route.open(
                        HandlerType.GET,
                        ProblemKind.PAGE,
                        ctx -> send(ctx, "problems.html", "text/html; charset=utf-8")),
                Route.open(HandlerType.GET, "/docs.js", ctx -> send(ctx, "docs.js", "text/javascript; charset=utf-8")));
    }

    private static void send(Context ctx, String resource, String contentType) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                DocumentRoutes.class.getResourceAsStream(resource), () -> resource + " is not in the jar")) {
            ctx.contentType(contentType).result(in.readAllBytes());
        }
    }
}
