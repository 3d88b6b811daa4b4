package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while sends are on that take nearly as long as any may. */
class GracefulStopIT {

    private static final int LANES = 3;

    @TempDir
    private Path folder;

    @Test
    void shouldEndWhatIsInFlightAndBeginNothingWhenItIsToldToStop() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofSeconds(25));
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.clouds(LANES, 0, 0)).start("serve")) {
            String id = drumbeat.post(Vendor.spec("c1", "c2", "c3"), Vendor.recipients(0, 50));
            await("a send on each lane")
                    .atMost(Duration.ofMinutes(3))
                    .until(() -> progress(drumbeat, id).path("sending").asInt() == LANES);
            int sent = progress(drumbeat, id).path("sent").asInt();

            assertThat(drumbeat.stop()).isLessThan(Duration.ofSeconds(35));

            assertThat(vendor.simulator.received()).hasSize(sent + LANES);
            drumbeat.start("serve");
            JsonNode after = progress(drumbeat, id);
            assertThat(after.path("sent").asInt()).isEqualTo(sent + LANES);
            assertThat(after.path("unconfirmed").asInt()).isZero();
            drumbeat.command(id, "cancel");
        }
    }

    private static JsonNode progress(RunningDrumbeat drumbeat, String id) throws Exception {
        return drumbeat.campaign(id).path("progress");
    }
}
