package io.drumbeat.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.App;
import io.drumbeat.api.config.AppConfig;
import io.drumbeat.api.config.RunMode;
import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.engine.simulator.Simulator;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/walkthrough.md tells people to type, typed as it stands there, against what the demo runs. */
class WalkthroughTest {

    private static final Path WALKTHROUGH = Path.of("..").resolve("docs/walkthrough.md");
    private static final Pattern TYPED = Pattern.compile("(?ms)^```sh\n(.*?)^```$");
    private static final String TOKEN = "token-of-the-walkthrough";

    @TempDir
    private Path folder;

    @Test
    void shouldDoAsItSaysWhenEachLineIsTyped() throws Exception {
        Path answers = folder.resolve("answers");
        int port = freePort();
        try (TestDatabase database = TestDatabase.fresh();
                Simulator simulator = Simulator.start("127.0.0.1", 0);
                App app = App.start(
                        AppConfig.read(variables(database.address(), port), RunMode.SERVE),
                        DemoSenders.at(simulator),
                        RunMode.SERVE,
                        "",
                        null)) {
            DemoSenders.callBack(simulator, "http://127.0.0.1:" + port);

            assertThat(type(answers, "http://127.0.0.1:" + port))
                    .as(Files.readString(answers))
                    .isZero();
            assertThat(app.lost()).isNotDone();
        }

        assertThat(Files.readString(answers))
                .contains("\"status\":\"completed\"", "\nevent: end\n", "\n304\n", "\"errorCode\":\"131026\"")
                .contains("6,phone_characters,")
                .contains("\"event\":\"retried\"", "\"status\":\"cancelled\"");
    }

    private Map<String, String> variables(DatabaseAddress address, int port) {
        return Map.of(
                "DRUMBEAT_DB_URL", address.url(),
                "DRUMBEAT_DB_USER", String.valueOf(address.user()),
                "DRUMBEAT_DB_PASSWORD", String.valueOf(address.password()),
                "DRUMBEAT_HTTP_PORT", String.valueOf(port),
                "DRUMBEAT_DATA_DIR", folder.resolve("drumbeat-demo").toString(),
                "DRUMBEAT_BOOTSTRAP_TOKEN", TOKEN);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** The exit code of a shell that stops at the first line that fails. */
    private int type(Path answers, String url) throws Exception {
        String script = TYPED.matcher(Files.readString(WALKTHROUGH))
                .results()
                .map((MatchResult block) -> block.group(1))
                .collect(Collectors.joining("\n"));
        ProcessBuilder shell = new ProcessBuilder(List.of("bash", "-euo", "pipefail", "-c", script))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(answers.toFile());
        shell.environment().putAll(Map.of("DRUMBEAT_URL", url, "DRUMBEAT_TOKEN", TOKEN));
        Process process = shell.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
