package io.drumbeat.api.http;

import io.drumbeat.api.http.exchange.Access;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.Recorder;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.Caller;
import io.drumbeat.api.security.Role;
import io.drumbeat.api.security.Sessions;
import io.drumbeat.campaigns.json.JsonFields;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Signing in and out, for browsers, and who is asking. */
final class SessionRoutes implements Routes {

    private static final String SET_COOKIE = "Set-Cookie";
    private static final String TOKEN = "token";

    private final Sessions sessions;
    private final Access access;
    private final Recorder recorder;

    SessionRoutes(Sessions sessions, Access access, Recorder recorder) {
        this.sessions = sessions;
        this.access = access;
        this.recorder = recorder;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(Role.VIEWER, "/session", ctx -> answer(ctx, Access.caller(ctx))),
                Route.open(HandlerType.POST, Route.BASE + "/session", this::open),
                Route.open(HandlerType.DELETE, Route.BASE + "/session", this::close),
                Route.open(HandlerType.GET, "/login", this::redeem));
    }

    private void open(Context ctx) throws IOException {
        access.requireOwnPage(ctx);
        JsonFields body = Json.fields(ctx);
        body.require(TOKEN);
        String token = body.text(TOKEN);
        Json.check(body);
        Sessions.Opened opened = sessions.open(Objects.requireNonNull(token))
                .orElseThrow(() -> Access.refused("This token is not valid."));
        recorder.begin(ctx, opened.caller(), "POST /session");
        ctx.header(SET_COOKIE, opened.setCookie());
        answer(ctx, opened.caller());
    }

    private static void answer(Context ctx, Caller caller) {
        Json.answer(
                ctx,
                Json.object()
                        .put("name", caller.name())
                        .put("role", caller.role().text()));
    }

    private void close(Context ctx) {
        access.requireOwnPage(ctx);
        ctx.header(SET_COOKIE, sessions.close(Objects.requireNonNullElse(ctx.cookie(Sessions.COOKIE), "")));
        ctx.status(HttpStatus.NO_CONTENT);
    }

    /** The address that demo prints: it signs in by itself, once, and leads to the page; there again for who is signed in. */
    private void redeem(Context ctx) {
        Optional<Sessions.Opened> opened = sessions.redeem(Objects.requireNonNullElse(ctx.queryParam("code"), ""));
        if (opened.isPresent()) {
            recorder.begin(ctx, opened.get().caller(), "GET /login");
            ctx.header(SET_COOKIE, opened.get().setCookie());
        } else if (!access.isSignedIn(ctx)) {
            throw Access.refused("This login address was used before, or is no longer valid: sign in with a token.");
        }
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }
}
