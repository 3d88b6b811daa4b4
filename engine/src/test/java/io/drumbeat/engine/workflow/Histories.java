package io.drumbeat.engine.workflow;

import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Histories of workflows in files, as JSON, long ones packed. */
final class Histories {

    static final Path FOLDER = Path.of("src/test/resources/histories");

    private static final String PACKED = ".gz";
    private static final int LONG = 200;

    private Histories() {}

    static WorkflowExecutionHistory read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                InputStream json = file.toString().endsWith(PACKED) ? new GZIPInputStream(in) : in) {
            return WorkflowExecutionHistory.fromJson(new String(json.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    static void write(WorkflowExecutionHistory history, Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        boolean packed = history.getEvents().size() > LONG;
        try (OutputStream out = Files.newOutputStream(folder.resolve(name + ".json" + (packed ? PACKED : "")));
                OutputStream json = packed ? new GZIPOutputStream(out) : out) {
            json.write(history.toJson(true).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Fails where today's workflows do something else than {@code history} says. */
    static void replay(WorkflowExecutionHistory history, TestWorkflowEnvironment environment) throws Exception {
        // A machine that is busy with other tests is not a workflow that does not yield.
        Worker patient = environment.newWorker(
                TaskQueues.CONTROL,
                WorkerOptions.newBuilder()
                        .setDefaultDeadlockDetectionTimeout(
                                Duration.ofMinutes(1).toMillis())
                        .build());
        patient.registerWorkflowImplementationTypes(CampaignWorkflowImpl.class, LaneWorkflowImpl.class);
        WorkflowReplayer.replayWorkflowExecution(history, patient);
    }
}
