package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A campaign from its file to its end, by the shipped jar on its embedded database and its in-process Temporal. */
class WholeCampaignIT {

    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    @Test
    void shouldSendOnceToEachOfAThousandAndAddUpAtEveryPoll() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ZERO);
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.oneOfEach(0, 0)).start("serve")) {
            String id = drumbeat.post(Vendor.spec("c1", "w1"), Vendor.recipients(0, 1_000));

            await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> {
                JsonNode campaign = drumbeat.campaign(id);
                assertThat(RunningDrumbeat.sum(campaign.path("progress"))).isEqualTo(1_000);
                return campaign.path("status").asText().equals("completed");
            });

            assertThat(drumbeat.campaign(id).path("progress").path("sent").asInt())
                    .isEqualTo(1_000);
            assertThat(vendor.simulator.received())
                    .hasSize(1_000)
                    .allSatisfy((phone, times) -> assertThat(times).isEqualTo(1));
            assertThat(vendor.simulator.uploads("cloud/1")).isEqualTo(1);
            assertThat(vendor.pauses("cloud/1")).as("sends beside one another").allMatch(pause -> pause > 0);
            assertThat(drumbeat.log()).doesNotContain("+4915").doesNotContain("Hello");
        }
    }

    @Test
    void shouldSendNothingOnceAPauseHasAnsweredAndGoOnAfterwards() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(30));
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.oneOfEach(0, 0)).start("serve")) {
            String id = drumbeat.post(Vendor.spec("c1", "w1"), Vendor.recipients(0, 200));
            for (int pauses = 1; pauses <= 3; pauses++) {
                int sends = 20 * pauses;
                await().atMost(LONG).until(() -> vendor.simulator.sends().size() >= sends);
                assertThat(drumbeat.command(id, "pause").path("status").asText())
                        .isEqualTo("paused");
                long answered = System.nanoTime();
                // What was in flight has finished: nothing is on its way any more, and nothing comes.
                await().during(Duration.ofMillis(600)).atMost(LONG).until(() -> true);
                assertThat(vendor.simulator.sends())
                        .allMatch(send -> send.arrivedNanos() - answered < 0, "arrived before the pause answered");
                assertThat(drumbeat.command(id, "resume").path("status").asText())
                        .isEqualTo("running");
            }
            drumbeat.awaitStatus(id, "completed", LONG);
            assertThat(vendor.simulator.received())
                    .hasSize(200)
                    .allSatisfy((phone, times) -> assertThat(times).isEqualTo(1));
        }
    }

    @Test
    void shouldKeepThePausesOfAnAccountWhenTwoCampaignsShareIt() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(20));
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.clouds(1, 0.4, 0.8)).start("serve")) {
            String one = drumbeat.post(Vendor.spec("c1"), Vendor.recipients(0, 12));
            String other = drumbeat.post(Vendor.spec("c1"), Vendor.recipients(1, 12));
            drumbeat.awaitStatus(one, "completed", LONG);
            drumbeat.awaitStatus(other, "completed", LONG);

            List<Long> pauses = vendor.pauses("cloud/1");
            assertThat(pauses).hasSize(23).allMatch(pause -> pause >= 400_000_000L, "at least 0.4 s");
            // How late a busy machine is says nothing. Were the pauses of both campaigns kept, none would be as short.
            assertThat(pauses).anyMatch(pause -> pause <= 800_000_000L);
        }
    }
}
