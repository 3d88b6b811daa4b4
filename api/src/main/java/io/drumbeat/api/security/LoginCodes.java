package io.drumbeat.api.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Codes for URLs that sign in by themselves, so that no token stands in a URL. Kept in memory: they end with the
 * process, or earlier.
 */
public final class LoginCodes {

    private final Clock clock;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();

    public LoginCodes(Clock clock) {
        this.clock = clock;
    }

    /** A new code that signs in as {@code caller}, once and within {@code validFor}. */
    public String issue(Caller caller, Duration validFor) {
        String code = Secret.draw("");
        grants.put(code, new Grant(caller, clock.instant().plus(validFor)));
        return code;
    }

    Optional<Caller> redeem(String code) {
        return Optional.ofNullable(grants.remove(code))
                .filter(grant -> clock.instant().isBefore(grant.until))
                .map(Grant::caller);
    }

    private record Grant(Caller caller, Instant until) {}
}
