package io.drumbeat.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every vendor's callbacks promise: each vendor's test extends it. */
public abstract class CallbacksContract {

    protected static final Instant NOW = Instant.parse("2026-08-01T10:00:00Z");
    protected static final UUID DISPATCH = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    protected static final String SECRET = "hush";
    private static final byte[] BODY = "{\"data\": \"\u00e9\"}".getBytes(StandardCharsets.UTF_8);

    protected abstract GatewayType type();

    /** A callback as the vendor makes it, at {@link #NOW}. */
    protected abstract Callback signed(String secret, byte[] body);

    protected Callbacks callbacks() {
        return type().callbacks().orElseThrow();
    }

    protected SenderAccess sender(Map<String, String> more) {
        Map<String, String> credentials = new HashMap<>(more);
        credentials.put(callbacks().secret(), SECRET);
        return new SenderAccess(
                new SenderId("main"), URI.create("http://127.0.0.1:1"), credentials, Map.of(), Duration.ofSeconds(1));
    }

    protected boolean genuine(Callback callback) {
        return callbacks().genuine(callback, sender(Map.of()), NOW);
    }

    /** By our numbers. */
    protected List<Callbacks.News> readAll(String json) {
        try {
            return callbacks().read(new JsonMapper().readTree(json), NOW);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Whichever number of ours it is about. */
    protected Callbacks.News read(String json) {
        List<Callbacks.News> all = readAll(json);
        return new Callbacks.News(
                null,
                all.stream().flatMap(news -> news.receipts().stream()).toList(),
                all.stream().flatMap(news -> news.inbound().stream()).toList(),
                all.stream().flatMap(news -> news.preferences().stream()).toList());
    }

    protected static Receipt receipt(String id, @Nullable String phone, Receipt.Stage stage, Instant at) {
        return new Receipt(id, null, phone, null, stage, at, null);
    }

    /** What somebody with {@code phone} wrote. */
    protected static Callbacks.Inbound inbound(String phone, Instant at, String... texts) {
        return new Callbacks.Inbound(Speaker.at(phone), List.of(texts), at);
    }

    /** What somebody wrote, tapped or answered, in as many ways as the vendor has for it; each says STOP. */
    protected abstract Stream<String> replies();

    /** What is none, though STOP stands in it: reactions, edits, deletions, forms filled in, what we wrote ourselves. */
    protected abstract Stream<String> noReplies();

    /** A STOP, in answer to the message {@code sent-1}, of somebody whose phone is hidden and whose id is {@link #user}. */
    protected abstract String hiddenReply();

    /** That the message {@code sent-1} was read by somebody whose phone is hidden and whose id is {@link #user}. */
    protected abstract String hiddenReceipt();

    /** The same of the number of ours that is called {@code number}. */
    protected abstract String receiptOf(String number);

    /** What the vendor calls somebody. */
    protected String user() {
        return "IN.1502576394655843";
    }

    @TestFactory
    Stream<DynamicTest> shouldHearEveryKindOfReply() {
        return replies()
                .map(json -> DynamicTest.dynamicTest(
                        json,
                        () -> assertThat(read(json).inbound()).singleElement().satisfies(inbound -> {
                            assertThat(inbound.speaker().phone()).isEqualTo("+919876500001");
                            assertThat(inbound.texts()).contains("STOP");
                        })));
    }

    @TestFactory
    Stream<DynamicTest> shouldHearNothingInWhatIsNoReply() {
        return noReplies()
                .map(json -> DynamicTest.dynamicTest(
                        json,
                        () -> assertThat(read(json).inbound())
                                .allSatisfy(
                                        inbound -> assertThat(inbound.texts()).isEmpty())));
    }

    /** People may hide their phone from businesses. */
    @Test
    void shouldKnowSomebodyHiddenByTheirIdAndByWhatTheyAnswer() {
        assertThat(read(hiddenReply()).inbound())
                .containsExactly(new Callbacks.Inbound(new Speaker(null, user(), "sent-1"), List.of("STOP"), NOW));
    }

    @Test
    void shouldTellOfWhomAReceiptIsWhosePhoneIsHidden() {
        assertThat(read(hiddenReceipt()).receipts())
                .containsExactly(new Receipt("sent-1", null, null, user(), Receipt.Stage.READ, NOW, null));
    }

    @Test
    void shouldSayWhichOfOurNumbersItIsAbout() {
        assertThat(readAll(receiptOf("222")))
                .filteredOn(news -> !news.receipts().isEmpty())
                .singleElement()
                .satisfies(news -> assertThat(news.number()).isEqualTo("222"));
    }

    @Test
    void shouldNameASecretThatASenderMayHave() {
        assertThat(type().optionalCredentials()).contains(callbacks().secret());
    }

    @Test
    void shouldBeGenuineOnlyWithTheSendersSecret() {
        assertThat(genuine(signed(SECRET, BODY))).isTrue();
        assertThat(genuine(signed(SECRET + "x", BODY))).isFalse();
        assertThat(genuine(new Callback(Map.of(), Map.of(), BODY))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "\"data\"",
                "[]",
                "[[{}], null, 1]",
                "{}",
                "{\"data\": null}",
                "{\"data\": []}",
                "{\"data\": [null, 1, [], {\"key\": 1, \"status\": {}, \"message\": []}]}",
                "{\"data\": {\"key\": {\"id\": {}, \"fromMe\": \"no\"}, \"status\": true, \"from\": [\"1\"]}}",
                "{\"data\": {\"id\": \"a\", \"status\": \"pending\"}}",
                "{\"data\": {\"status\": \"sent\", \"to\": \"somebody\"}}",
                "{\"data\": {\"from\": \"12\", \"text\": \" \"}}",
                "{\"entry\": {\"changes\": 1}}",
                "{\"entry\": [{\"changes\": [{\"value\": null}, {\"value\": [1]}, 7]}]}",
                "{\"entry\": [{\"changes\": [{\"value\": {\"statuses\": [{\"status\": \"sent\"}, null]}}]}]}",
                "{\"delivery_status\": {\"status\": 5}, \"incoming_message\": \"x\"}",
                "{\"delivery_status\": [{\"status\": \"sent\", \"x-apiheader\": \"d\"}, [], 5]}"
            })
    void shouldLeaveOutWhateverItDoesNotUnderstand(String json) {
        Callbacks.News news = read(json);
        assertThat(news.receipts()).isEmpty();
        assertThat(news.inbound()).isEmpty();
        assertThat(news.preferences()).isEmpty();
    }
}
