package io.drumbeat.api.security;

import io.drumbeat.campaigns.database.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** API tokens and the sessions opened with them. Only hashes are kept: a token is shown once, when it is made. */
public interface TokenStore {

    /** The one in {@code database}. */
    static TokenStore on(Database database) {
        return new PostgresTokenStore(database);
    }

    /**
     * A new token.
     *
     * @return empty where a token of that name exists or existed: names stand in campaigns' logs and keep their meaning
     */
    Optional<String> create(String name, Role role);

    /**
     * Makes {@code token} the one that {@code name} signs in with; sessions opened with another of that name end. Safe
     * to call twice.
     *
     * @return false where this very token was revoked, which it stays
     */
    boolean install(String name, Role role, String token);

    /** All of them, revoked ones too, by name. */
    List<Entry> list();

    /** Ends a token and its sessions, at once. Safe to call twice; false where there is none of that name. */
    boolean revoke(String name);

    /**
     * Another token in place of the one of that name, which ends at once with its sessions; name and role stay.
     *
     * @return empty where there is none of that name, or it was revoked
     */
    Optional<String> rotate(String name);

    /** Whose token this is, empty where it is nobody's or revoked. */
    Optional<Caller> findByToken(String token);

    /** Opens a session for the token of that name. Returns the session's secret, which is not kept. */
    String openSession(String name, Duration lifetime);

    /** Whose session this is, empty where it is nobody's, expired, or its token was revoked. */
    Optional<Caller> findBySession(String session);

    /** Ends a session. Safe to call twice. */
    void closeSession(String session);

    /** A token without its secret; {@code revokedAt} null: it is good. */
    record Entry(
            String name,
            Role role,
            Instant createdAt,
            @Nullable Instant revokedAt) {}
}
