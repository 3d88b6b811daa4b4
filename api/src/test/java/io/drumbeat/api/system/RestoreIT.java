package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup of the data folder in the middle of a campaign, sends that it knows nothing of, and the backup put back. */
class RestoreIT {

    /** More than its senders can have sent to, however long a loaded machine takes to copy and start. */
    private static final int RECIPIENTS = 20_000;

    @TempDir
    private Path folder;

    @Test
    void shouldSendToNobodyTwiceWhenABackupIsRestoredInTheMiddleOfACampaign() throws Exception {
        Path data = folder.resolve("drumbeat");
        Path backup = folder.resolve("backup");
        try (Vendor vendor = new Vendor(Duration.ofMillis(5));
                RunningDrumbeat drumbeat =
                        new RunningDrumbeat(folder, "drumbeat", vendor.oneOfEach(0.2, 0.3)).start("serve")) {
            String id = drumbeat.post(Vendor.spec("c1", "w1"), Vendor.recipients(0, RECIPIENTS));
            sends(vendor, 20);
            Instant since = Instant.now();
            drumbeat.stop();
            copy(data, backup);
            drumbeat.start("serve");
            sends(vendor, 30);
            drumbeat.stop(); // nothing of it may live on beside the backup
            delete(data);
            copy(backup, data);

            int before = vendor.simulator.sends().size();
            drumbeat.start("serve --after-restore " + since);

            assertThat(drumbeat.campaign(id).path("status").asText()).isEqualTo("paused");
            assertThat(drumbeat.campaign(id).path("statusReason").asText())
                    .contains("restored", since.toString().substring(0, 19));
            int doubted =
                    drumbeat.campaign(id).path("progress").path("unconfirmed").asInt();
            assertThat(doubted).isBetween(30, RECIPIENTS - before);
            assertThat(drumbeat.log())
                    .contains("After the restore 1 campaigns are paused, and " + doubted + " recipients");
            drumbeat.command(id, "resume");
            sends(vendor, 30);
            drumbeat.command(id, "cancel");

            JsonNode progress = drumbeat.campaign(id).path("progress");
            assertThat(progress.path("sent").asInt()
                            + progress.path("unconfirmed").asInt()
                            + progress.path("skipped").asInt())
                    .isEqualTo(RECIPIENTS);
            assertThat(vendor.simulator.received())
                    .allSatisfy((phone, times) -> assertThat(times).isEqualTo(1))
                    .hasSizeGreaterThanOrEqualTo(before + 30);
            drumbeat.stop();
            drumbeat.start("serve --after-restore " + since);
            assertThat(drumbeat.campaign(id).path("progress")).isEqualTo(progress);
        }
    }

    private static void sends(Vendor vendor, int more) {
        int before = vendor.simulator.sends().size();
        await(more + " more sends")
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> vendor.simulator.sends().size() >= before + more);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : (Iterable<Path>) all::iterator) {
                Files.copy(one, to.resolve(from.relativize(one).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }
}
