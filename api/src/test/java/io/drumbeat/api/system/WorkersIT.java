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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One API and two workers on one PostgreSQL and one real Temporal server, for one campaign after the other. */
@Tag("external-postgres")
@Tag("real-temporal")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkersIT {

    private static final Duration LONG = Duration.ofMinutes(4);

    /** At a gate that a frozen one holds: 2 s until that is ended, and 2 s for what it had begun. */
    private static final Duration PAUSES_WITHIN = Duration.ofSeconds(8);

    private static final int RECIPIENTS = 40;
    private static final int FREEZES = 2;
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(35);

    /** Sooner than the reconciler comes for a lane that nobody touches. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private Vendor vendor;
    private RealTemporal temporal;
    private RunningDrumbeat api;
    private RunningDrumbeat one;
    private RunningDrumbeat two;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        vendor = running(new Vendor(Duration.ofMillis(20)));
        ExternalPostgres postgres = running(ExternalPostgres.start());
        temporal = running(RealTemporal.start(Files.createDirectory(folder.resolve("temporal"))));
        DatabaseAddress database = postgres.address();
        Map<String, String> environment = Map.of(
                "DRUMBEAT_DB_URL", database.url(),
                "DRUMBEAT_DB_USER", String.valueOf(database.user()),
                "DRUMBEAT_DB_PASSWORD", String.valueOf(database.password()),
                "TEMPORAL_ADDRESS", temporal.address());
        String senders = vendor.clouds(4, 0, 0);
        api = running(new RunningDrumbeat(folder, "api", senders)).with(environment);
        one = running(new RunningDrumbeat(folder, "one", senders)).with(environment);
        two = running(new RunningDrumbeat(folder, "two", senders)).with(environment);
        api.start("api");
        one.work();
        two.work();
    }

    private <T extends AutoCloseable> T running(T started) {
        running.push(started);
        return started;
    }

    @AfterAll
    void close() throws Exception {
        for (AutoCloseable last : running) {
            last.close();
        }
    }

    @Test
    void shouldDoubleNobodyAndBeatNoSlotWhenTwoWorkersShareThirtyTwoLanes() throws Exception {
        List<String> campaigns = new ArrayList<>();
        int before = sends();
        for (int i = 0; i < 8; i++) {
            campaigns.add(api.post(spec("PT0S", "c1", "c2", "c3", "c4"), Vendor.recipients(i, RECIPIENTS)));
        }
        await().atMost(LONG).until(() -> sends() > before + 100);
        two.kill();
        two.work();

        int unconfirmed = 0;
        for (String campaign : campaigns) {
            api.awaitStatus(campaign, "completed", LONG);
            unconfirmed += unconfirmed(campaign);
        }
        assertThat(unconfirmed).as("one killed worker, one send an account").isLessThanOrEqualTo(4);
        assertNobodyDoubled();
        assertThat(sends() - before).isBetween(8 * RECIPIENTS - unconfirmed, 8 * RECIPIENTS);
        for (int account = 1; account <= 4; account++) {
            assertThat(vendor.simulator.uploads("cloud/" + account)).isEqualTo(1);
        }
    }

    /** A restart of one worker after the other: the lanes of the one that leaves go on with the other one. */
    @Test
    void shouldGoOnWithTheOtherWorkerWhenEachOfTwoIsRestarted() throws Exception {
        String id = api.post(spec("PT0.5S", "c1", "c2", "c3", "c4"), Vendor.recipients(10, 10_000));
        sends(40);
        long began = System.nanoTime();
        for (RunningDrumbeat worker : List.of(one, two)) {
            assertThat(worker.stop()).isLessThan(STOPS_WITHIN);
            eachAccountSends(5);
            worker.work();
            sends(80);
        }

        api.command(id, "cancel");
        for (int account = 1; account <= 4; account++) {
            assertThat(vendor.pausesOf("cloud/" + account))
                    .as("pauses of account " + account)
                    .filteredOn(pause -> pause.endedNanos() - began > 0)
                    .allMatch(pause -> pause.nanos() < LONGEST_PAUSE.toNanos());
        }
        assertThat(unconfirmed(id)).isZero();
        assertNobodyDoubled();
    }

    /** A worker that stood still in the middle of a transaction kept a campaign's gate shut, for the API and for the other one. */
    @Test
    void shouldKeepNeitherTheApiNorTheOtherWorkerWaitingWhenOneIsFrozen() throws Exception {
        String id = api.post(spec("PT0.05S", "c1", "c2", "c3", "c4"), Vendor.recipients(11, 10_000));
        sends(40);

        for (int freeze = 0; freeze < FREEZES; freeze++) {
            one.freeze();
            try {
                long began = System.nanoTime();
                api.command(id, "pause");
                assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PAUSES_WITHIN);
                api.command(id, "resume");
                sends(20);
            } finally {
                one.thaw();
            }
            sends(20);
        }

        api.command(id, "cancel");
        assertNobodyDoubled();
        assertThat(unconfirmed(id)).as("what the frozen one had begun").isLessThanOrEqualTo(FREEZES * 4);
    }

    @Test
    void shouldShowAPauseOfEitherDoorInTheOtherWithinTwoSeconds() throws Exception {
        try (Workflows workflows = new Workflows(temporal.address())) {
            String id = api.post(spec("PT0S", "c1"), Vendor.recipients(12, 10_000));
            sends(5);
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

    /** @param pause at least so long between two sends of an account, at most twice that */
    private static String spec(String pause, String... senders) {
        Duration least = Duration.parse(pause);
        return Vendor.spec(senders)
                .replaceFirst(
                        "\\{",
                        "{\"pacing\": {\"minDelay\": \"%s\", \"maxDelay\": \"%s\"}, "
                                .formatted(least, least.multipliedBy(2)));
    }

    private int sends() {
        return vendor.simulator.sends().size();
    }

    private void sends(int more) {
        int before = sends();
        await().atMost(LONG).until(() -> sends() >= before + more);
    }

    private void eachAccountSends(int more) {
        for (int number = 1; number <= 4; number++) {
            String account = "cloud/" + number;
            int before = vendor.pauses(account).size();
            await().atMost(LONG).until(() -> vendor.pauses(account).size() >= before + more);
        }
    }

    private int unconfirmed(String campaign) throws IOException, InterruptedException {
        return api.campaign(campaign).path("progress").path("unconfirmed").asInt();
    }

    private void assertNobodyDoubled() {
        assertThat(vendor.simulator.received())
                .allSatisfy((phone, times) -> assertThat(times).isEqualTo(1));
        for (int account = 1; account <= 4; account++) {
            assertThat(vendor.pauses("cloud/" + account))
                    .as("slots of account " + account)
                    .allMatch(pause -> pause > 0);
        }
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
