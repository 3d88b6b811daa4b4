package io.drumbeat.api.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.database.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {

    private static final Caller ADMIN = AdminToken.CALLER;

    @TempDir
    private Path folder;

    private TestDatabase database;
    private TokenStore tokens;
    private Authenticator authenticator;
    private Sessions sessions;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        tokens = TokenStore.on(database.database());
        authenticator = new Authenticator(tokens);
        sessions = new Sessions(tokens, new LoginCodes(Clock.systemUTC()), URI.create("http://localhost:8080"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldKnowWhoAsksWhenTheirTokenIsGood() {
        String token = tokens.create("ann", Role.MARKETER).orElseThrow();

        assertThat(token).startsWith("dbt_").hasSize(47);
        assertThat(authenticator.authenticate("Bearer " + token, null)).contains(new Caller("ann", Role.MARKETER));
        assertThat(authenticator.authenticate("bearer  " + token + " ", null)).isPresent();
        assertThat(authenticator.authenticate("Bearer " + token + "x", null)).isEmpty();
        assertThat(authenticator.authenticate("Basic " + token, null)).isEmpty();
        assertThat(authenticator.authenticate("", null)).isEmpty();
        assertThat(authenticator.authenticate(null, null)).isEmpty();
    }

    @Test
    void shouldKeepNoTokenInTheDatabaseWhenOneIsMade() {
        String token = tokens.create("ann", Role.VIEWER).orElseThrow();

        String rows = database.database()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select string_agg(api_token::text, ',') from api_token")
                        .mapTo(String.class)
                        .one());

        assertThat(rows).contains("ann").doesNotContain(token);
    }

    @Test
    void shouldRefuseANameWhenItIsOrWasTaken() {
        tokens.create("ann", Role.VIEWER);
        assertThat(tokens.create("ann", Role.ADMIN)).isEmpty();

        tokens.revoke("ann");
        assertThat(tokens.create("ann", Role.ADMIN)).isEmpty();
        assertThat(tokens.list()).singleElement().satisfies(entry -> {
            assertThat(entry.role()).isEqualTo(Role.VIEWER);
            assertThat(entry.revokedAt()).isNotNull();
        });
    }

    @Test
    void shouldEndTokenAndSessionsWhenItIsRevoked() {
        String token = tokens.create("ann", Role.VIEWER).orElseThrow();
        String cookie = cookie(sessions.open(token).orElseThrow());
        assertThat(authenticator.authenticate(null, cookie)).contains(new Caller("ann", Role.VIEWER));

        assertThat(tokens.revoke("ann")).isTrue();
        assertThat(tokens.revoke("ann")).isTrue();
        assertThat(tokens.revoke("nobody")).isFalse();

        assertThat(authenticator.authenticate("Bearer " + token, null)).isEmpty();
        assertThat(authenticator.authenticate(null, cookie)).isEmpty();
        assertThat(sessions.open(token)).isEmpty();
    }

    @Test
    void shouldEndTheSessionWhenItIsClosedOrExpires() {
        String token = tokens.create("ann", Role.VIEWER).orElseThrow();
        String closed = cookie(sessions.open(token).orElseThrow());
        String open = cookie(sessions.open(token).orElseThrow());

        assertThat(sessions.close(closed)).startsWith("drumbeat_session=; ").contains("Max-Age=0");
        assertThat(authenticator.authenticate(null, closed)).isEmpty();
        assertThat(authenticator.authenticate(null, open)).isPresent();

        database.shiftClock(Duration.ofHours(12));
        assertThat(authenticator.authenticate(null, open)).isEmpty();
    }

    @Test
    void shouldHideTheCookieFromScriptsAndOtherSitesWhenASessionOpens() {
        String token = tokens.create("ann", Role.VIEWER).orElseThrow();
        Sessions behindTls =
                new Sessions(tokens, new LoginCodes(Clock.systemUTC()), URI.create("https://drumbeat.example"));

        assertThat(sessions.open(token).orElseThrow().setCookie())
                .contains("Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=43200")
                .doesNotContain("Secure");
        assertThat(behindTls.open(token).orElseThrow().setCookie()).endsWith("; Secure");
    }

    @Test
    void shouldNotFallBackToTheCookieWhenTheHeaderIsWrong() {
        String cookie = cookie(
                sessions.open(tokens.create("ann", Role.VIEWER).orElseThrow()).orElseThrow());

        assertThat(authenticator.authenticate("Bearer wrong", cookie)).isEmpty();
    }

    @Test
    void shouldKeepTheMadeTokenForItsOwnerWhenStartedAgain() throws IOException {
        AdminToken admin = new AdminToken(tokens, folder.resolve("data"));
        Path file = folder.resolve("data/admin-token");

        admin.install(Optional.empty());
        String token = Files.readString(file).strip();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(authenticator.authenticate("Bearer " + token, null)).contains(ADMIN);

        admin.install(Optional.empty());
        assertThat(Files.readString(file).strip()).isEqualTo(token);
        assertThat(authenticator.authenticate("Bearer " + token, null)).contains(ADMIN);
    }

    @Test
    void shouldMakeAnotherAdminTokenWhenTheKeptOneWasRevoked() throws IOException {
        AdminToken admin = new AdminToken(tokens, folder);
        admin.install(Optional.empty());
        String leaked = Files.readString(folder.resolve("admin-token")).strip();
        tokens.revoke("admin");

        admin.install(Optional.empty());

        assertThat(authenticator.authenticate("Bearer " + leaked, null)).isEmpty();
        assertThat(authenticator.authenticate(
                        "Bearer "
                                + Files.readString(folder.resolve("admin-token"))
                                        .strip(),
                        null))
                .contains(ADMIN);
    }

    @Test
    void shouldTakeTheGivenAdminTokenInsteadOfAnEarlierOneWhenThereIsOne() {
        AdminToken admin = new AdminToken(tokens, folder);
        admin.install(Optional.of("first"));
        String cookie = cookie(sessions.open("first").orElseThrow());

        admin.install(Optional.of("second"));

        assertThat(folder).isEmptyDirectory();
        assertThat(authenticator.authenticate("Bearer first", null)).isEmpty();
        assertThat(authenticator.authenticate(null, cookie)).isEmpty();
        assertThat(authenticator.authenticate("Bearer second", null)).contains(ADMIN);

        tokens.revoke("admin");
        admin.install(Optional.of("second"));
        assertThat(authenticator.authenticate("Bearer second", null)).isEmpty();
    }

    @Test
    void shouldSignInByACodeOnceWhenItIsNotTooOld() {
        SettableClock clock = new SettableClock();
        LoginCodes codes = new LoginCodes(clock);
        Sessions byCode = new Sessions(tokens, codes, URI.create("http://localhost:8080"));
        new AdminToken(tokens, folder).install(Optional.empty());
        String code = codes.issue(ADMIN, Duration.ofHours(1));

        assertThat(authenticator.authenticate(null, cookie(byCode.redeem(code).orElseThrow())))
                .contains(ADMIN);
        assertThat(byCode.redeem("guess")).isEmpty();
        assertThat(byCode.redeem(code)).as("a second time").isEmpty();

        String late = codes.issue(ADMIN, Duration.ofHours(1));
        clock.now = clock.now.plus(Duration.ofHours(1));
        assertThat(byCode.redeem(late)).isEmpty();
    }

    private static String cookie(Sessions.Opened opened) {
        return opened.setCookie().split(";")[0].substring("drumbeat_session=".length());
    }

    private static final class SettableClock extends Clock {
        private Instant now = Instant.EPOCH;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
