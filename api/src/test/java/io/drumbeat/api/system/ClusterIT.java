package io.drumbeat.api.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.database.DatabaseAddress;
import io.drumbeat.campaigns.database.ExternalPostgres;
import io.drumbeat.engine.temporal.RealTemporal;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowStub;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One API and two workers on one PostgreSQL and one real Temporal server. */
@Tag("external-postgres")
@Tag("real-temporal")
class ClusterIT {

    private static final Duration LONG = Duration.ofMinutes(4);

    /** At a gate that a frozen one holds: 2 s until that is ended, and 2 s for what it had begun. */
    private static final Duration PAUSES_WITHIN = Duration.ofSeconds(8);

    private static final int FREEZES = 2;
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(35);

    @TempDir
    private Path folder;

    @Test
    void shouldDoubleNobodyAndBeatNoSlotWhenTwoWorkersShareThirtyTwoLanes() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(5));
                ExternalPostgres postgres = ExternalPostgres.start();
                RealTemporal temporal = RealTemporal.start(Files.createDirectory(folder.resolve("temporal")));
                RunningDrumbeat api = process("api", vendor, postgres, temporal).start("api");
                RunningDrumbeat one = process("one", vendor, postgres, temporal);
                RunningDrumbeat two = process("two", vendor, postgres, temporal)) {
            one.start("worker");
            two.start("worker");
            List<String> campaigns = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                campaigns.add(api.post(Vendor.spec("c1", "c2", "c3", "c4"), Vendor.recipients(i, 60)));
            }
            await().atMost(LONG).until(() -> vendor.simulator.sends().size() > 100);
            two.kill();
            two.launch("worker");

            for (String campaign : campaigns) {
                api.awaitStatus(campaign, "completed", LONG);
            }
            int unconfirmed = 0;
            for (String campaign : campaigns) {
                unconfirmed += api.campaign(campaign)
                        .path("progress")
                        .path("unconfirmed")
                        .asInt();
            }
            assertThat(unconfirmed).as("one killed worker, one send an account").isLessThanOrEqualTo(4);
            assertThat(vendor.simulator.received())
                    .allSatisfy((phone, times) -> assertThat(times).isEqualTo(1));
            assertThat(vendor.simulator.received().size()).isBetween(8 * 60 - unconfirmed, 8 * 60);
            for (int account = 1; account <= 4; account++) {
                assertThat(vendor.pauses("cloud/" + account))
                        .as("slots of account " + account)
                        .allMatch(p -> p > 0);
                assertThat(vendor.simulator.uploads("cloud/" + account)).isEqualTo(1);
            }
        }
    }

    /** A restart of one worker after the other: the lanes of the one that leaves go on with the other one. */
    @Test
    void shouldKeepNoLaneWaitingForTenSecondsWhenTwoWorkersAreRestartedOneAfterTheOther() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(40));
                ExternalPostgres postgres = ExternalPostgres.start();
                RealTemporal temporal = RealTemporal.start(Files.createDirectory(folder.resolve("temporal")));
                RunningDrumbeat api =
                        process("api", vendor, postgres, temporal, 0.5).start("api");
                RunningDrumbeat one = process("one", vendor, postgres, temporal, 0.5);
                RunningDrumbeat two = process("two", vendor, postgres, temporal, 0.5)) {
            one.work();
            two.work();
            String id = api.post(Vendor.spec("c1", "c2", "c3", "c4"), Vendor.recipients(0, 10_000));
            sends(vendor, 40);

            for (RunningDrumbeat worker : List.of(one, two)) {
                assertThat(worker.stop()).isLessThan(STOPS_WITHIN);
                sends(vendor, 40);
                worker.work();
                sends(vendor, 80);
            }

            api.command(id, "cancel");
            for (int account = 1; account <= 4; account++) {
                assertThat(vendor.pauses("cloud/" + account))
                        .as("pauses of account " + account)
                        .allMatch(pause ->
                                pause > 0 && pause < Duration.ofSeconds(10).toNanos());
            }
            assertThat(api.campaign(id).path("progress").path("unconfirmed").asInt())
                    .isZero();
            assertThat(vendor.simulator.received())
                    .allSatisfy((phone, times) -> assertThat(times).isEqualTo(1));
        }
    }

    /** A worker that stood still in the middle of a transaction kept a campaign's gate shut, for the API and for the other one. */
    @Test
    void shouldKeepNeitherTheApiNorTheOtherWorkerWaitingWhenOneIsFrozen() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(5));
                ExternalPostgres postgres = ExternalPostgres.start();
                RealTemporal temporal = RealTemporal.start(Files.createDirectory(folder.resolve("temporal")));
                RunningDrumbeat api =
                        process("api", vendor, postgres, temporal, 0.05).start("api");
                RunningDrumbeat one = process("one", vendor, postgres, temporal, 0.05);
                RunningDrumbeat two = process("two", vendor, postgres, temporal, 0.05)) {
            one.work();
            two.work();
            String id = api.post(Vendor.spec("c1", "c2", "c3", "c4"), Vendor.recipients(0, 10_000));
            sends(vendor, 40);

            for (int freeze = 0; freeze < FREEZES; freeze++) {
                one.freeze();
                try {
                    long began = System.nanoTime();
                    api.command(id, "pause");
                    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PAUSES_WITHIN);
                    api.command(id, "resume");
                    sends(vendor, 20);
                } finally {
                    one.thaw();
                }
                sends(vendor, 20);
            }

            api.command(id, "cancel");
            assertThat(vendor.simulator.received())
                    .allSatisfy((phone, times) -> assertThat(times).isEqualTo(1));
            assertThat(api.campaign(id).path("progress").path("unconfirmed").asInt())
                    .as("what the frozen one had begun")
                    .isLessThanOrEqualTo(FREEZES * 4);
        }
    }

    private static void sends(Vendor vendor, int more) {
        int before = vendor.simulator.sends().size();
        await().atMost(LONG).until(() -> vendor.simulator.sends().size() >= before + more);
    }

    @Test
    void shouldShowAPauseOfEitherDoorInTheOtherWithinTwoSeconds() throws Exception {
        try (Vendor vendor = new Vendor(Duration.ofMillis(5));
                ExternalPostgres postgres = ExternalPostgres.start();
                RealTemporal temporal = RealTemporal.start(Files.createDirectory(folder.resolve("temporal")));
                RunningDrumbeat api = process("api", vendor, postgres, temporal).start("api");
                RunningDrumbeat worker = process("one", vendor, postgres, temporal);
                Workflows workflows = new Workflows(temporal.address())) {
            worker.launch("worker");
            String id = api.post(Vendor.spec("c1"), Vendor.recipients(0, 2_000));
            await().atMost(LONG).until(() -> vendor.simulator.sends().size() > 5);
            WorkflowStub campaign = workflows.campaign(id);

            campaign.signal("pause");
            api.awaitStatus(id, "paused", Duration.ofSeconds(2));
            campaign.signal("resume");
            api.awaitStatus(id, "running", Duration.ofSeconds(2));

            api.command(id, "pause");
            await().atMost(Duration.ofSeconds(2))
                    .until(() -> workflows.statusShown(campaign).equals("PAUSED"));
            api.command(id, "resume");
            await().atMost(Duration.ofSeconds(2))
                    .until(() -> workflows.statusShown(campaign).equals("RUNNING"));

            campaign.signal("cancel");
            api.awaitStatus(id, "cancelled", Duration.ofSeconds(2));
        }
    }

    private RunningDrumbeat process(String name, Vendor vendor, ExternalPostgres postgres, RealTemporal temporal) {
        return process(name, vendor, postgres, temporal, 0);
    }

    /** @param seconds between two sends of an account */
    private RunningDrumbeat process(
            String name, Vendor vendor, ExternalPostgres postgres, RealTemporal temporal, double seconds) {
        DatabaseAddress database = postgres.address();
        return new RunningDrumbeat(folder, name, vendor.clouds(4, seconds, 2 * seconds))
                .with(Map.of(
                        "DRUMBEAT_DB_URL", database.url(),
                        "DRUMBEAT_DB_USER", String.valueOf(database.user()),
                        "DRUMBEAT_DB_PASSWORD", String.valueOf(database.password()),
                        "TEMPORAL_ADDRESS", temporal.address()));
    }

    /** What an operator sees in Temporal. */
    private static final class Workflows implements AutoCloseable {
        private final WorkflowServiceStubs service;
        private final WorkflowClient client;

        Workflows(String address) {
            service = WorkflowServiceStubs.newServiceStubs(
                    WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
            client = WorkflowClient.newInstance(service);
        }

        WorkflowStub campaign(String id) {
            return client.newUntypedWorkflowStub("campaign-" + id);
        }

        String statusShown(WorkflowStub campaign) {
            return String.valueOf(campaign.query("progress", Map.class).get("status"));
        }

        @Override
        public void close() {
            service.shutdownNow();
        }
    }
}
