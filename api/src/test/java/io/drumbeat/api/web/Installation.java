package io.drumbeat.api.web;

import io.drumbeat.api.RunningApp;
import io.drumbeat.engine.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The real application beside the vendors' simulator. */
final class Installation implements AutoCloseable {

    private final Simulator simulator = Simulator.start("127.0.0.1", 0);
    private final RunningApp drumbeat;
    private final Map<String, String> tokens = new HashMap<>();

    /** Starts both; {@code folder} keeps the data. */
    Installation(Path folder) throws IOException {
        try {
            drumbeat = new RunningApp(folder, sendersAt(simulator.port()));
            simulator.reportTo("cloud/111", URI.create(url("/webhooks/quick")), "s");
        } catch (IOException | RuntimeException | Error e) {
            simulator.close();
            throw e;
        }
    }

    /** A token of that role, always the same one. */
    String token(String role) {
        return tokens.computeIfAbsent(role, drumbeat::newToken);
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
