package io.drumbeat.engine.temporal;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.util.Duration;
import io.drumbeat.engine.workflow.SearchAttributes;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One of three ways to a Temporal server, open until it is closed. */
public final class TemporalConnection implements AutoCloseable {

    /** Which of the ways it is. */
    public enum Kind {
        /** A cluster that the TEMPORAL_ variables name. */
        CLUSTER,
        /** The dev server of a {@code temporal} binary, durable in the data folder. */
        DEV_SERVER,
        /** Within this process; remembers nothing, listens nowhere. */
        IN_PROCESS
    }

    private final Kind kind;
    private final String where;
    private final @Nullable URI ui;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final SearchAttributeRegistration searchAttributes;
    private final @Nullable Scope metrics;
    private final AutoCloseable server;

    private TemporalConnection(
            Kind kind,
            String where,
            @Nullable URI ui,
            WorkflowServiceStubsOptions.Builder stubsOptions,
            WorkflowClientOptions clientOptions,
            @Nullable MeterRegistry meters,
            AutoCloseable server) {
        this.kind = kind;
        this.where = where;
        this.ui = ui;
        this.server = server;
        this.metrics = meters == null ? null : scope(meters);
        if (metrics != null) {
            stubsOptions.setMetricsScope(metrics);
        }
        this.stubs = WorkflowServiceStubs.newServiceStubs(stubsOptions.validateAndBuildWithDefaults());
        this.client = WorkflowClient.newInstance(stubs, clientOptions);
        this.searchAttributes = new SearchAttributeRegistration(stubs, namespace());
        try {
            ping();
            var unused = searchAttributes.ensured();
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /**
     * The cluster that {@code environment} names, by TEMPORAL_ADDRESS and the other variables of temporal-envconfig.
     *
     * @param meters null: no metrics
     * @throws TemporalUnavailable where it does not answer, or the variables make no sense
     */
    public static TemporalConnection cluster(Map<String, String> environment, @Nullable MeterRegistry meters) {
        ClientConfigProfile profile;
        try {
            profile = ClientConfigProfile.load(LoadClientConfigProfileOptions.newBuilder()
                    .setEnvOverrides(environment)
                    .build());
        } catch (IOException | RuntimeException unreadable) {
            throw new TemporalUnavailable(
                    "The Temporal configuration cannot be read: " + unreadable.getMessage(), unreadable);
        }
        WorkflowServiceStubsOptions.Builder options =
                WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions());
        String where = "Temporal at " + profile.getAddress();
        return new TemporalConnection(
                Kind.CLUSTER, where, null, options, profile.toWorkflowClientOptions(), meters, () -> {});
    }

    /**
     * The dev server of {@code binary}, its database in {@code folder}: one that an earlier process left behind there
     * is taken over, else one is started. Closing ends it.
     *
     * @param folder is made where it is missing; no two processes may use it at once
     * @throws TemporalUnavailable where it does not start
     */
    public static TemporalConnection devServer(Path binary, Path folder, @Nullable MeterRegistry meters) {
        DevServer server = DevServer.open(binary, folder);
        WorkflowServiceStubsOptions.Builder options =
                WorkflowServiceStubsOptions.newBuilder().setTarget(server.target());
        return new TemporalConnection(
                Kind.DEV_SERVER,
                "The Temporal dev server at " + server.target(),
                server.ui(),
                options,
                WorkflowClientOptions.getDefaultInstance(),
                meters,
                server);
    }

    /** A server within this process. It listens on no port, so that nobody else reaches it. */
    public static TemporalConnection inProcess(@Nullable MeterRegistry meters) {
        TestServer.InProcessTestServer server = TestServer.createServer(true);
        WorkflowServiceStubsOptions.Builder options =
                WorkflowServiceStubsOptions.newBuilder().setChannel(server.getChannel());
        return new TemporalConnection(
                Kind.IN_PROCESS,
                "The Temporal server within this process",
                null,
                options,
                WorkflowClientOptions.getDefaultInstance(),
                meters,
                server);
    }

    private static Scope scope(MeterRegistry meters) {
        return new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(meters))
                .reportEvery(Duration.ofSeconds(10));
    }

    public Kind kind() {
        return kind;
    }

    /** Where the Temporal UI can be seen, empty where there is none or its address is not known. */
    public Optional<URI> ui() {
        return Optional.ofNullable(ui);
    }

    /** The client of its namespace. */
    public WorkflowClient client() {
        return client;
    }

    /**
     * Whether {@link SearchAttributes} can be used: asked anew, and registered where they are missing. The server may
     * have come back empty, and a workflow that sets an attribute nobody knows is stuck.
     */
    public boolean searchable() {
        return searchAttributes.ensured();
    }

    /**
     * Asks whether it answers, for at most three seconds.
     *
     * @throws TemporalUnavailable where it does not
     */
    public void ping() {
        try {
            // Waits for a connection that is still being made, which a server that has just come up needs.
            var unused = stubs.blockingStub()
                    .withWaitForReady()
                    .withDeadlineAfter(3, TimeUnit.SECONDS)
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
            if (metrics != null) {
                metrics.close();
            }
        } catch (Exception failed) {
            throw new IllegalStateException(where + " did not close", failed);
        }
    }
}
