package io.drumbeat.api.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drumbeat.api.security.AuditStore;
import io.drumbeat.api.security.Authenticator;
import io.drumbeat.api.security.Caller;
import io.drumbeat.api.security.Role;
import io.drumbeat.api.security.TokenStore;
import io.drumbeat.campaigns.database.DataFolder;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.EmbeddedDatabase;
import io.drumbeat.campaigns.database.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenCommandTest {

    @TempDir
    private Path folder;

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldPrintTheNewTokenAndNothingElseWhenOneIsCreated() {
        Run run = token("create", "--name", "ann", "--role", "marketer");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("\n");
        assertThat(new Authenticator(TokenStore.on(database.database()))
                        .authenticate("Bearer " + run.out().strip(), null))
                .contains(new Caller("ann", Role.MARKETER));
    }

    @Test
    void shouldPrintAnotherTokenInPlaceOfOneAndSayWhereTheAdminsIsSet() {
        String before =
                token("create", "--name", "ann", "--role", "viewer").out().strip();

        Run rotated = token("rotate", "ann");

        assertThat(rotated.exitCode()).isZero();
        Authenticator authenticator = new Authenticator(TokenStore.on(database.database()));
        assertThat(authenticator.authenticate("Bearer " + rotated.out().strip(), null))
                .contains(new Caller("ann", Role.VIEWER));
        assertThat(authenticator.authenticate("Bearer " + before, null)).isEmpty();
        assertThat(token("rotate", "nobody").err()).contains("There is no token called nobody");
        assertThat(token("rotate", "admin").err()).contains("DRUMBEAT_BOOTSTRAP_TOKEN", "admin-token");
        assertThat(AuditStore.on(database.database()).list(null, null, 10).items())
                .extracting(
                        AuditStore.Entry::who,
                        AuditStore.Entry::call,
                        AuditStore.Entry::subject,
                        AuditStore.Entry::status)
                .containsExactly(
                        tuple("(command line)", "token rotate", "nobody", null),
                        tuple("(command line)", "token rotate", "ann", 200),
                        tuple("(command line)", "token create", "ann", 200));
    }

    @Test
    void shouldListAndRevokeWhenThereAreTokens() {
        String secret =
                token("create", "--name", "ann", "--role", "viewer").out().strip();

        assertThat(token("revoke", "ann").exitCode()).isZero();
        Run list = token("list");

        assertThat(list.out().lines()).hasSize(2);
        assertThat(list.out()).contains("ann", "viewer").doesNotContain(secret);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
                    create --name ann --role viewer | There is or was a token called ann already, and names are not used again: choose another.
                    create --name admin --role admin | A token's name must not be admin, which is the one of DRUMBEAT_BOOTSTRAP_TOKEN or of the file admin-token in the data folder.
                    create --name a/b --role viewer | A token's name must be 1 to 64 letters, digits and . _ @ -.
                    revoke bob | There is no token called bob.
                    """)
    void shouldSayWhyInOneSentenceWhenItCannot(String arguments, String sentence) {
        token("create", "--name", "ann", "--role", "viewer");

        assertThat(token(arguments.split(" "))).isEqualTo(new Run(2, "", sentence + "\n"));
    }

    @ParameterizedTest
    @CsvSource({"create --name ann --role boss", "create --name ann", "''", "revoke", "destroy ann"})
    void shouldExitWithTwoAndPrintNothingToUseWhenTheArgumentsAreWrong(String arguments) {
        Run run = token(arguments.isEmpty() ? new String[0] : arguments.split(" "));

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isNotBlank().doesNotContain("\tat ");
    }

    @Test
    void shouldWorkBesideTheProcessThatHasTheEmbeddedDatabaseOpen() {
        Map<String, String> variables = Map.of("DRUMBEAT_DATA_DIR", folder.toString());
        try (DataFolder open = DataFolder.open(folder);
                EmbeddedDatabase embedded = EmbeddedDatabase.start(open);
                Database pool = Database.connect(embedded.address(), 1)) {
            Run run = Run.of(variables, "token", "create", "--name", "ann", "--role", "viewer");

            assertThat(run.exitCode()).isZero();
            assertThat(TokenStore.on(pool).findByToken(run.out().strip())).isPresent();
        }

        // Nobody runs it now: the command starts it for itself, and stops it.
        assertThat(Run.of(variables, "token", "list").out()).contains("ann");
        assertThat(EmbeddedDatabase.runningIn(folder)).isEmpty();
    }

    private Run token(String... arguments) {
        DatabaseAddress address = database.address();
        Map<String, String> variables = new HashMap<>();
        variables.put("DRUMBEAT_DB_URL", address.url());
        variables.put("DRUMBEAT_DB_USER", String.valueOf(address.user()));
        variables.put("DRUMBEAT_DB_PASSWORD", String.valueOf(address.password()));
        String[] all = new String[arguments.length + 1];
        all[0] = "token";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Run.of(variables, all);
    }
}
