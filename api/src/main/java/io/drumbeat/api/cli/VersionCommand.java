package io.drumbeat.api.cli;

import io.drumbeat.engine.build.Build;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Which Drumbeat this is; {@code --version} of every command says the same. */
@Command(description = "Says which version this is, and of which commit.", mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer>, IVersionProvider {

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public String[] getVersion() {
        return new String[] {"Drumbeat " + Build.THIS};
    }

    @Override
    public Integer call() {
        command.commandLine().printVersionHelp(command.commandLine().getOut());
        return 0;
    }
}
