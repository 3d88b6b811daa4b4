package io.drumbeat.api.cli;

import io.drumbeat.api.Storage;
import io.drumbeat.api.config.AppConfig;
import io.drumbeat.api.config.RunMode;
import io.drumbeat.api.security.AdminToken;
import io.drumbeat.api.security.AuditStore;
import io.drumbeat.api.security.Role;
import io.drumbeat.api.security.TokenNames;
import io.drumbeat.api.security.TokenStore;
import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.campaigns.database.Database;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** API tokens, also beside a running Drumbeat. */
@Command(description = "Creates, lists, rotates and revokes API tokens.", mixinStandardHelpOptions = true)
final class TokenCommand implements Callable<Integer> {

    private final Map<String, String> variables;

    @Spec
    private CommandSpec command;

    TokenCommand(Map<String, String> variables) {
        this.variables = variables;
        this.command = CommandSpec.create();
    }

    @Override
    public Integer call() {
        throw new CommandLine.ParameterException(
                command.commandLine(), "Say which: token create, token list, token rotate or token revoke.");
    }

    @Command(description = "Prints a new token, and nothing else.", mixinStandardHelpOptions = true)
    int create(
            @Option(names = "--name", required = true, description = "Who it is for: campaigns' logs name it.")
                    String name,
            @Option(
                            names = "--role",
                            required = true,
                            converter = RoleConverter.class,
                            description = "viewer, marketer, operator or admin.")
                    Role role) {
        TokenNames.fault(name).ifPresent(fault -> {
            throw new StartFailure("A token's name " + fault + ".");
        });
        return recorded("token create", name, tokens -> {
            out().println(tokens.create(name, role)
                    .orElseThrow(() -> new StartFailure("There is or was a token called " + name
                            + " already, and names are not used again: choose another.")));
            return 0;
        });
    }

    @Command(description = "Lists them, without their secrets.", mixinStandardHelpOptions = true)
    int list() {
        return withTokens(tokens -> {
            out().printf("%-24s %-10s %-21s %s%n", "NAME", "ROLE", "CREATED", "REVOKED");
            tokens.list()
                    .forEach(token -> out().printf(
                                    "%-24s %-10s %-21s %s%n",
                                    token.name(),
                                    token.role().text(),
                                    seconds(token.createdAt()),
                                    token.revokedAt() == null ? "" : seconds(token.revokedAt())));
            return 0;
        });
    }

    @Command(
            description = "Prints another token in place of one, which ends at once with its sessions.",
            mixinStandardHelpOptions = true)
    int rotate(@Parameters(paramLabel = "NAME", description = "Its name, which stays, as its role does.") String name) {
        if (name.equals(AdminToken.NAME)) {
            throw new StartFailure("The token admin " + TokenNames.ADMIN_ROTATES_OTHERWISE + ".");
        }
        return recorded("token rotate", name, tokens -> {
            out().println(tokens.rotate(name)
                    .orElseThrow(() -> new StartFailure("There is no token called " + name + ", or it was revoked.")));
            return 0;
        });
    }

    @Command(description = "Ends a token and its sessions, at once.", mixinStandardHelpOptions = true)
    int revoke(@Parameters(paramLabel = "NAME", description = "Its name.") String name) {
        return recorded("token revoke", name, tokens -> {
            if (!tokens.revoke(name)) {
                throw new StartFailure("There is no token called " + name + ".");
            }
            return 0;
        });
    }

    private int withTokens(ToIntFunction<TokenStore> work) {
        return withDatabase(database -> work.applyAsInt(TokenStore.on(database)));
    }

    /** As {@link #withTokens}, with an entry in the audit log, which has no end where {@code work} fails. */
    private int recorded(String call, String name, ToIntFunction<TokenStore> work) {
        return withDatabase(database -> {
            AuditStore log = AuditStore.on(database);
            long entry = log.begin(AuditStore.COMMAND_LINE, call, name);
            int exitCode = work.applyAsInt(TokenStore.on(database));
            log.end(entry, HttpURLConnection.HTTP_OK, null);
            return exitCode;
        });
    }

    private int withDatabase(ToIntFunction<Database> work) {
        try (Storage storage = Storage.share(AppConfig.read(variables, RunMode.SERVE))) {
            int exitCode = work.applyAsInt(storage.database());
            out().flush();
            return exitCode;
        }
    }

    private PrintWriter out() {
        return command.commandLine().getOut();
    }

    private static String seconds(java.time.Instant time) {
        return time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
    }

    /** Says what there is where a role is none. */
    static final class RoleConverter implements ITypeConverter<Role> {
        @Override
        public Role convert(String text) {
            return Role.parse(text)
                    .orElseThrow(() -> new TypeConversionException("must be viewer, marketer, operator or admin"));
        }
    }
}
