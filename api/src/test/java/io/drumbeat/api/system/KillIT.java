package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9, again and again: nobody is lost, nobody is sent to twice. */
class KillIT {

    /** In the middle of many sends; {@code bench/run kills} wants more. */
    private static final int KILLS = Integer.getInteger("drumbeat.kills", 5);

    @TempDir
    private Path folder;

    @Test
    void shouldLoseAndDoubleNobodyWhenKilledTenTimes() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(40))) {
            kill(10, vendor, vendor.oneOfEach(0, 0.02), Vendor.spec("c1", "w1"), 400, 2);
        }
    }

    @Test
    void shouldLeaveNoMoreUnconfirmedThanWereOnWhenKilledInTheMiddleOfManySends() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(40))) {
            kill(KILLS, vendor, vendor.rate(300, 32), Vendor.spec("bulk"), 600 * KILLS, 32);
        }
    }

    /** @param mostOn how many sends may be on at a time, at most */
    private void kill(int kills, Vendor vendor, String senders, String spec, int recipients, int mostOn)
            throws Exception {
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
            System.out.printf(
                    "%d kills in a campaign of %d: nobody lost, nobody doubled, %d unconfirmed of %d at most%n",
                    kills, recipients, progress.path("unconfirmed").asInt(), kills * mostOn);
        }
    }
}
