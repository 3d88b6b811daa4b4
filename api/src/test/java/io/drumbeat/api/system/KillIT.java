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

    private static final int KILLS = 10;
    private static final int LANES = 2;
    private static final int RECIPIENTS = 400;

    @TempDir
    private Path folder;

    @Test
    void shouldLoseAndDoubleNobodyWhenKilledTenTimes() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(40));
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.oneOfEach(0, 0.02)).start("serve")) {
            String id = drumbeat.post(Vendor.spec("c1", "w1"), Vendor.recipients(0, RECIPIENTS));
            for (int kill = 1; kill <= KILLS; kill++) {
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
                    .isEqualTo(RECIPIENTS);
            assertThat(progress.path("unconfirmed").asInt()).isBetween(1, KILLS * LANES);
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
        }
    }
}
