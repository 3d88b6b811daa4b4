package io.drumbeat.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.http.ScriptedVendor;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.simulator.Simulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every gateway promises, over real HTTP: each vendor's test extends it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class GatewayContract {

    protected static final Duration PATIENT = Duration.ofSeconds(30);
    private static final Duration IMPATIENT = Duration.ofMillis(300);
    protected static final String NUMBER = "106540352242922";
    private static final String TOKEN = "secret-token-of-the-vendor";
    private static final String CAPTION = "Hello Asha, your code is DIWALI";
    private static final String GOOD = "+919876500001";

    protected final Simulator simulator = simulator();
    protected final VendorHttp http = new VendorHttp(Clock.systemUTC());

    protected abstract GatewayType type();

    /** What the simulator calls the account of {@link #gateway(Duration)}. */
    protected String account() {
        return type().name() + "/106540352242922";
    }

    /** Media as this vendor takes it. */
    protected abstract MediaReference media(Gateway gateway);

    /** Settings besides the number, and those that must be there. */
    protected Map<String, String> moreSettings(String number) {
        return Map.of();
    }

    /** Credentials besides those that must be there. */
    protected Set<String> moreCredentials() {
        return Set.of();
    }

    /** A reply that accepts a message. */
    protected abstract String success();

    /** A 400 that says {@code text}. */
    protected abstract String refusal(String text);

    /** The code of the failure that the simulator puts behind a 200. */
    protected String failureBehind200() {
        return "131026";
    }

    /** What a 200 means whose body says nothing. */
    protected abstract Class<? extends Outcome> emptyMeaning();

    private static Simulator simulator() {
        try {
            return Simulator.start("127.0.0.1", 0, new Simulator.Options(Duration.ZERO, false, true));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void reset() {
        simulator.reset();
    }

    @AfterAll
    void close() {
        http.close();
        simulator.close();
    }

    protected Gateway gateway(Duration timeout) {
        return gateway(base(), NUMBER, timeout);
    }

    protected Gateway gateway(URI baseUrl, String number, Duration timeout) {
        Map<String, String> credentials = new HashMap<>();
        type().requiredCredentials().forEach(name -> credentials.put(name, TOKEN));
        moreCredentials().forEach(name -> credentials.put(name, TOKEN));
        Map<String, String> settings = new HashMap<>(moreSettings(number));
        String setting = type().numberSetting();
        if (setting != null) {
            settings.put(setting, number);
        }
        assertThat(settings.keySet()).containsAll(type().requiredSettings());
        assertThat(type().checkSettings(settings)).isEmpty();
        assertThat(type().checkCredentials(credentials.keySet(), settings)).isEmpty();
        return type().connect(new SenderAccess(new SenderId("main"), baseUrl, credentials, settings, timeout), http);
    }

    /** The vendor's base URL in the simulator. */
    protected URI base() {
        return baseUrl(type().name());
    }

    protected URI baseUrl(String gateway) {
        return Objects.requireNonNull(simulator.baseUrls("127.0.0.1").get(gateway));
    }

    protected Message message(String phone, MediaReference media) {
        return new Message(
                UUID.randomUUID(), phone, MediaType.IMAGE, media, "image/png", null, CAPTION, null, Map.of());
    }

    /** The same with a template, for vendors that have them. */
    protected Message templateMessage(String phone, MediaReference media, String... parameters) {
        return new Message(
                UUID.randomUUID(),
                phone,
                MediaType.IMAGE,
                media,
                "image/png",
                null,
                null,
                new Message.Template("offer", "en_US", List.of(parameters)),
                Map.of());
    }

    protected static Outcome send(Gateway gateway, Message message) {
        try (Gateway.Connection connection = gateway.open()) {
            return connection.send(message);
        } catch (Gateway.NotReached e) {
            throw new AssertionError(e);
        }
    }

    /** What a send to a phone with this behaviour came to, over the simulator. */
    protected Outcome behaving(String digits) {
        Gateway gateway = gateway(PATIENT);
        return send(gateway, message(phone(digits), media(gateway)));
    }

    protected static String phone(String digits) {
        return "+9198765" + digits;
    }

    @Test
    void shouldDeliverOnceWithMessageIdWhenVendorAccepts() {
        Gateway gateway = gateway(PATIENT);
        Outcome outcome = send(gateway, message(GOOD, media(gateway)));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class,
                        accepted -> assertThat(accepted.messageId()).isNotBlank());
        assertThat(simulator.received()).containsExactly(Map.entry(GOOD, 1L));
        assertThat(simulator.sends()).singleElement().satisfies(send -> {
            assertThat(send.account()).isEqualTo(account());
            assertThat(send.repliedNanos()).isGreaterThanOrEqualTo(send.arrivedNanos());
        });
    }

    @ParameterizedTest
    @CsvSource({"99001,", "99002,PT1S", "99003,PT2S"})
    void shouldSlowDownAsToldWhenVendorThrottles(String digits, Duration told) {
        assertThat(behaving(digits)).isInstanceOfSatisfying(Outcome.AccountBusy.class, busy -> {
            if (told == null) {
                assertThat(busy.retryAfter()).isNull();
            } else {
                assertThat(busy.retryAfter()).isBetween(told.minusSeconds(1), told.plusSeconds(1));
            }
        });
        assertThat(simulator.received()).isEmpty();
    }

    @Test
    void shouldSucceedAtThirdAttemptWhenVendorThrottlesTwice() {
        assertThat(behaving("99802")).isInstanceOf(Outcome.AccountBusy.class);
        assertThat(behaving("99802")).isInstanceOf(Outcome.AccountBusy.class);
        assertThat(behaving("99802")).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void shouldSucceedAtSecondAttemptWhenVendorThrottlesOnceWithoutSayingForHowLong() {
        assertThat(behaving("99831"))
                .isInstanceOfSatisfying(
                        Outcome.AccountBusy.class,
                        busy -> assertThat(busy.retryAfter()).isNull());
        assertThat(behaving("99831")).isInstanceOf(Outcome.Accepted.class);
    }

    /** Some of them were in fact sent: that is what the word is for. */
    @ParameterizedTest
    @CsvSource({
        "99012,connection_lost,1",
        "99013,connection_lost,0",
        "99014,connection_lost,1",
        "99301,http_301,0",
        "99302,http_302,0",
        "99307,http_307,0",
        "99308,http_308,0",
        "99500,http_500,0",
        "99502,http_502,1",
        "99503,http_503,0",
        "99504,http_504,1"
    })
    void shouldBeUnconfirmedWhenAnswerDoesNotSay(String digits, String code, long received) {
        assertThat(behaving(digits))
                .isInstanceOfSatisfying(
                        Outcome.Unconfirmed.class,
                        unconfirmed -> assertThat(unconfirmed.code()).isEqualTo(code));
        assertThat(simulator.received(phone(digits))).isEqualTo(received);
        assertThat(simulator.sends()).hasSize(1);
    }

    /** The second answer to one message must not be taken for the answer to the next. */
    @Test
    void shouldTakeNoSecondAnswerForTheNextMessagesWhenVendorAnswersTwice() {
        Gateway gateway = gateway(PATIENT);
        MediaReference media = media(gateway);
        assertThat(send(gateway, message(phone("99022"), media))).isInstanceOf(Outcome.Accepted.class);
        assertThat(send(gateway, message(GOOD, media))).isInstanceOf(Outcome.GivenBack.class);
        assertThat(simulator.received()).containsExactly(Map.entry(phone("99022"), 1L));
        assertThat(send(gateway, message(GOOD, media))).isInstanceOf(Outcome.Accepted.class);
    }

    /** 99017 trickles for seconds, each byte well within any socket time-out. */
    @ParameterizedTest
    @CsvSource({"99010,1", "99011,0", "99017,1"})
    void shouldEndAtDeadlineWhenVendorDawdles(String digits, long received) {
        Gateway gateway = gateway(IMPATIENT);
        Message message = message(phone(digits), media(gateway));
        long start = System.nanoTime();
        Outcome outcome = send(gateway, message);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(IMPATIENT, IMPATIENT.multipliedBy(5));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unconfirmed.class,
                        unconfirmed -> assertThat(unconfirmed.code()).isEqualTo("timeout"));
        await().untilAsserted(
                        () -> assertThat(simulator.received(phone(digits))).isEqualTo(received));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99015", "99016", "99018"})
    void shouldTakeEmptyWordsAsTheVendorMeansThemWhenA200SaysNothing(String digits) {
        assertThat(behaving(digits)).isInstanceOf(emptyMeaning());
    }

    @ParameterizedTest
    @ValueSource(strings = {"99019", "99020"})
    void shouldAcceptWhenVendorHangsUpRightAfterOrHoldsTheMessage(String digits) {
        assertThat(behavingOnANewConnection(digits)).isInstanceOf(Outcome.Accepted.class);
        assertThat(behavingOnANewConnection(digits)).isInstanceOf(Outcome.Accepted.class);
        assertThat(simulator.received(phone(digits))).isEqualTo(2);
    }

    /** The end of a kept connection may be seen only when it is used: it backed the whole account off. */
    private Outcome behavingOnANewConnection(String digits) {
        Outcome outcome = behaving(digits);
        return outcome instanceof Outcome.GivenBack ? behaving(digits) : outcome;
    }

    @Test
    void shouldRejectWhenA200CarriesAnExplicitFailure() {
        assertThat(behaving("99021"))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(failureBehind200()));
    }

    @Test
    void shouldBlockSenderWhenTokenIsRefused() {
        assertThat(behaving("99401")).isInstanceOf(Outcome.SenderBlocked.class);
    }

    @Test
    void shouldNotBeReachedWhenConnectionIsRefused() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Gateway gateway = gateway(URI.create("http://127.0.0.1:" + port), "1", PATIENT);
        assertThatThrownBy(gateway::open).isInstanceOf(Gateway.NotReached.class);
    }

    @Test
    void shouldSendOnNewConnectionWhenVendorClosedTheIdleOne() throws Exception {
        try (ScriptedVendor vendor = new ScriptedVendor(socket -> {
            ScriptedVendor.readRequest(socket);
            ScriptedVendor.reply(socket, 200, success());
        })) {
            Gateway gateway = gateway(vendor.url(), "1", PATIENT);
            Message message = message(GOOD, media(gateway(PATIENT)));
            assertThat(send(gateway, message)).isInstanceOf(Outcome.Accepted.class);
            vendor.awaitClosed();
            assertThat(send(gateway, message)).isInstanceOf(Outcome.Accepted.class);
            assertThat(vendor.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldReuseConnectionWhenVendorKeepsItOpen() throws Exception {
        try (ScriptedVendor vendor = new ScriptedVendor(socket -> {
            for (int i = 0; i < 2; i++) {
                ScriptedVendor.readRequest(socket);
                ScriptedVendor.reply(socket, 200, success());
            }
        })) {
            Gateway gateway = gateway(vendor.url(), "1", PATIENT);
            Message message = message(GOOD, media(gateway(PATIENT)));
            assertThat(send(gateway, message)).isInstanceOf(Outcome.Accepted.class);
            gateway.open().close();
            assertThat(send(gateway, message)).isInstanceOf(Outcome.Accepted.class);
            assertThat(vendor.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldKnowThatNothingWasSentWhenOpenLineIsClosedBeforeTheRequest() throws Exception {
        try (ScriptedVendor vendor = new ScriptedVendor(socket -> {})) {
            Gateway gateway = gateway(vendor.url(), "1", PATIENT);
            Message message = message(GOOD, media(gateway(PATIENT)));
            try (Gateway.Connection connection = gateway.open()) {
                vendor.awaitClosed();
                assertThat(connection.send(message))
                        .isInstanceOfSatisfying(
                                Outcome.AccountBusy.class,
                                busy -> assertThat(busy.code()).isEqualTo("not_reached"));
            }
        }
    }

    /** It counted as a vendor that is not reached: the account backed off for half a minute. */
    @Test
    void shouldGiveBackWhenAKeptConnectionEndsBeforeTheRequest() throws Exception {
        CountDownLatch enough = new CountDownLatch(1);
        try (ScriptedVendor vendor = new ScriptedVendor(socket -> {
            ScriptedVendor.readRequest(socket);
            ScriptedVendor.reply(socket, 200, success());
            waitFor(enough);
        })) {
            Gateway gateway = gateway(vendor.url(), "1", PATIENT);
            Message message = message(GOOD, media(gateway(PATIENT)));
            assertThat(send(gateway, message)).isInstanceOf(Outcome.Accepted.class);
            try (Gateway.Connection connection = gateway.open()) {
                enough.countDown();
                vendor.awaitClosed();

                assertThat(connection.send(message)).isInstanceOf(Outcome.GivenBack.class);
            }
            assertThat(send(gateway, message)).isInstanceOf(Outcome.Accepted.class);
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Its first bytes have left: who knows what a vendor makes of half a request. */
    @Test
    void shouldBeUnconfirmedWhenConnectionIsResetBeforeTheRequestIsRead() throws Exception {
        try (ScriptedVendor vendor = new ScriptedVendor(socket -> {
            socket.getInputStream().read();
            socket.setSoLinger(true, 0);
        })) {
            Gateway gateway = gateway(vendor.url(), "1", PATIENT);
            assertThat(send(gateway, message(GOOD, media(gateway(PATIENT)))))
                    .isInstanceOfSatisfying(
                            Outcome.Unconfirmed.class,
                            unconfirmed -> assertThat(unconfirmed.code()).isEqualTo("connection_lost"));
            assertThat(vendor.connections()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotTakeAnEarlierWordForTheAnswerWhenVendorTimesOutAnIdleConnection() throws Exception {
        try (ScriptedVendor vendor = new ScriptedVendor(socket -> ScriptedVendor.reply(socket, 408, ""))) {
            Gateway gateway = gateway(vendor.url(), "1", PATIENT);
            Message message = message(GOOD, media(gateway(PATIENT)));
            try (Gateway.Connection connection = gateway.open()) {
                vendor.awaitClosed();
                assertThat(connection.send(message)).isInstanceOf(Outcome.AccountBusy.class);
            }
        }
    }

    @Test
    void shouldKeepSecretsOutWhenVendorQuotesThem() throws Exception {
        String quoted = "No: Bearer " + TOKEN + " to " + GOOD + " or 98765 00001 said '" + CAPTION + "'\\u0000 end";

        assertThat(refusalOf(message(GOOD, media(gateway(PATIENT))), quoted))
                .isEqualTo("No: Bearer [hidden] to [number] or [number] said '[hidden]' end");
    }

    @Test
    void shouldKeepParametersOutWhenVendorQuotesThem() throws Exception {
        String quoted = "No: 'Asha', 'Asha of Pune' and ''";

        assertThat(refusalOf(templateMessage(GOOD, media(gateway(PATIENT)), "Asha", "Asha of Pune", ""), quoted))
                .isEqualTo("No: '[hidden]', '[hidden]' and ''");
    }

    /** What is kept of a vendor's words about {@code message}. */
    private String refusalOf(Message message, String words) throws IOException {
        try (ScriptedVendor vendor = new ScriptedVendor(socket -> {
            ScriptedVendor.readRequest(socket);
            ScriptedVendor.reply(socket, 400, refusal(words));
        })) {
            return ((Outcome.Rejected) send(gateway(vendor.url(), "1", PATIENT), message)).message();
        }
    }

    /** It rejected every recipient, or called them unconfirmed, though a web server's own page had answered. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 404, 405, 410})
    void shouldBlockTheSenderAndNameItsAddressWhenAPageAnswersThere(int status) throws Exception {
        try (ScriptedVendor vendor = new ScriptedVendor(socket -> {
            ScriptedVendor.readRequest(socket);
            ScriptedVendor.reply(socket, status, "<html><body>nginx</body></html>");
        })) {
            Gateway gateway = gateway(vendor.url(), "1", PATIENT);
            assertThat(send(gateway, message(GOOD, media(gateway(PATIENT)))))
                    .isInstanceOfSatisfying(
                            Outcome.SenderBlocked.class,
                            blocked -> assertThat(blocked.message())
                                    .contains(vendor.url().toString(), "HTTP " + status, "senders.json")
                                    .doesNotContain(TOKEN));
        }
    }
}
