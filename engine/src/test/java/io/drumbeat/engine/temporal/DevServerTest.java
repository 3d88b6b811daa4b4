package io.drumbeat.engine.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.TakesLong;
import io.drumbeat.campaigns.supervision.Supervisor;
import io.temporal.api.operatorservice.v1.DeleteNamespaceRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.operatorservice.v1.RemoveSearchAttributesRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real-temporal")
@TakesLong
final class DevServerTest {
    @TempDir
    Path folder;

    @Test
    void shouldUseTheOneAgainThatAKilledProcessLeftBehind() {
        // Never closed, as after a kill -9: only the folder tells of it.
        DevServer orphan = DevServer.open(RealTemporal.binary(), folder);

        try (DevServer found = DevServer.open(RealTemporal.binary(), folder)) {
            assertThat(found.target()).isEqualTo(orphan.target());
            assertThat(found.ui()).isEqualTo(orphan.ui());
            assertThat(found.pid()).isEqualTo(orphan.pid());
        }
        assertThat(ProcessHandle.of(orphan.pid()).map(ProcessHandle::isAlive)).isNotEqualTo(Optional.of(true));
    }

    @Test
    void shouldStartItAgainWhenTheOneLeftBehindDoesNotAnswer() throws Exception {
        DevServer orphan = DevServer.open(RealTemporal.binary(), folder);
        new ProcessBuilder("kill", "-STOP", Long.toString(orphan.pid())).start().waitFor();
        // On a busy machine its threads stop some time after the signal: it was seen to answer once more.
        await().atMost(Duration.ofMinutes(1)).until(() -> !answers(orphan.target()));

        try (DevServer other = DevServer.open(RealTemporal.binary(), folder)) {
            assertThat(other.pid()).isNotEqualTo(orphan.pid());
            assertThat(ProcessHandle.of(orphan.pid())).isEmpty();
        }
    }

    @Test
    void shouldKeepItsAddressWhenItIsStartedAgain() {
        String target;
        try (DevServer first = DevServer.open(RealTemporal.binary(), folder)) {
            target = first.target();
        }
        try (DevServer second = DevServer.open(RealTemporal.binary(), folder)) {
            assertThat(second.target()).isEqualTo(target);
        }
    }

    /** It stayed away until a person started Drumbeat again. */
    @Test
    void shouldComeBackAtItsAddressWhenItIsKilledWhileItIsSupervised() {
        try (TemporalConnection connection = TemporalConnection.devServer(RealTemporal.binary(), folder, null)) {
            connection.supervise(sentence -> {});
            URI ui = connection.ui().orElseThrow();
            ProcessHandle killed = running();

            killed.destroyForcibly();

            await().atMost(Duration.ofMinutes(2))
                    .until(() -> !running().equals(killed) && answers(connection) && connection.searchable());
            assertThat(connection.ui()).contains(ui);
        }
        assertThat(readNote().process()).as("ended, and not started again").isEmpty();
    }

    /** One whose SQLite said "interrupted" to everything stood there until a person ended it. */
    @Test
    void shouldBeStartedAgainWhenItRunsAndAnswersNothingButErrors() {
        try (DevServer server = DevServer.open(RealTemporal.binary(), folder)) {
            long broken = server.pid();
            deleteNamespace(server.target());
            server.supervise(Supervisor.Patience.USUAL, Duration.ofSeconds(1), sentence -> {});

            await().atMost(Duration.ofMinutes(2)).until(() -> server.pid() != broken && answers(server.target()));
        }
    }

    private static void deleteNamespace(String target) {
        WorkflowServiceStubs stubs = Health.stubs(target);
        try {
            var unused = OperatorServiceGrpc.newBlockingStub(
                            stubs.blockingStub().getChannel())
                    .deleteNamespace(DeleteNamespaceRequest.newBuilder()
                            .setNamespace("default")
                            .build());
        } finally {
            stubs.shutdownNow();
        }
        assertThat(answers(target)).isFalse();
    }

