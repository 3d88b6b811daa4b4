package io.drumbeat.engine.temporal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One server, our calls to it, and its end where it is ours. */
final class TemporalSession implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(3);

    private static final Duration SECOND_ANSWER = Duration.ofSeconds(6);

    /** Reads past what a newer release has added: while processes of both run, what one tells reaches the other. */
    private static final DataConverter OF_BOTH_RELEASES = DefaultDataConverter.newDefaultInstance()
            .withPayloadConverterOverrides(
                    new JacksonJsonPayloadConverter(JacksonJsonPayloadConverter.newDefaultObjectMapper()
                            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)));

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
        this.client = WorkflowClient.newInstance(
                stubs,
                WorkflowClientOptions.newBuilder(clientOptions)
                        .setDataConverter(OF_BOTH_RELEASES)
                        .build());
        this.searchAttributes = new SearchAttributeRegistration(stubs, namespace());
        try {
            pingAtStart();
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

    /** On a busy machine all the time of a process's first call passes while its classes are loaded: the second has them. */
    private void pingAtStart() {
        try {
            ping(ANSWER);
        } catch (TemporalUnavailable unavailable) {
            if (!Status.fromThrowable(unavailable).getCode().equals(Status.Code.DEADLINE_EXCEEDED)) {
                throw unavailable;
            }
            ping(SECOND_ANSWER);
        }
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
