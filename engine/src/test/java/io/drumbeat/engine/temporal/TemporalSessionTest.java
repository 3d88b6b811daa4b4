package io.drumbeat.engine.temporal;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testserver.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** On a busy machine no process could start: its own first call took longer than an answer may, as that of the next one did. */
class TemporalSessionTest {

    /** More than an answer may take later. */
    private static final Duration SLOW = Duration.ofSeconds(4);

    private boolean asked;

    @Test
    void shouldOpenWhenTheFirstCallOfItsProcessIsSlow() {
        try (TestServer.InProcessTestServer server = TestServer.createServer(true);
                TemporalSession session = new TemporalSession(
                        "The server",
                        WorkflowServiceStubsOptions.newBuilder()
                                .setChannel(server.getChannel())
                                .setGrpcClientInterceptors(List.of(new SlowAtFirst())),
                        WorkflowClientOptions.getDefaultInstance(),
                        () -> {})) {
            session.ping();
        }
    }

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
