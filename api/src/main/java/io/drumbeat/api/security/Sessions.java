package io.drumbeat.api.security;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** What the page signs in and out with: a cookie that its scripts cannot read. */
public final class Sessions {

    /** The cookie's name. */
    public static final String COOKIE = "drumbeat_session";

    private static final Duration LIFETIME = Duration.ofHours(12);

    private final TokenStore tokens;
    private final LoginCodes codes;
    private final boolean secure;

    /** @param publicUrl where the page is reached; with https, the cookie never travels without */
    public Sessions(TokenStore tokens, LoginCodes codes, URI publicUrl) {
        this.tokens = tokens;
        this.codes = codes;
        this.secure = "https".equals(publicUrl.getScheme());
    }

    /** Opens a session for {@code token}; empty where it is not valid. */
    public Optional<Opened> open(String token) {
        return tokens.findByToken(token).map(this::open);
    }

    /** Opens a session for the code of a login URL; empty where it is no longer valid. */
    public Optional<Opened> redeem(String code) {
        return codes.redeem(code).map(this::open);
    }

    private Opened open(Caller caller) {
        return new Opened(caller, setCookie(tokens.openSession(caller.name(), LIFETIME), LIFETIME));
    }

    /** Ends the session of that cookie. Returns the Set-Cookie header that removes it. Safe to call twice. */
    public String close(String sessionCookie) {
        tokens.closeSession(sessionCookie);
        return setCookie("", Duration.ZERO);
    }

    private String setCookie(String value, Duration maxAge) {
        return COOKIE + "=" + value + "; Path=/; Max-Age=" + maxAge.toSeconds() + "; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }

    /** A session: whose it is, and the whole Set-Cookie header that gives it to the browser. */
    public record Opened(Caller caller, String setCookie) {
        /** Leaves out the cookie: this may reach a log. */
        @Override
        public String toString() {
            return "Opened[" + caller + "]";
        }
    }
}
