package io.drumbeat.api.system;

import io.drumbeat.engine.simulator.Simulator;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The vendors, simulated in the test's own process: what arrived there survives every crash of Drumbeat. */
final class Vendor implements AutoCloseable {

    /** Of every sender that has one. */
    static final String WEBHOOK_SECRET = "secret";

    final Simulator simulator;

    Vendor() throws IOException {
        this(Duration.ZERO);
    }

    Vendor(Duration latency) throws IOException {
        simulator = Simulator.start("127.0.0.1", 0, new Simulator.Options(latency, true, true));
    }

    /** senders.json with a Cloud sender {@code c1} and a Wachat sender {@code w1}, both with these pauses. */
    String oneOfEach(double minSeconds, double maxSeconds) {
        String wachat = """
                {"id": "w1", "gateway": "wachat", "baseUrl": "http://127.0.0.1:%d/wachat/api/v1",
                 "credentials": {"token": "x"}, "settings": {"instanceName": "w1"}, %s}""".formatted(simulator.port(), pacing(minSeconds, maxSeconds));
        return "{\"senders\": [" + cloud(simulator.port(), 1, minSeconds, maxSeconds) + ", " + wachat + "]}";
    }

    /** senders.json with a sender of each gateway, called like it, without pauses; whoever can upload does. */
    String ofEveryGateway() {
        return """
                {"senders": [
                {"id": "cloud", "gateway": "cloud", "baseUrl": "http://127.0.0.1:PORT/cloud/v23.0",
                 "credentials": {"accessToken": "x", "appSecret": "SECRET", "verifyToken": "v"},
                 "settings": {"phoneNumberId": "11", TIMEOUT}, PACING},
                {"id": "wachat", "gateway": "wachat", "baseUrl": "http://127.0.0.1:PORT/wachat/api/v1",
                 "credentials": {"token": "x", "webhookSecret": "SECRET"}, "settings": {"instanceName": "w", TIMEOUT}, PACING},
                {"id": "waconnect", "gateway": "waconnect", "baseUrl": "http://127.0.0.1:PORT/waconnect",
                 "credentials": {"apiKey": "wba_x", "metaAccessToken": "x", "webhookSecret": "SECRET"},
                 "settings": {"phoneNumberId": "22", "graphBaseUrl": "http://127.0.0.1:PORT/cloud/v23.0", TIMEOUT}, PACING},
                {"id": "pepipost", "gateway": "pepipost", "baseUrl": "http://127.0.0.1:PORT/pepipost/api/v2",
                 "credentials": {"token": "x", "webhookToken": "SECRET"},
                 "settings": {"source": "33", "mediaUploadPath": "/media/33", TIMEOUT}, PACING},
                {"id": "wacr", "gateway": "wacr", "baseUrl": "http://127.0.0.1:PORT/wacr/api/v1",
                 "credentials": {"token": "acct"}, "settings": {TIMEOUT}, PACING}]}""".replace("PORT", String.valueOf(simulator.port()))
                .replace("PACING", pacing(0, 0))
                .replace("TIMEOUT", "\"timeout\": \"PT10S\"")
                .replace("SECRET", WEBHOOK_SECRET);
    }

    /** senders.json with {@code count} Cloud senders {@code c1}, {@code c2}, … */
    String clouds(int count, double minSeconds, double maxSeconds) {
        return clouds(simulator.port(), count, minSeconds, maxSeconds);
    }

    /** The same at a vendor that listens on {@code port}. */
    static String clouds(int port, int count, double minSeconds, double maxSeconds) {
        List<String> senders = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            senders.add(cloud(port, i, minSeconds, maxSeconds));
        }
        return "{\"senders\": [" + String.join(", ", senders) + "]}";
    }

    /** senders.json with a Cloud sender {@code bulk} that has a rate; {@code perSecond} 0: an unlimited one. */
    String rate(int perSecond, int maxInFlight) {
        return rate(simulator.port(), perSecond, maxInFlight);
    }

    /** The same at a vendor that listens on {@code port}. */
    static String rate(int port, int perSecond, int maxInFlight) {
        return """
                {"senders": [{"id": "bulk", "gateway": "cloud", "baseUrl": "http://127.0.0.1:%d/cloud/v23.0",
                 "credentials": {"accessToken": "x"}, "settings": {"phoneNumberId": "1"},
                 "pacing": {"ratePerSecond": %s, "maxInFlight": %d}}]}""".formatted(port, perSecond == 0 ? "\"unlimited\"" : perSecond, maxInFlight);
    }

    private static String cloud(int port, int number, double minSeconds, double maxSeconds) {
        return """
                {"id": "c%d", "gateway": "cloud", "baseUrl": "http://127.0.0.1:%d/cloud/v23.0",
                 "credentials": {"accessToken": "x"}, "settings": {"phoneNumberId": "%d"}, %s}""".formatted(number, port, number, pacing(minSeconds, maxSeconds));
    }

    private static String pacing(double minSeconds, double maxSeconds) {
        return String.format(
                Locale.ROOT,
                "\"pacing\": {\"minDelay\": \"PT%.3fS\", \"maxDelay\": \"PT%.3fS\"}",
                minSeconds,
                maxSeconds);
    }

    /** A spec for those senders. */
    static String spec(String... senders) {
        return """
                {"name": "Offer", "senders": ["%s"], "media": {"type": "image", "caption": "Hello {{name}}"},
                 "allowRepeat": true}""".formatted(String.join("\", \"", senders));
    }

    /** A file of recipients whose phones no other {@code series} has and on whom nothing misbehaves. */
    static String recipients(int series, int count) {
        StringBuilder csv = new StringBuilder("phone,name\n");
        for (int i = 0; i < count; i++) {
            csv.append(String.format(Locale.ROOT, "+4915%02d%07d,N%d%n", 10 + series, i, i));
        }
        return csv.toString();
    }

    /**
     * A pause that the vendor saw.
     *
     * @param nanos how long it was; negative where one send came beside another
     * @param endedNanos when the next send came, by {@link System#nanoTime}
     */
    record Pause(long nanos, long endedNanos) {}

    /** The pauses at an account, in nanoseconds. */
    List<Long> pauses(String account) {
        return pausesOf(account).stream().map(Pause::nanos).toList();
    }

    /** The pauses at an account, in their order. */
    List<Pause> pausesOf(String account) {
        List<Simulator.Send> sends = simulator.sends().stream()
                .filter(send -> send.account().equals(account))
                .sorted(Comparator.comparingLong(Simulator.Send::arrivedNanos))
                .toList();
        List<Pause> pauses = new ArrayList<>();
        for (int i = 1; i < sends.size(); i++) {
            long arrived = sends.get(i).arrivedNanos();
            pauses.add(new Pause(arrived - sends.get(i - 1).repliedNanos(), arrived));
        }
        return pauses;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
