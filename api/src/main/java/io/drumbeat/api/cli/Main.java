package io.drumbeat.api.cli;

import io.drumbeat.api.config.RunMode;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line: what {@code java -jar drumbeat.jar COMMAND} runs. */
@Command(
        name = "drumbeat",
        description = "Sends WhatsApp media campaigns. Without a command: serve.",
        mixinStandardHelpOptions = true,
        subcommands = HelpCommand.class)
public final class Main implements Callable<Integer> {

    private final Callable<Integer> serve;

    private Main(Callable<Integer> serve) {
        this.serve = serve;
    }

    /** Runs the command that {@code arguments} name and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine(System.getenv()).execute(arguments));
    }

    /** All commands, in an environment of variables. */
    static CommandLine commandLine(Map<String, String> variables) {
        CommandLine commands = new CommandLine(new Main(new ServeCommand(variables, RunMode.SERVE)))
                .addSubcommand("serve", new ServeCommand(variables, RunMode.SERVE))
                .addSubcommand("api", new ServeCommand(variables, RunMode.API))
                .addSubcommand("worker", new ServeCommand(variables, RunMode.WORKER))
                .addSubcommand("demo", new DemoCommand(variables))
                .addSubcommand("simulate", new SimulateCommand())
                .addSubcommand("send", new SendCommand(variables))
                .addSubcommand("token", new TokenCommand(variables))
                .addSubcommand("version", new VersionCommand())
                .setExecutionExceptionHandler(new PlainFailures());
        sayVersion(commands);
        return commands;
    }

    private static void sayVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new VersionCommand());
        command.getSubcommands().values().forEach(Main::sayVersion);
    }

    @Override
    public Integer call() throws Exception {
        return serve.call();
    }
}
