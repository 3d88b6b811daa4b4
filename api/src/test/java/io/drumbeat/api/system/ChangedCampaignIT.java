package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that a person may change of a campaign under way, between kills: nobody is lost, nobody is sent to twice. */
class ChangedCampaignIT {

    private static final int RECIPIENTS = Integer.getInteger("drumbeat.recipients", 500);
    private static final int FAILING = 10;
    private static final int EXCLUDED = 40;
    private static final Duration LONG = Duration.ofMinutes(3).plusMillis(100L * RECIPIENTS);

    /** So many more sends before each kill, so that all five come within the list. */
    private static final int SENDS = RECIPIENTS / 33;

    @TempDir
    private Path folder;

    @Test
    void shouldLoseAndDoubleNobodyWhenAllIsChangedAndKilledUnderWay() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(20));
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.clouds(3, 0, 0.02)).start("serve")) {
            // Early in the list, so that they have failed when they are tried again; and late ones, who are left out.
            String[] rows = Vendor.recipients(0, RECIPIENTS).split("\n", 2);
            String failing = IntStream.range(0, FAILING)
                    .mapToObj("+49155%d0099126,Nobody\n"::formatted)
                    .collect(Collectors.joining());
            String id = drumbeat.post(Vendor.spec("c1", "c2"), rows[0] + "\n" + failing + rows[1]);

            kill(vendor, drumbeat);
            drumbeat.change(id, "PATCH", "", "{\"pacing\": {\"minDelay\": \"PT0S\", \"maxDelay\": \"PT0.04S\"}}");
            kill(vendor, drumbeat);
            drumbeat.change(id, "PATCH", "", "{\"senders\": [\"c1\", \"c2\", \"c3\"]}");
            await().atMost(LONG).until(() -> sends(vendor, "cloud/3") > SENDS / 3);
            kill(vendor, drumbeat);
            String late = IntStream.range(RECIPIENTS - EXCLUDED, RECIPIENTS)
                    .mapToObj("\"+491510%07d\""::formatted)
                    .collect(Collectors.joining(", "));
            drumbeat.change(id, "POST", "/exclude", "{\"phones\": [" + late + "]}");
            kill(vendor, drumbeat);
            drumbeat.change(id, "PATCH", "", "{\"senders\": [\"c2\", \"c3\"]}");
            long before = sends(vendor, "cloud/1");
            kill(vendor, drumbeat);
            drumbeat.change(id, "POST", "/retry", "{\"statuses\": [\"failed\"]}");
            drumbeat.awaitStatus(id, "completed", LONG);

            JsonNode progress = drumbeat.campaign(id).path("progress");
            assertThat(RunningDrumbeat.sum(progress)).isEqualTo(RECIPIENTS + FAILING);
            assertThat(progress.path("pending").asInt()
                            + progress.path("sending").asInt())
                    .isZero();
            assertThat(progress.path("skipped").asInt()).isEqualTo(EXCLUDED);
            assertThat(progress.path("failed").asInt()
                            + progress.path("sent").asInt()
                            + progress.path("unconfirmed").asInt())
                    .isEqualTo(RECIPIENTS + FAILING - EXCLUDED);
            assertThat(progress.path("unconfirmed").asInt()).isLessThanOrEqualTo(5 * 3);
            System.out.printf(
                    "5 kills in a campaign of %d that was changed between them: %d unconfirmed of 15 at most%n",
                    RECIPIENTS, progress.path("unconfirmed").asInt());
            assertThat(sends(vendor, "cloud/1")).as("only what was in flight").isBetween(before, before + 1);
            Map<String, Long> times = vendor.simulator.sends().stream()
                    .collect(Collectors.groupingBy(send -> send.phone(), Collectors.counting()));
            times.forEach(
                    (phone, sends) -> assertThat(sends).as(phone).isLessThanOrEqualTo(phone.endsWith("99126") ? 2 : 1));
            assertThat(drumbeat.recipients(id, "sent"))
                    .hasSize(progress.path("sent").asInt())
                    .allMatch(one -> times.containsKey(one.path("phone").asText())
                            || times.containsKey(one.path("phone").asText().substring(1)));
            assertThat(drumbeat.campaign(id).path("lanes").findValuesAsText("sender"))
                    .containsExactly("c2", "c3", "c1");
        }
    }

    private static long sends(Vendor vendor, String account) {
        return vendor.simulator.sends().stream()
                .filter(send -> send.account().equals(account))
                .count();
    }

    /** In the middle of its sends. */
    private static void kill(Vendor vendor, RunningDrumbeat drumbeat) throws InterruptedException {
        int sends = vendor.simulator.sends().size();
        await().atMost(LONG)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> vendor.simulator.sends().size() > sends + SENDS);
        drumbeat.kill();
        drumbeat.start("serve");
    }
}
