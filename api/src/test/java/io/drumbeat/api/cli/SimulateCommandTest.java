package io.drumbeat.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.engine.vendor.GatewayTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulateCommandTest {

    @Test
    void shouldSayWhereToPointSendersOfEachVendorWhenItListens() {
        Thread.currentThread().interrupt(); // so that it ends as soon as it would wait
        Run run = Run.of(Map.of(), "simulate", "--port", "0");

        assertThat(Thread.interrupted()).isFalse();
        assertThat(GatewayTypes.all())
                .allSatisfy(type -> assertThat(run.out())
                        .containsPattern(
                                "(?m)^  " + type.name() + " +http://127\\.0\\.0\\.1:\\d+/" + type.name() + "\\b"));
    }

    @Test
    void shouldSayWhichPortWhenItIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Run run = Run.of(Map.of(), "simulate", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err())
                    .startsWith("The simulator cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasLineCount(1);
        }
    }
}
