package io.drumbeat.api.cli;

import io.drumbeat.api.App;
import io.drumbeat.api.Closer;
import io.drumbeat.api.config.AppConfig;
import io.drumbeat.api.config.RunMode;
import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.engine.simulator.Simulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Drumbeat with all it needs and nothing real: embedded servers, simulated vendors, a campaign to watch. */
@Command(
        description = "Runs everything in ./drumbeat-demo, with simulated vendors and a sample campaign.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final Path FOLDER = Path.of("drumbeat-demo");
    private static final Duration LOGIN = Duration.ofHours(12);

    /** What of a user's environment a demo heeds: it must neither touch a real database nor send to real people. */
    private static final List<String> HEEDED =
            List.of("DRUMBEAT_HTTP_HOST", "DRUMBEAT_HTTP_PORT", "DRUMBEAT_PUBLIC_URL", "DRUMBEAT_LOG_FORMAT");

    private final Map<String, String> variables;

    @Spec
    private CommandSpec command = CommandSpec.create();

    DemoCommand(Map<String, String> variables) {
        this.variables = variables;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        AppConfig config = AppConfig.read(environment(), RunMode.SERVE);
        Logging.write(config.logFormat());
        try (Closer closer = new Closer()) {
            Simulator simulator = closer.add(Simulator.start("127.0.0.1", 0));
            App app = closer.add(App.start(
                    config, DemoSenders.at(simulator), RunMode.SERVE, variables.getOrDefault("PATH", ""), null));
            String here = address(config.http());
            DemoSenders.callBack(simulator, here);
            boolean posted = new SampleCampaign(here, FOLDER).postWhereNoneIsUnderWay();
            explain(here, app, posted);
            throw new GivenUp(UntilStopped.keep(closer, app.lost()));
        } catch (RemoteCampaigns.Refused refused) {
            throw new StartFailure(String.join("\n", refused.sentences()), refused);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(variables);
        environment.keySet().retainAll(HEEDED);
        environment.put("DRUMBEAT_DATA_DIR", FOLDER.toString());
        return environment;
    }

    /** From this machine: a server that listens everywhere is reached here too. */
    private static String address(AppConfig.Http http) {
        String host = List.of("0.0.0.0", "::").contains(http.host()) ? "127.0.0.1" : http.host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + http.port();
    }

    private void explain(String here, App app, boolean posted) {
        PrintWriter out = command.commandLine().getOut();
        out.println();
        out.println("  Open   " + here + "/login?code=" + app.loginCode(LOGIN));
        out.println("         (signs in once; in another browser, sign in with the token in "
                + FOLDER.resolve("admin-token") + ")");
        out.println();
        out.println(
                posted
                        ? "  A campaign is on its way to a file of 200 rows, some of them bad, from two simulated numbers:\n  a message or two a second, for about two minutes."
                        : "  The campaign of the last time goes on where it was.");
        out.println(
                "  Watch it, pause it, resume it; look at who was rejected, who failed and why, who read it,\n  answered or wrote STOP, and, under Numbers, at the one that its vendor slows down for half a minute.");
        out.println("  End Drumbeat with Ctrl-C or kill -9, and start the demo again: it goes on by itself.");
        app.temporalUi()
                .ifPresent(
                        ui -> out.println(
                                "  The same in the Temporal UI, where a signal pauses it too: " + ui
                                        + "\n  (\"Configure columns\" beside its list has CampaignName, which shows names instead of ids)"));
        out.println("  Nothing leaves this machine. Everything is in " + FOLDER.toAbsolutePath() + ".");
        out.println();
        out.flush();
    }
}
