package io.drumbeat.engine.temporal;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.tally.ScopeCloseException;
import com.uber.m3.util.Duration;
import io.drumbeat.engine.workflow.SearchAttributes;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.envconfig.ClientConfigProfile;
import io.temporal.envconfig.LoadClientConfigProfileOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One of three ways to a Temporal server, open until it is closed. */
public final class TemporalConnection implements AutoCloseable {

    /** Which of the ways it is. */
    public enum Kind {
        /** A cluster that the TEMPORAL_ variables name. */
        CLUSTER("a Temporal cluster"),
        /** The dev server of a {@code temporal} binary, durable in the data folder. */
        DEV_SERVER("Temporal's dev server"),
        /** Within this process; remembers nothing, listens nowhere. */
        IN_PROCESS("the Temporal server within this process");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** What it is, within a sentence. */
        public String text() {
            return text;
        }
    }

    private final Kind kind;
    private final @Nullable DevServer devServer;
    private final @Nullable Scope metrics;
    private final Opening opening;
    private volatile TemporalSession session;

    /** Opens a session whose calls are counted in {@code metrics}. */
    private interface Opening {
        TemporalSession open(@Nullable Scope metrics);
    }

    private TemporalConnection(
            Kind kind, @Nullable DevServer devServer, @Nullable MeterRegistry meters, Opening opening) {
        this.kind = kind;
        this.devServer = devServer;
        this.metrics = meters == null ? null : scope(meters);
        this.opening = opening;
        try {
            this.session = opening.open(metrics);
        } catch (RuntimeException failed) {
            closeMetrics();
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
        return new TemporalConnection(
                Kind.CLUSTER,
                null,
                meters,
                metrics -> new TemporalSession(
                        "Temporal at " + profile.getAddress(),
                        counted(
                                WorkflowServiceStubsOptions.newBuilder(profile.toWorkflowServiceStubsOptions()),
                                metrics),
                        profile.toWorkflowClientOptions(),
                        () -> {}));
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
        return new TemporalConnection(
                Kind.DEV_SERVER,
                server,
                meters,
                metrics -> new TemporalSession(
                        "The Temporal dev server at " + server.target(),
                        counted(WorkflowServiceStubsOptions.newBuilder().setTarget(server.target()), metrics),
                        WorkflowClientOptions.getDefaultInstance(),
                        server));
    }

    /** A server within this process. It listens on no port, so that nobody else reaches it. */
    public static TemporalConnection inProcess(@Nullable MeterRegistry meters) {
        return new TemporalConnection(Kind.IN_PROCESS, null, meters, metrics -> {
            TestServer.InProcessTestServer server = TestServer.createServer(true);
            return new TemporalSession(
                    "The Temporal server within this process",
                    counted(WorkflowServiceStubsOptions.newBuilder().setChannel(server.getChannel()), metrics),
                    WorkflowClientOptions.getDefaultInstance(),
                    server);
        });
    }

    /**
     * Replaces the server within this process by a fresh, empty one: from when this returns, {@link #client} is the fresh
     * one's.
     *
     * @param adopt is given the fresh server's client before anyone else uses it
     * @return the server before, for the caller to close once nothing uses it any more
     * @throws TemporalUnavailable where none opens; then, and where {@code adopt} throws, all stays as it was
     */
    public AutoCloseable renew(Consumer<WorkflowClient> adopt) {
        if (kind != Kind.IN_PROCESS) {
            throw new IllegalStateException("only the server within this process is ours to renew");
        }
        TemporalSession fresh = opening.open(metrics);
        try {
            adopt.accept(fresh.client());
        } catch (RuntimeException failed) {
            fresh.close();
            throw failed;
        }
        TemporalSession before = session;
        session = fresh;
        return before;
    }

    /**
     * Starts a dev server of ours again whenever it has ended, at the same address; nothing where there is none. What is
     * registered there may be gone: {@link #searchable} asks anew.
     *
     * @param lost is told once, in a sentence, that it does not come up any more
     */
    public void supervise(Consumer<String> lost) {
        if (devServer != null) {
            devServer.supervise(lost);
        }
    }

    private static Scope scope(MeterRegistry meters) {
        return new RootScopeBuilder()
                .reporter(new MicrometerClientStatsReporter(meters))
                .reportEvery(Duration.ofSeconds(10));
    }

    private static WorkflowServiceStubsOptions.Builder counted(
            WorkflowServiceStubsOptions.Builder options, @Nullable Scope metrics) {
        return metrics == null ? options : options.setMetricsScope(metrics);
    }

    public Kind kind() {
        return kind;
    }

    /** Where the Temporal UI can be seen, empty where there is none or its address is not known. */
    public Optional<URI> ui() {
        return Optional.ofNullable(devServer).map(DevServer::ui);
    }

    /** The client of its namespace: not to be kept, since {@link #renew} makes it another one. */
    public WorkflowClient client() {
        return session.client();
    }

    /**
     * Whether {@link SearchAttributes} can be used: asked anew, and registered where they are missing. The server may
     * have come back empty, and a workflow that sets an attribute nobody knows is stuck.
     */
    public boolean searchable() {
        return session.searchable();
    }

    /**
     * Asks whether it answers, for at most three seconds.
     *
     * @throws TemporalUnavailable where it does not
     */
    public void ping() {
        session.ping();
    }

    @Override
    public void close() {
        session.close();
        closeMetrics();
    }

    private void closeMetrics() {
        if (metrics == null) {
            return;
        }
        try {
            metrics.close();
        } catch (ScopeCloseException failed) {
            throw new IllegalStateException("the metrics of Temporal did not close", failed);
        }
    }
}
