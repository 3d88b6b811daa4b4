package io.drumbeat.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.StartFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A client: posts a campaign to a running Drumbeat, and watches it where asked to. */
@Command(
        description = "Posts a campaign to a running Drumbeat (DRUMBEAT_URL, DRUMBEAT_TOKEN).",
        mixinStandardHelpOptions = true)
final class SendCommand implements Callable<Integer> {

    private static final int COMPLETED = 0;
    private static final int OTHERWISE = 1;

    private final Map<String, String> variables;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "SPEC.json", description = "What is to be sent, by which senders.")
    private Path spec = Path.of("");

    @Parameters(index = "1", paramLabel = "RECIPIENTS", description = "To whom: a CSV file, or an .xlsx workbook.")
    private Path recipients = Path.of("");

    @Option(names = "--media", paramLabel = "FILE", description = "The media, where the spec names no URL.")
    private @Nullable Path media;

    @Option(
            names = "--watch",
            description = "Shows its progress until the campaign ends: a bar on a terminal, else lines.")
    private boolean watch;

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "The Idempotency-Key of an earlier try, which posts nothing twice.")
    private String key = UUID.randomUUID().toString();

    SendCommand(Map<String, String> variables) {
        this.variables = variables;
    }

    /** 0 where the campaign was posted, or, watched, completed; 1 where it was refused or ended otherwise. */
    @Override
    public Integer call() throws InterruptedException {
        String token = Objects.requireNonNullElse(variables.get("DRUMBEAT_TOKEN"), "");
        requireAll(token);
        RemoteCampaigns drumbeat =
                RemoteCampaigns.at(variables.getOrDefault("DRUMBEAT_URL", "http://127.0.0.1:8080"), token);
        PrintWriter out = command.commandLine().getOut();
        PrintWriter err = command.commandLine().getErr();
        try (OnInterrupt interrupted = new OnInterrupt(err, mayBePosted())) {
            JsonNode campaign = drumbeat.post(spec, recipients, Optional.ofNullable(media), key);
            String id = campaign.path("id").asText();
            interrupted.say(goesOn(drumbeat, id));
            out.println(id + " " + campaign.path("status").asText());
            out.flush();
            if (!watch) {
                return COMPLETED;
            }
            String status = new Watch(drumbeat, id, display(out)).untilEnd();
            return status.equals("completed") ? COMPLETED : OTHERWISE;
        } catch (RemoteCampaigns.Refused refused) {
            refused.sentences().forEach(err::println);
            err.flush();
            return OTHERWISE;
        } catch (IOException away) {
            throw new StartFailure(
                    "Drumbeat at " + drumbeat + " cannot be reached: set DRUMBEAT_URL to where it is.", away);
        }
    }

    private String mayBePosted() {
        return "The campaign may have been posted. Run the same command again with --key " + key
                + ": it shows the campaign where there is one, and makes no second one.";
    }

    private static String goesOn(RemoteCampaigns drumbeat, String id) {
        return "The campaign " + id + " goes on without this. To pause it: its page at " + drumbeat + ", or\n"
                + drumbeat.toPause(id);
    }

    /** Java 22 to 24 have a console of another kind by default, which is also there where no terminal is. */
    @SuppressWarnings("SystemConsoleNull")
    private static Display display(PrintWriter out) {
        System.setProperty("jdk.console", "java.base");
        return System.console() == null
                ? Display.lines(out, Clock.systemUTC())
                : Display.terminal(out, Clock.systemUTC());
    }

    /** @throws StartFailure with a sentence for each thing that is missing */
    private void requireAll(String token) {
        List<String> missing = Stream.of(spec, recipients, media)
                .filter(file -> file != null && (!Files.isReadable(file) || Files.isDirectory(file)))
                .map(file -> "The file " + file + " cannot be read.")
                .collect(Collectors.toCollection(ArrayList::new));
        if (token.isBlank()) {
            missing.add("DRUMBEAT_TOKEN is not set: it is the API token to send with.");
        }
        if (!missing.isEmpty()) {
            throw new StartFailure(String.join("\n", missing));
        }
    }
}
