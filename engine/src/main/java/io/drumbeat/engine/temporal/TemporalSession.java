package io.drumbeat.engine.temporal;

import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One server, our calls to it, and its end where it is ours. */
final class TemporalSession implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(3);

    /** A process that has just started is slow to ask: on a busy machine it loads its classes for many seconds. */
    private static final Duration FIRST_ANSWER = Duration.ofMinutes(1);

    private final String where;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final SearchAttributeRegistration searchAttributes;
    private final AutoCloseable server;

    /**
     * Open once the server has answered.
     *
     * @param where names the server in a sentence
     * @param server is closed with this, and where this does not open
     * @throws TemporalUnavailable where it does not answer
     */
    TemporalSession(
            String where,
            WorkflowServiceStubsOptions.Builder stubsOptions,
            WorkflowClientOptions clientOptions,
            AutoCloseable server) {
        this.where = where;
        this.server = server;
        this.stubs = WorkflowServiceStubs.newServiceStubs(stubsOptions.validateAndBuildWithDefaults());
        this.client = WorkflowClient.newInstance(stubs, clientOptions);
        this.searchAttributes = new SearchAttributeRegistration(stubs, namespace());
        try {
            ping(FIRST_ANSWER);
            var unused = searchAttributes.ensured();
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    WorkflowClient client() {
        return client;
    }

    /** {@link TemporalConnection#searchable}. */
    boolean searchable() {
        return searchAttributes.ensured();
    }

    /** {@link TemporalConnection#ping}. */
    void ping() {
        ping(ANSWER);
    }

    private void ping(Duration within) {
        try {
            // Waits for a connection that is still being made, which a server that has just come up needs.
            var unused = stubs.blockingStub()
                    .withWaitForReady()
                    .withDeadlineAfter(within.toMillis(), TimeUnit.MILLISECONDS)
                    .describeNamespace(DescribeNamespaceRequest.newBuilder()
                            .setNamespace(namespace())
                            .build());
        } catch (StatusRuntimeException refused) {
            throw new TemporalUnavailable(
                    where + " does not answer for the namespace " + namespace() + ": "
                            + refused.getStatus().getCode(),
                    refused);
        }
    }

    private String namespace() {
        return client.getOptions().getNamespace();
    }

    @Override
    public void close() {
        stubs.shutdown();
        if (!stubs.awaitTermination(2, TimeUnit.SECONDS)) {
            stubs.shutdownNow();
        }
        try {
            server.close();
        } catch (Exception failed) {
            throw new IllegalStateException(where + " did not close", failed);
        }
    }
}
