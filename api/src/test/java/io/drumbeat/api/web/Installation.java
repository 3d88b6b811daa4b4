package io.drumbeat.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.DrumbeatProcess;
import io.drumbeat.api.cli.Run;
import io.drumbeat.engine.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The real application with everything embedded, as a process of its own, beside the vendors' simulator. */
final class Installation implements AutoCloseable {

    private final Simulator simulator;
    private final DrumbeatProcess drumbeat;
    private final Map<String, String> tokens = new HashMap<>();
    private final Path folder;

    private Installation(Simulator simulator, Path folder) {
        this.simulator = simulator;
        this.folder = folder;
        this.drumbeat = DrumbeatProcess.ofClasses(folder, "drumbeat", sendersAt(simulator.port()));
    }

    /** Starts both, and returns when they are ready; {@code folder} keeps the data and what is printed. */
    static Installation start(Path folder) throws IOException {
        Installation installation = new Installation(Simulator.start("127.0.0.1", 0), folder);
        try {
            installation.drumbeat.start("serve");
            installation.simulator.reportTo("cloud/111", URI.create(installation.url("/webhooks/quick")), "s");
            return installation;
        } catch (RuntimeException | Error e) {
            installation.close();
            throw e;
        }
    }

    /** A token of that role, always the same one. */
    String token(String role) {
        return tokens.computeIfAbsent(role, this::newToken);
    }

    private String newToken(String role) {
        Map<String, String> variables =
                Map.of("DRUMBEAT_DATA_DIR", folder.resolve("drumbeat").toString());
        Run run = Run.of(variables, "token", "create", "--name", "a-" + role, "--role", role);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out().strip();
    }

    /** An address of the page or the API. */
    String url(String path) {
        return drumbeat.url(path);
    }

    private static String sendersAt(int simulatorPort) {
        return """
                {"senders": [
                  {"id": "quick", "gateway": "cloud", "name": "Quick number", "baseUrl": "http://127.0.0.1:%1$d/cloud/v23.0",
                   "credentials": {"accessToken": "x", "appSecret": "s"}, "settings": {"phoneNumberId": "111", "businessAccountId": "102"},
                   "pacing": {"minDelay": "PT0.1S", "maxDelay": "PT0.2S"}, "dailyCap": 2000},
                  {"id": "slow", "gateway": "cloud", "name": "Slow number", "baseUrl": "http://127.0.0.1:%1$d/cloud/v23.0",
                   "credentials": {"accessToken": "x"}, "settings": {"phoneNumberId": "222"},
                   "pacing": {"minDelay": "PT3S", "maxDelay": "PT5S"}}]}
                """.formatted(simulatorPort);
    }

    @Override
    public void close() {
        try (simulator) {
            drumbeat.close();
        }
    }
}
