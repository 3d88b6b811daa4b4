package io.drumbeat.api.security;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who is asking. */
public final class Authenticator {

    private static final String SCHEME = "Bearer ";

    private final TokenStore tokens;

    public Authenticator(TokenStore tokens) {
        this.tokens = tokens;
    }

    /**
     * Who sent a request with these, empty where it is nobody we know.
     *
     * @param authorizationHeader the whole header; where there is one, the cookie is not looked at
     * @param sessionCookie the value of {@link Sessions#COOKIE}
     */
    public Optional<Caller> authenticate(@Nullable String authorizationHeader, @Nullable String sessionCookie) {
        if (authorizationHeader != null) {
            return authorizationHeader.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                    ? tokens.findByToken(
                            authorizationHeader.substring(SCHEME.length()).strip())
                    : Optional.empty();
        }
        return sessionCookie == null ? Optional.empty() : tokens.findBySession(sessionCookie);
    }
}
