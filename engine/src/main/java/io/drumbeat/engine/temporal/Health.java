package io.drumbeat.engine.temporal;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a server does more than run: its SQLite may answer each question with "interrupted" for good, once one was
 * given up while it was being read. A server that is late is not broken, only slow. For one thread.
 */
final class Health implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    private final WorkflowServiceStubs stubs;
    private final long brokenForNanos;
    private long nextLook = System.nanoTime();
    private long wellAt = System.nanoTime();

    /** @param brokenFor how long errors alone are borne; looked for five times in that time */
    Health(String target, Duration brokenFor) {
        this.stubs = stubs(target);
        this.brokenForNanos = brokenFor.toNanos();
    }

    static WorkflowServiceStubs stubs(String target) {
        return WorkflowServiceStubs.newServiceStubs(
                WorkflowServiceStubsOptions.newBuilder().setTarget(target).build());
    }

    /** Whether it has answered with errors alone for too long; one that is started again has all the time anew. */
    boolean isBroken() {
        long now = System.nanoTime();
        if (now - nextLook < 0) {
            return false;
        }
        nextLook = now + brokenForNanos / 5;
        Optional<Status> complaint = complaint(stubs);
        if (complaint.isEmpty() || complaint.get().getCode() == Status.Code.DEADLINE_EXCEEDED) {
            wellAt = now;
        }
        boolean broken = now - wellAt > brokenForNanos;
        if (broken) {
            LOG.warn(
                    "The Temporal dev server runs, and answers nothing but {}",
                    complaint.map(Status::toString).orElse(""));
            wellAt = now;
        }
        return broken;
    }

    /** What is said instead of an answer within a second; empty where it answers. */
    static Optional<Status> complaint(WorkflowServiceStubs stubs) {
        try {
            var unused = stubs.blockingStub()
                    .withDeadlineAfter(1, TimeUnit.SECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace("default")
                            .build());
            return Optional.empty();
        } catch (StatusRuntimeException notYet) {
            return Optional.of(notYet.getStatus());
        }
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
