package io.drumbeat.api.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drumbeat.engine.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The simulated vendors in a process of their own, for benchmarks: what they do is not what is measured. */
final class VendorProcess implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    /** One that answers {@code latency} after a request. */
    VendorProcess(Duration latency) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        VendorProcess.class.getName(),
                        Long.toString(latency.toMillis()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Its own end closes it.
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new IllegalStateException("the vendor does not start");
        }
        port = Integer.parseInt(line);
    }

    /** The process itself: says its port, and ends with its standard input. */
    public static void main(String[] arguments) throws IOException {
        Duration latency = Duration.ofMillis(Long.parseLong(arguments[0]));
        try (Simulator simulator = Simulator.start("127.0.0.1", 0, new Simulator.Options(latency, false, false))) {
            System.out.println(simulator.port());
            while (System.in.read() >= 0) {
                // whoever started it says nothing
            }
        }
    }

    int port() {
        return port;
    }

    /** How many sends have come to {@code account}. */
    long count(String account) throws IOException, InterruptedException {
        return get("counters").at("/accounts").path(account).path("sends").asLong();
    }

    /**
     * A send, of the newest 200,000.
     *
     * @param arrivedNanos by the vendor's clock
     */
    record Send(String phone, long arrivedNanos) {}

    /** Those that have come to {@code account}, in the order in which they came. */
    List<Send> sends(String account) throws IOException, InterruptedException {
        List<Send> sends = new ArrayList<>();
        for (JsonNode send : get("sends?account=" + account)) {
            sends.add(new Send(
                    send.path("phone").asText(), send.path("arrivedNanos").asLong()));
        }
        return sends;
    }

    /** Forgets all sends. */
    void reset() throws IOException, InterruptedException {
        http.send(request("reset").POST(BodyPublishers.noBody()).build(), BodyHandlers.discarding());
    }

    private JsonNode get(String what) throws IOException, InterruptedException {
        return JSON.readTree(
                http.send(request(what).build(), BodyHandlers.ofString()).body());
    }

    private HttpRequest.Builder request(String what) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/simulator/" + what));
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
