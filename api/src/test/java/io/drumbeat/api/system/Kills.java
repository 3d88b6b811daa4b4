package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.bench.Series;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** kill -9, again and again in one campaign, and what became of everybody: nobody is lost, nobody is sent to twice. */
final class Kills {

    private final Path folder;
    private final Vendor vendor;

    /** @param folder for all that it writes */
    Kills(Path folder, Vendor vendor) {
        this.folder = folder;
        this.vendor = vendor;
    }

    /** Kills one number with a rate: {@code [kills] [rate a second] [maxInFlight] [recipients]}. */
    public static void main(String[] arguments) throws Exception {
        int kills = Series.argument(arguments, 0, 50);
        int rate = Series.argument(arguments, 1, 300);
        int inFlight = Series.argument(arguments, 2, 32);
        int recipients = Series.argument(arguments, 3, 10_000);
        try (Vendor vendor = new Vendor(Duration.ofMillis(40))) {
            int unconfirmed = new Kills(Files.createTempDirectory("drumbeat-bench"), vendor)
                    .kill(kills, vendor.rate(rate, inFlight), Vendor.spec("bulk"), recipients, inFlight);
            System.out.printf(
                    Locale.ROOT,
                    "%d kills at %d/s: of %,d nobody lost, nobody doubled; %d unconfirmed, of %d at most%n",
                    kills,
                    rate,
                    recipients,
                    unconfirmed,
                    kills * inFlight);
        }
    }

    /**
     * Kills it so often in a campaign, each time when it has sent some.
     *
     * @param senders the content of senders.json
     * @param mostOn how many sends may be on at a time, at most
     * @return how many recipients are unconfirmed
     */
    int kill(int kills, String senders, String spec, int recipients, int mostOn) throws Exception {
        try (RunningDrumbeat drumbeat = new RunningDrumbeat(folder, "drumbeat", senders).start("serve")) {
            String id = drumbeat.post(spec, Vendor.recipients(0, recipients));
            for (int kill = 1; kill <= kills; kill++) {
                int sends = vendor.simulator.sends().size();
                await("sends after start " + kill)
                        .atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> vendor.simulator.sends().size() > sends + 5);
                drumbeat.kill();
                drumbeat.start("serve");
            }
            drumbeat.awaitStatus(id, "completed", Duration.ofMinutes(3));

            JsonNode progress = drumbeat.campaign(id).path("progress");
            assertThat(progress.path("sent").asInt()
                            + progress.path("unconfirmed").asInt())
                    .isEqualTo(recipients);
            assertThat(progress.path("unconfirmed").asInt()).isBetween(1, kills * mostOn);
            Map<String, Long> received = vendor.simulator.received();
            assertThat(received).allSatisfy((phone, times) -> assertThat(times).isEqualTo(1));
            assertThat(drumbeat.recipients(id, "sent"))
                    .hasSize(progress.path("sent").asInt())
                    .allMatch(
                            recipient ->
                                    received.containsKey(recipient.path("phone").asText()),
                            "did arrive");
            assertThat(drumbeat.recipients(id, "unconfirmed"))
                    .hasSize(progress.path("unconfirmed").asInt());
            assertThat(vendor.simulator.uploads("cloud/1")).isEqualTo(1);
            return progress.path("unconfirmed").asInt();
        }
    }
}
