package io.drumbeat.api.cli;

import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.engine.simulator.Simulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The vendors' simulator alone. */
@Command(description = "Runs a server that speaks the vendors' protocols.", mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Where it listens (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", defaultValue = "9090", description = "On which port (${DEFAULT-VALUE}); 0: a free one.")
    private int port;

    @Override
    public Integer call() throws InterruptedException {
        try (Simulator simulator = Simulator.start(host, port)) {
            PrintWriter out = command.commandLine().getOut();
            out.println("The simulator listens. Base URLs for senders.json:");
            simulator.baseUrls(host).forEach((gateway, url) -> out.printf("  %-10s %s%n", gateway, url));
            out.flush();
            UntilStopped.keep(simulator);
            return 0;
        } catch (IOException e) {
            throw new StartFailure(
                    "The simulator cannot listen on " + host + ":" + port + ": " + e.getMessage() + ".", e);
        }
    }
}
