package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of the servers that are ours: they come back by themselves, and nobody is lost or sent to twice. */
@Tag("real-temporal")
class SupervisionIT {

    private static final int RECIPIENTS = 300;
    private static final int LANES = 2;
    private static final Duration LONG = Duration.ofMinutes(2);

    /** What is promised of a server of ours that was killed. */
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    @Test
    void shouldGoOnWhenPostgresqlAndTheDevServerAreKilled() throws Exception {
        String binary =
                Path.of(System.getenv("DRUMBEAT_TEST_TEMPORAL")).getParent().toString();
        try (Vendor vendor = new Vendor(Duration.ofMillis(40));
                RunningDrumbeat drumbeat = new RunningDrumbeat(folder, "drumbeat", vendor.oneOfEach(0.02, 0.05))
                        .with(Map.of("PATH", binary + ":/usr/bin:/bin"))
                        .start("serve")) {
            String id = drumbeat.post(Vendor.spec("c1", "w1"), Vendor.recipients(0, RECIPIENTS));
            sends(vendor, 20, LONG);
            kill(pid("postgresql/cluster/postmaster.pid", ""));
            sends(vendor, 20, SOON);
            kill(pid("temporal/temporal.properties", "pid="));
            sends(vendor, 20, SOON);
            drumbeat.awaitStatus(id, "completed", Duration.ofMinutes(5));

            JsonNode progress = drumbeat.campaign(id).path("progress");
            assertThat(progress.path("sent").asInt()
                            + progress.path("unconfirmed").asInt())
                    .isEqualTo(RECIPIENTS);
            assertThat(progress.path("unconfirmed").asInt())
                    .as("what was on when PostgreSQL was killed")
                    .isLessThanOrEqualTo(LANES);
            assertThat(vendor.simulator.received())
                    .allSatisfy((phone, times) -> assertThat(times).isEqualTo(1))
                    .hasSizeGreaterThanOrEqualTo(progress.path("sent").asInt());
            assertThat(drumbeat.log())
                    .contains(
                            "The embedded PostgreSQL has ended and is started again",
                            "The embedded PostgreSQL runs again",
                            "The Temporal dev server has ended and is started again",
                            "The Temporal dev server runs again");
        }
    }

    /** Where it cannot send any more, what supervises it can act only once it ends. */
    @Test
    void shouldEndWithASentenceWhenPostgresqlDoesNotComeBack() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ZERO);
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.oneOfEach(0.02, 0.05)).start("serve")) {
            Files.writeString(
                    folder.resolve("drumbeat/postgresql/cluster/postgresql.conf"),
                    "\nno_such_setting = 1\n",
                    StandardOpenOption.APPEND);
            // Not killed: what that leaves in shared memory goes with the next start, and there is none.
            stop(pid("postgresql/cluster/postmaster.pid", ""));

            assertThat(drumbeat.awaitEnd(Duration.ofMinutes(3))).isEqualTo(1);
            assertThat(drumbeat.log())
                    .contains(
                            "\nThe embedded PostgreSQL has ended and does not start again: PostgreSQL did not start:");
        }
    }

    /** Everything that Temporal knew is gone while the process goes on: what should run is started there from PostgreSQL. */
    @Test
    void shouldGoOnWithinAMinuteWhenTheDevServerIsWiped() throws Exception {
        String binary =
                Path.of(System.getenv("DRUMBEAT_TEST_TEMPORAL")).getParent().toString();
        try (Vendor vendor = new Vendor(Duration.ofMillis(40));
                RunningDrumbeat drumbeat = new RunningDrumbeat(folder, "drumbeat", vendor.oneOfEach(0.02, 0.05))
                        .with(Map.of("PATH", binary + ":/usr/bin:/bin"))
                        .start("serve")) {
            String id = drumbeat.post(Vendor.spec("c1", "w1"), Vendor.recipients(0, RECIPIENTS));
            sends(vendor, 20, LONG);
            try (Stream<Path> database = Files.list(folder.resolve("drumbeat/temporal"))) {
                for (Path file : database.filter(
                                one -> one.getFileName().toString().startsWith("temporal.db"))
                        .toList()) {
                    Files.delete(file);
                }
            }
            kill(pid("temporal/temporal.properties", "pid="));

            sends(vendor, 20, Duration.ofMinutes(1));
            drumbeat.awaitStatus(id, "completed", Duration.ofMinutes(5));

            assertThat(drumbeat.campaign(id).path("progress").path("sent").asInt())
                    .isEqualTo(RECIPIENTS);
            assertThat(vendor.simulator.received())
                    .hasSize(RECIPIENTS)
                    .allSatisfy((phone, times) -> assertThat(times).isEqualTo(1));
        }
    }

    private static void sends(Vendor vendor, int more, Duration within) {
        int before = vendor.simulator.sends().size();
        await(more + " more sends")
                .atMost(within)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> vendor.simulator.sends().size() >= before + more);
    }

    /** What stands behind {@code prefix} in a line of a file in the data folder. */
    private long pid(String file, String prefix) throws IOException {
        return Files.readAllLines(folder.resolve("drumbeat").resolve(file)).stream()
                .filter(line -> line.matches(prefix + "\\d+"))
                .findFirst()
                .map(line -> Long.parseLong(line.substring(prefix.length())))
                .orElseThrow();
    }

    private static void stop(long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }
}
