package io.drumbeat.engine.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaReference;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is reported is what the vendor's own gateway takes for genuine and understands. */
class WebhookTest {

    private static final String SECRET = "app-secret & more";
    private static final UUID DISPATCH = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");

    private final VendorHttp http = new VendorHttp(Clock.systemUTC());
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private Simulator simulator;
    private Listener listener;

    @BeforeEach
    void start() throws IOException {
        Duration moment = Duration.ofMillis(2);
        simulator = Simulator.start(
                "127.0.0.1",
                0,
                new Simulator.Options(Duration.ZERO, false, true, new Simulator.CallbackTimes(moment, moment, moment)));
        listener = new Listener(nth -> 200);
    }

    @AfterEach
    void stop() {
        simulator.close();
        listener.close();
        http.close();
    }

    @ParameterizedTest
    @CsvSource({"cloud,true", "pepipost,true", "wachat,false", "waconnect,false"})
    void shouldTellTheGatewayHowFarItsMessageHasComeWhenItIsReceived(String vendor, boolean echoes) {
        Outcome.Accepted accepted = send(vendor, "00001");
        List<Receipt> receipts = receipts(vendor, 3);

        assertThat(receipts).extracting(Receipt::stage).containsExactly(Stage.SENT, Stage.DELIVERED, Stage.READ);
        assertThat(receipts).allSatisfy(receipt -> {
            assertThat(receipt.messageId()).isEqualTo(accepted.messageId());
            assertThat(receipt.dispatch()).isEqualTo(echoes ? DISPATCH : null);
            assertThat(receipt.phone()).isEqualTo("+919876500001");
            assertThat(receipt.at()).isBetween(start, Instant.now());
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cloud     | 99710 | Rejected[code=131026, message=Simulated error, suppress=false]",
                "cloud     | 99711 | Rejected[code=131049, message=Simulated error, suppress=false]",
                "cloud     | 99712 | Rejected[code=131050, message=Simulated error, suppress=true]",
                "cloud     | 99713 | MediaGone[code=131053, message=Simulated error]",
                "waconnect | 99712 | Rejected[code=131050, message=Simulated error, suppress=true]",
                "wachat    | 99710 | Rejected[code=131026, message=, suppress=false]",
                "pepipost  | 99710 | Rejected[code=8003, message=8003, suppress=false]",
                "pepipost  | 99711 | Rejected[code=8004, message=8004, suppress=false]"
            })
    void shouldTellTheGatewayWhyWhenItFailsAfterAll(String vendor, String digits, String why) {
        send(vendor, digits);
        assertThat(receipts(vendor, 1)).singleElement().satisfies(receipt -> {
            assertThat(receipt.stage()).isEqualTo(Stage.FAILED);
            assertThat(receipt.failure()).hasToString(why);
        });
    }

    @ParameterizedTest
    @MethodSource("calling")
    void shouldNotBeTakenForGenuineWhenItIsAForgery(String vendor) {
        send(vendor, "99707");
        assertThat(heard(4)).extracting(callback -> genuine(vendor, callback)).containsExactly(false, true, true, true);
    }

    @ParameterizedTest
    @MethodSource("calling")
    void shouldBeGenuineAgainWhenItIsTriedAgain(String vendor) throws IOException {
        try (Listener moody = new Listener(nth -> nth == 1 ? 500 : 200)) {
            simulator.reportTo(vendor + "/111", moody.url(), SECRET);
            simulator.write(vendor + "/111", "+919876500001", "STOP");
            await().untilAsserted(() -> assertThat(moody.heard()).hasSize(2));
            assertThat(moody.heard()).allMatch(callback -> genuine(vendor, callback));
        }
    }

    @ParameterizedTest
    @MethodSource("calling")
    void shouldTellTheGatewayWhatPeopleWrite(String vendor) {
        register(vendor);
        simulator.write(vendor + "/111", "+919876500001", "ärrêt \"now\"");

        Callbacks.News news = news(vendor, heard(1).get(0));
        assertThat(news.inbound()).singleElement().satisfies(inbound -> {
            assertThat(inbound.speaker().phone()).isEqualTo("+919876500001");
            assertThat(inbound.texts()).containsExactly("ärrêt \"now\"");
            assertThat(inbound.at()).isBetween(start, Instant.now());
        });
        assertThat(news.receipts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloud", "waconnect"})
    void shouldTellTheGatewayWhatPeopleToldMeta(String vendor) {
        register(vendor);
        simulator.prefer(vendor + "/111", "+919876500001", false);
        assertThat(news(vendor, heard(1).get(0)).preferences()).singleElement().satisfies(preference -> {
            assertThat(preference.speaker().phone()).isEqualTo("+919876500001");
            assertThat(preference.wanted()).isFalse();
        });
    }

    /** As Meta does it for who has a username. */
    @ParameterizedTest
    @ValueSource(strings = {"cloud", "waconnect"})
    void shouldTellTheGatewayOneIdAndNoPhoneOfWhoHidesIt(String vendor) {
        send(vendor, "99708");
        Receipt receipt = receipts(vendor, 3).get(0);
        simulator.write(vendor + "/111", "+919876599708", "STOP");
        heard(4);
        simulator.prefer(vendor + "/111", "+919876599708", false);
        List<Callback> heard = heard(5);

        assertThat(receipt.phone()).isNull();
        assertThat(receipt.userId()).startsWith("IN.").doesNotContain("98765");
        assertThat(news(vendor, heard.get(3)).inbound())
                .extracting(Callbacks.Inbound::speaker)
                .containsExactly(new Speaker(null, receipt.userId(), null));
        assertThat(news(vendor, heard.get(4)).preferences())
                .extracting(Callbacks.Preference::speaker)
                .containsExactly(new Speaker(null, receipt.userId(), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wachat", "pepipost"})
    void shouldRefuseAPreferenceWhenTheVendorHasNone(String vendor) {
        register(vendor);
        assertThatThrownBy(() -> simulator.prefer(vendor + "/111", "+919876500001", false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameEventAndAttemptWhereTheVendorDoes() throws IOException {
        try (Listener moody = new Listener(nth -> nth == 1 ? 500 : 200)) {
            simulator.reportTo("waconnect/111", moody.url(), SECRET);
            simulator.write("waconnect/111", "919876500001", "Hi");
            await().untilAsserted(() -> assertThat(moody.heard()).hasSize(2));
            assertThat(moody.heard())
                    .extracting(callback ->
                            callback.header("X-Webhook-Delivery-Attempt").orElse(""))
                    .containsExactly("1", "2");
        }
        send("wachat", "99701");
        assertThat(heard(1).get(0).header("X-Wachat-Event")).contains("messages.update");
        assertThat(heard(1).get(0).header("X-Wachat-Webhook-Id")).isPresent();
    }

    private static Stream<String> calling() {
        return GatewayTypes.all().stream()
                .filter(type -> type.callbacks().isPresent())
                .map(GatewayType::name);
    }

    private void register(String vendor) {
        simulator.reportTo(vendor + "/111", listener.url(), SECRET);
    }

    private Outcome.Accepted send(String vendor, String digits) {
        register(vendor);
        Message message = new Message(
                DISPATCH,
                "+9198765" + digits,
                MediaType.IMAGE,
                new MediaReference.Link("https://example.com/a.png"),
                "image/png",
                null,
                "Hi",
                null,
                Map.of());
        try (Gateway.Connection connection =
                gatewayType(vendor).connect(sender(vendor), http).open()) {
            return assertThat(connection.send(message))
                    .asInstanceOf(type(Outcome.Accepted.class))
                    .actual();
        } catch (Gateway.NotReached e) {
            throw new AssertionError(e);
        }
    }

    private static GatewayType gatewayType(String vendor) {
        return GatewayTypes.byName(vendor).orElseThrow();
    }

    private static Callbacks callbacks(String vendor) {
        return gatewayType(vendor).callbacks().orElseThrow();
    }

    private SenderAccess sender(String vendor) {
        Map<String, String> credentials = new HashMap<>();
        gatewayType(vendor).requiredCredentials().forEach(name -> credentials.put(name, "token"));
        credentials.put(callbacks(vendor).secret(), SECRET);
        return new SenderAccess(
                new SenderId("main"),
                Objects.requireNonNull(simulator.baseUrls("127.0.0.1").get(vendor)),
                credentials,
                Map.of(Objects.requireNonNull(gatewayType(vendor).numberSetting()), "111"),
                Duration.ofSeconds(10));
    }

    private List<Callback> heard(int count) {
        await().untilAsserted(() -> assertThat(listener.heard()).hasSizeGreaterThanOrEqualTo(count));
        return listener.heard();
    }

    private boolean genuine(String vendor, Callback callback) {
        return callbacks(vendor).genuine(callback, sender(vendor), Instant.now());
    }

    private Callbacks.News news(String vendor, Callback callback) {
        assertThat(genuine(vendor, callback)).isTrue();
        try {
            String body = new String(callback.body(), StandardCharsets.UTF_8);
            return assertThat(callbacks(vendor).read(new JsonMapper().readTree(body), Instant.EPOCH))
                    .singleElement()
                    .actual();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private List<Receipt> receipts(String vendor, int count) {
        return heard(count).stream()
                .flatMap(callback -> news(vendor, callback).receipts().stream())
                .toList();
    }
}
