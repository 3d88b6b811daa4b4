package io.drumbeat.api.http;

import io.drumbeat.api.security.Caller;
import io.drumbeat.api.security.Role;
import io.drumbeat.api.security.Sessions;
import io.drumbeat.campaigns.json.JsonFields;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Objects;

/** Signing in and out, for browsers, and who is asking. */
final class SessionRoutes implements Routes {

    private static final String SET_COOKIE = "Set-Cookie";
    private static final String TOKEN = "token";

    private final Sessions sessions;
    private final Access access;

    SessionRoutes(Sessions sessions, Access access) {
        this.sessions = sessions;
        this.access = access;
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
                .orElseThrow(() -> Problem.of(HttpStatus.UNAUTHORIZED, "This token is not valid.")
                        .with(Header.WWW_AUTHENTICATE, "Bearer realm=\"drumbeat\""));
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

    /** The address that demo prints: it signs in by itself and leads to the page. */
    private void redeem(Context ctx) {
        Sessions.Opened opened = sessions.redeem(Objects.requireNonNullElse(ctx.queryParam("code"), ""))
                .orElseThrow(() -> Problem.of(
                                HttpStatus.UNAUTHORIZED, "This login address is no longer valid; sign in with a token.")
                        .with(Header.WWW_AUTHENTICATE, "Bearer realm=\"drumbeat\""));
        ctx.header(SET_COOKIE, opened.setCookie());
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }
}
