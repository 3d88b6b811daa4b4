package io.drumbeat.api.http.exchange;

import io.drumbeat.api.security.Authenticator;
import io.drumbeat.api.security.Caller;
import io.drumbeat.api.security.FailedSignIns;
import io.drumbeat.api.security.Role;
import io.drumbeat.api.security.SameOrigin;
import io.drumbeat.api.security.Sessions;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Stands before the routes: who is asking, and whether they may. */
public final class Access {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final Authenticator authenticator;
    private final FailedSignIns failed;
    private final SameOrigin sameOrigin;

    public Access(Authenticator authenticator, FailedSignIns failed, SameOrigin sameOrigin) {
        this.authenticator = authenticator;
        this.failed = failed;
        this.sameOrigin = sameOrigin;
    }

    /** The handler of {@code route}, for those only who may call it; whoever tries one token after the other waits. */
    public Handler guard(Route route) {
        Role role = route.role();
        return ctx -> {
            try {
                if (role != null) {
                    ctx.attribute(Caller.class.getName(), require(ctx, role));
                }
                route.handler().handle(ctx);
            } catch (Refused refused) {
                // Whoever brings nothing guesses nothing.
                Duration wait = refused.guess ? failed.count(ctx.ip()) : Duration.ZERO;
                if (wait.isZero()) {
                    throw refused.problem;
                }
                later(ctx, wait, refused.problem);
            }
        };
    }

    /** Answers then, and keeps no thread until then. */
    private static void later(Context ctx, Duration wait, Problem problem) {
        Executor then = CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS);
        ctx.future(() -> CompletableFuture.runAsync(() -> Problems.write(problem, ctx), then));
    }

    /** 401 for a token, a code or a session that is none. */
    public static RuntimeException refused(String detail) {
        return new Refused(unauthorized(detail), true);
    }

    private static Problem unauthorized(String detail) {
        return Problem.of(HttpStatus.UNAUTHORIZED, detail).with(Header.WWW_AUTHENTICATE, "Bearer realm=\"drumbeat\"");
    }

    /** Never leaves {@link #guard}. */
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Problem problem;
        private final boolean guess;

        Refused(Problem problem, boolean guess) {
            super(problem.detail(), null, false, false);
            this.problem = problem;
            this.guess = guess;
        }
    }

    /** The caller of a guarded route. */
    public static Caller caller(Context ctx) {
        return Objects.requireNonNull(ctx.attribute(Caller.class.getName()), "a route without a role has no caller");
    }

    /** Who calls, where that is somebody with {@code role}; else 401 or 403. */
    public Caller require(Context ctx, Role role) {
        String header = ctx.header(Header.AUTHORIZATION);
        String cookie = ctx.cookie(Sessions.COOKIE);
        Caller caller = authenticator
                .authenticate(header, cookie)
                .orElseThrow(() -> new Refused(
                        unauthorized("Send a valid token: \"Authorization: Bearer TOKEN\"."),
                        header != null || cookie != null));
        if (header == null) {
            requireOwnPage(ctx);
        }
        if (!caller.role().includes(role)) {
            throw forbidden(role, caller);
        }
        return caller;
    }

    /** Whether the browser that asks has a session. */
    public boolean isSignedIn(Context ctx) {
        return authenticator.authenticate(null, ctx.cookie(Sessions.COOKIE)).isPresent();
    }

    /** 403 for one who lacks {@code role}. */
    public static Problem forbidden(Role role, Caller caller) {
        return Problem.of(
                HttpStatus.FORBIDDEN,
                "This needs the role " + role.text() + "; the token has the role "
                        + caller.role().text() + ".");
    }

    /** 403 where another site's page lets a visitor's browser make this call. */
    public void requireOwnPage(Context ctx) {
        if (!SAFE.contains(ctx.req().getMethod())
                && !sameOrigin.allows(
                        ctx.header("Sec-Fetch-Site"), ctx.header(Header.ORIGIN), ctx.header(Header.HOST))) {
            throw Problem.of(HttpStatus.FORBIDDEN, "A page of another site may not do this.");
        }
    }
}
