package io.drumbeat.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.sender.SenderId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
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

    protected Callbacks.News read(String json) {
        try {
            return callbacks().read(new JsonMapper().readTree(json), NOW);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    protected static Receipt receipt(String id, @Nullable String phone, Receipt.Stage stage, Instant at) {
        return new Receipt(id, null, phone, stage, at, null);
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
                "{\"data\": {\"from\": \"12\", \"text\": \"STOP\"}}",
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
