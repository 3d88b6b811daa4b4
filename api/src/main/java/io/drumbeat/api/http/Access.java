package io.drumbeat.api.http;

import io.drumbeat.api.security.Authenticator;
import io.drumbeat.api.security.Caller;
import io.drumbeat.api.security.Role;
import io.drumbeat.api.security.SameOrigin;
import io.drumbeat.api.security.Sessions;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Stands before the routes: who is asking, and whether they may. */
final class Access {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Authenticator authenticator;
    private final SameOrigin sameOrigin;

    Access(Authenticator authenticator, SameOrigin sameOrigin) {
        this.authenticator = authenticator;
        this.sameOrigin = sameOrigin;
    }

    /** The handler of {@code route}, for those only who may call it. */
    Handler guard(Route route) {
        Role role = route.role();
        if (role == null) {
            return route.handler();
        }
        return ctx -> {
            ctx.attribute(Caller.class.getName(), require(ctx, role));
            route.handler().handle(ctx);
        };
    }

    /** The caller of a guarded route. */
    static Caller caller(Context ctx) {
        return Objects.requireNonNull(ctx.attribute(Caller.class.getName()), "a route without a role has no caller");
    }

    /** Who calls, where that is somebody with {@code role}; else 401 or 403. */
    Caller require(Context ctx, Role role) {
        String header = ctx.header(Header.AUTHORIZATION);
        Optional<Caller> known = authenticator.authenticate(header, ctx.cookie(Sessions.COOKIE));
        Caller caller = known.orElseThrow(
                () -> Problem.of(HttpStatus.UNAUTHORIZED, "Send a valid token: \"Authorization: Bearer TOKEN\".")
                        .with(Header.WWW_AUTHENTICATE, "Bearer realm=\"drumbeat\""));
        if (header == null) {
            requireOwnPage(ctx);
        }
        if (!caller.role().includes(role)) {
            throw forbidden(role, caller);
        }
        return caller;
    }

    /** 403 for one who lacks {@code role}. */
    static Problem forbidden(Role role, Caller caller) {
        return Problem.of(
                HttpStatus.FORBIDDEN,
                "This needs the role " + role.text() + "; the token has the role "
                        + caller.role().text() + ".");
    }

    /** 403 where another site's page lets a visitor's browser make this call. */
    void requireOwnPage(Context ctx) {
        if (!SAFE.contains(ctx.req().getMethod())
                && !sameOrigin.allows(
                        ctx.header("Sec-Fetch-Site"), ctx.header(Header.ORIGIN), ctx.header(Header.HOST))) {
            throw Problem.of(HttpStatus.FORBIDDEN, "A page of another site may not do this.");
        }
    }
}
