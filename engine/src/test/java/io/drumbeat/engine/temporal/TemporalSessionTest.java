package io.drumbeat.engine.temporal;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.common.converter.DataConverter;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class TemporalSessionTest {

    /** More than an answer may take later. */
    private static final Duration SLOW = Duration.ofSeconds(4);

    private boolean asked;

    /** On a busy machine no process could start: its own first call took longer than an answer may, as that of the next one did. */
    @Test
    void shouldOpenWhenTheFirstCallOfItsProcessIsSlow() {
        try (TestServer.InProcessTestServer server = TestServer.createServer(true);
                TemporalSession session = session(server, new SlowAtFirst())) {
            session.ping();
        }
    }

    private static TemporalSession session(TestServer.InProcessTestServer server, ClientInterceptor... interceptors) {
        return new TemporalSession(
                "The server",
                WorkflowServiceStubsOptions.newBuilder()
                        .setChannel(server.getChannel())
                        .setGrpcClientInterceptors(List.of(interceptors)),
                WorkflowClientOptions.getDefaultInstance(),
                () -> {});
    }

    /** Workers of an older release refused a result of a newer one's that had a field more: its campaign stood still with them. */
    @Test
    void shouldReadPastWhatANewerReleaseHasAdded() {
        try (TestServer.InProcessTestServer server = TestServer.createServer(true);
                TemporalSession session = session(server)) {
            DataConverter converter = session.client().getOptions().getDataConverter();
            Payload newer =
                    converter.toPayload(Map.of("ofALaterRelease", 1, "id", "a")).orElseThrow();

            assertThat(converter.fromPayload(newer, Told.class, Told.class)).isEqualTo(new Told("a"));
        }
    }

    private record Told(String id) {}

    /** Its deadline runs meanwhile, as it does while classes are loaded. */
    private final class SlowAtFirst implements ClientInterceptor {
        @Override
        public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
            if (!asked && "DescribeNamespace".equals(method.getBareMethodName())) {
                asked = true;
                long over = System.nanoTime() + SLOW.toNanos();
                while (System.nanoTime() < over) {
                    LockSupport.parkNanos(over - System.nanoTime());
                }
            }
            return next.newCall(method, options);
        }
    }
}
