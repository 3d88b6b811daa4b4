package io.drumbeat.api.security;

import io.drumbeat.campaigns.database.Database;
import java.net.URI;
import java.time.InstantSource;

/**
 * Who may come in, by what, and what is written down of what they do.
 *
 * @param failed slows those down who try and fail
 */
public record SignIns(
        TokenStore tokens, Authenticator authenticator, FailedSignIns failed, Sessions sessions, AuditStore audit) {

    /**
     * Those by the tokens in {@code database}.
     *
     * @param codes with which a session may be opened instead
     * @param clock of the failed ones
     * @param publicUrl where browsers find the server
     */
    public static SignIns on(Database database, LoginCodes codes, InstantSource clock, URI publicUrl) {
        TokenStore tokens = TokenStore.on(database);
        return new SignIns(
                tokens,
                new Authenticator(tokens),
                new FailedSignIns(clock),
                new Sessions(tokens, codes, publicUrl),
                AuditStore.on(database));
    }
}