    private static boolean answers(String target) {
        WorkflowServiceStubs stubs = Health.stubs(target);
        try {
            return Health.complaint(stubs).isEmpty();
        } finally {
            stubs.shutdownNow();
        }
    }

    @Test
    void shouldSayWhyWhenItDoesNotComeBack() throws Exception {
        Path mortal = folder.resolve("temporal");
        Files.createSymbolicLink(mortal, RealTemporal.binary());
        List<String> lost = new CopyOnWriteArrayList<>();
        try (DevServer server = DevServer.open(mortal, folder.resolve("data"))) {
            server.supervise(
                    new Supervisor.Patience(
                            Duration.ofMillis(50), Duration.ofMillis(50), Duration.ofMillis(50), Duration.ZERO),
                    Duration.ofMinutes(1),
                    lost::add);
            Files.delete(mortal);

            ProcessHandle.of(server.pid()).orElseThrow().destroyForcibly();

            await().atMost(Duration.ofMinutes(1)).until(() -> !lost.isEmpty());
        }
        assertThat(lost)
                .singleElement()
                .asString()
                .startsWith("The Temporal dev server has ended and does not start again: ");
    }

    private static boolean answers(TemporalConnection connection) {
        try {
            connection.ping();
            return true;
        } catch (TemporalUnavailable notYet) {
            return false;
        }
    }

    private ProcessHandle running() {
        return readNote().process().orElseGet(ProcessHandle::current);
    }

    private DevServerNote readNote() {
        try {
            return DevServerNote.read(folder).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Campaigns of a cluster whose data was wiped were stuck at their first search attribute, sent but never completed. */
    @Test
    void shouldRegisterSearchAttributesAgainWhenTheClusterHasForgottenThem() {
        try (DevServer server = DevServer.open(RealTemporal.binary(), folder);
                TemporalConnection cluster =
                        TemporalConnection.cluster(Map.of("TEMPORAL_ADDRESS", server.target()), null)) {
            OperatorServiceGrpc.OperatorServiceBlockingStub operator = OperatorServiceGrpc.newBlockingStub(
                    cluster.client().getWorkflowServiceStubs().blockingStub().getChannel());
            var unused = operator.removeSearchAttributes(RemoveSearchAttributesRequest.newBuilder()
                    .setNamespace("default")
                    .addSearchAttributes("CampaignStatus")
                    .addSearchAttributes("CampaignName")
                    .build());

            assertThat(cluster.searchable()).isTrue();

            assertThat(operator.listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                                    .setNamespace("default")
                                    .build())
                            .getCustomAttributesMap())
                    .containsKeys("CampaignStatus", "CampaignName");
        }
    }

    @Test
    void shouldHaveASessionOfItsOwnSoThatCtrlCDoesNotReachIt() throws Exception {
        try (DevServer server = DevServer.open(RealTemporal.binary(), folder)) {
            Process ps = new ProcessBuilder("ps", "-o", "sid=", "-p", Long.toString(server.pid())).start();
            assertThat(ps.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip())
                    .isEqualTo(Long.toString(server.pid()));
        }
    }

    @Test
    void shouldSayWhyWhenItDoesNotStart() throws IOException {
        Path broken = Files.writeString(folder.resolve("temporal"), "#!/bin/sh\necho no such option >&2\nexit 1\n");
        assertThat(broken.toFile().setExecutable(true)).isTrue();

        assertThatThrownBy(() -> TemporalConnection.devServer(broken, folder.resolve("data"), null))
                .isInstanceOf(TemporalUnavailable.class)
                .hasMessageContaining("did not start")
                .hasMessageContaining("temporal.log");
    }

    @Test
    void shouldSayWhichClusterWhenItDoesNotAnswer() {
        assertThatThrownBy(() -> TemporalConnection.cluster(Map.of("TEMPORAL_ADDRESS", "127.0.0.1:1"), null))
                .isInstanceOf(TemporalUnavailable.class)
                .hasMessageContaining("127.0.0.1:1");
    }
}
