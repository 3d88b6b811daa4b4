package io.drumbeat.engine.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drumbeat.engine.simulator.protocol.MetaWebhook;
import io.drumbeat.engine.simulator.protocol.Webhook.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final String ACCOUNT = "cloud/111";
    private static final int MAX_OPEN = 50_000;
    private static final int MAX_IN_FLIGHT = 32;
    private static final Event EVENT = new Event("messages", "{}");

    private final Ledger ledger = new Ledger();

    @AutoClose
    private final Outbox outbox = new Outbox(ledger, Duration.ofMillis(2));

    @Test
    void shouldDropWhatThereIsNoRoomForUntilSomethingIsSettled() throws IOException {
        try (Listener listener = new Listener(nth -> nth == 1 ? 200 : 500)) {
            Registration to = to(listener.url());
            assertThat(outbox.reserve(to, MAX_OPEN)).isTrue();
            assertThat(outbox.reserve(to, 2)).isFalse();
            assertThat(ledger.callbacks(ACCOUNT)).isEqualTo(new Simulator.Callbacks(0, 0, 0, 2));

            outbox.post(to, EVENT, true).join();
            outbox.post(to, EVENT, true).join();
            outbox.post(to, EVENT, false).join();
            await().untilAsserted(() -> assertThat(outbox.reserve(to, 3)).isTrue());
            assertThat(listener.heard()).hasSize(1 + 4 + 1);
        }
    }

    @Test
    void shouldSettleWithoutPostingWhenTheRegistrationHasEnded() throws IOException {
        try (Listener listener = new Listener(nth -> 200)) {
            Registration to = to(listener.url());
            assertThat(outbox.reserve(to, MAX_OPEN)).isTrue();
            to.end();
            outbox.post(to, EVENT, true).join();
            assertThat(outbox.reserve(to, 1)).isTrue();
            assertThat(listener.heard()).isEmpty();
        }
    }

    @Test
    void shouldPostSomeAtATimeWhenManyWait() throws IOException {
        CountDownLatch end = new CountDownLatch(1);
        int many = 5 * MAX_IN_FLIGHT;
        try (Listener slow = new Listener(nth -> {
            end.await();
            return 200;
        })) {
            Registration to = to(slow.url());
            assertThat(outbox.reserve(to, many)).isTrue();
            for (int i = 0; i < many; i++) {
                var unused = outbox.post(to, EVENT, true);
            }
            outbox.after(Duration.ZERO).join();
            assertThat(ledger.callbacks(ACCOUNT).emitted()).isEqualTo(MAX_IN_FLIGHT);

            end.countDown();
            await().untilAsserted(() ->
                    assertThat(ledger.callbacks(ACCOUNT).accepted()).isEqualTo(many));
        }
    }

    @Test
    void shouldBreakOffWhatIsOnItsWayAndLeaveNoThreadWhenClosed() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            silent.setSoTimeout(10_000);
            Registration to = to(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"));
            assertThat(outbox.reserve(to, 1)).isTrue();
            var unused = outbox.post(to, EVENT, true);
            try (Socket socket = silent.accept()) {
                socket.setSoTimeout(5_000);
                assertThat(socket.getInputStream().readNBytes(4)).asString().isEqualTo("POST");
                outbox.close();
                assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
            }
        }
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("simulator-webhooks"));
    }

    private static final class Signless extends MetaWebhook {
        @Override
        public HttpRequest.Builder address(URI url, String secret, Event event, int attempt) {
            return HttpRequest.newBuilder(url);
        }
    }

    private static Registration to(URI url) {
        return new Registration(ACCOUNT, url, "secret", new Signless());
    }
}
