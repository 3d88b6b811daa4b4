package io.drumbeat.engine.gateway.wachat;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.dispatch.Outcome;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.engine.gateway.Callback;
import io.drumbeat.engine.gateway.Callbacks;
import io.drumbeat.engine.gateway.CallbacksContract;
import io.drumbeat.engine.gateway.GatewayType;
import io.drumbeat.engine.gateway.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WachatCallbacksTest extends CallbacksContract {

    private static final byte[] BODY = "{\"a\": 1}".getBytes(StandardCharsets.UTF_8);

    @Override
    protected GatewayType type() {
        return new WachatGatewayType();
    }

    @Override
    protected Callback signed(String secret, byte[] body) {
        return signed(secret, "1785578400", body);
    }

    private static Callback signed(String secret, String timestamp, byte[] body) {
        String signature = Signatures.hmacSha256(secret, (timestamp + ".").getBytes(StandardCharsets.UTF_8), body);
        return callback(signature, timestamp, body);
    }

    private static Callback callback(String signature, String timestamp, byte[] body) {
        return new Callback(Map.of("x-wachat-signature", signature, "x-wachat-timestamp", timestamp), Map.of(), body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1785578400",
                "1785578400000",
                "2026-08-01T10:00:00Z",
                "1785578100",
                "1785578700",
                "1785578100000"
            })
    void shouldBeGenuineWhenItsTimeIsWithinFiveMinutes(String timestamp) {
        assertThat(genuine(signed(SECRET, timestamp, BODY))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1785578099",
                "1785578701",
                "1785578099999",
                "2026-08-01T09:54:59Z",
                "2027-08-01T10:00:00Z",
                "now",
                ""
            })
    void shouldNotBeGenuineWhenItsTimeIsOldOrNone(String timestamp) {
        assertThat(genuine(signed(SECRET, timestamp, BODY))).isFalse();
    }

    @Test
    void shouldNotBeGenuineWhenOneByteOrItsTimeIsAnother() {
        String signature = signed(SECRET, BODY).header("X-Wachat-Signature").orElseThrow();
        assertThat(genuine(callback(signature, "1785578400", "{\"a\": 2}".getBytes(StandardCharsets.UTF_8))))
                .isFalse();
        assertThat(genuine(callback(signature, "1785578401", BODY))).isFalse();
        assertThat(genuine(callback(Signatures.hmacSha256(SECRET, BODY), "1785578400", BODY)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "2,SENT",
        "\"SERVER_ACK\",SENT",
        "\"sent\",SENT",
        "3,DELIVERED",
        "\"DELIVERY_ACK\",DELIVERED",
        "\"delivered\",DELIVERED",
        "4,READ",
        "\"READ\",READ",
        "\"read\",READ",
        "5,READ",
        "\"PLAYED\",READ",
        "\"3\",DELIVERED"
    })
    void shouldReadAStatusAsTextOrNumber(String status, Stage stage) {
        assertThat(read("""
                {"event":"messages.update","data":{"key":{"id":"3EB0","remoteJid":"919876500001@s.whatsapp.net",
                 "fromMe":true},"update":{"status":%s},"messageTimestamp":1785578000}}""".formatted(status)).receipts())
                .containsExactly(receipt("3EB0", "+919876500001", stage, NOW.minusSeconds(400)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"PENDING\"", "9", "null", "\"\""})
    void shouldReadNothingWhenItHasNotComeAnywhereYet(String status) {
        assertThat(read("{\"data\":{\"keyId\":\"a\",\"status\":" + status + "}}")
                        .receipts())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":[{\"keyId\":\"a\",\"remoteJid\":\"919876500001@s.whatsapp.net\",\"status\":\"DELIVERY_ACK\"}]}",
                "{\"data\":{\"messageId\":\"a\",\"remoteJid\":\"919876500001\",\"status\":\"delivered\"}}",
                "{\"data\":{\"id\":\"a\",\"remoteJid\":\"919876500001:3@s.whatsapp.net\",\"status\":3},\"date_time\":\"soon\"}"
            })
    void shouldReadAStatusWhereverItsFieldsStand(String json) {
        assertThat(read(json).receipts()).containsExactly(receipt("a", "+919876500001", Stage.DELIVERED, NOW));
    }

    @Test
    void shouldTakeTheEventsTimeWhenTheMessageHasNone() {
        assertThat(read("{\"data\":{\"id\":\"a\",\"status\":3},\"date_time\":\"2026-08-01T09:53:20.000Z\"}")
                        .receipts())
                .containsExactly(receipt("a", null, Stage.DELIVERED, NOW.minusSeconds(400)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "\"ERROR\"", "\"failed\""})
    void shouldRejectWhenItFailed(String status) {
        assertThat(read("{\"data\":{\"key\":{\"id\":\"a\"},\"update\":{\"status\":" + status
                                + ",\"messageStubParameters\":[\"463\"]}}}")
                        .receipts())
                .containsExactly(
                        new Receipt("a", null, null, Stage.FAILED, NOW, new Outcome.Rejected("463", "", false)));
    }

    @Test
    void shouldReadWhatPeopleWriteToUsAlone() {
        Callbacks.News news = read("""
                {"event":"messages.upsert","data":[
                 {"key":{"id":"1","remoteJid":"919876500001@s.whatsapp.net","fromMe":false},"status":"DELIVERY_ACK",
                  "message":{"conversation":"STOP"},"messageTimestamp":1785578000},
                 {"key":{"id":"2","remoteJid":"919876500002@s.whatsapp.net","fromMe":false},
                  "message":{"extendedTextMessage":{"text":"Stop"}}},
                 {"key":{"id":"3","remoteJid":"919876500003@s.whatsapp.net","fromMe":false},
                  "message":{"imageMessage":{}}},
                 {"key":{"id":"4","remoteJid":"120363025246125486@g.us","fromMe":false},"message":{"conversation":"STOP"}},
                 {"key":{"id":"5","remoteJid":"status@broadcast","fromMe":false},"message":{"conversation":"STOP"}},
                 {"key":{"id":"6","remoteJid":"919876500004@s.whatsapp.net","fromMe":true},"message":{"conversation":"STOP"}}
                ]}""");
        assertThat(news.inbound())
                .containsExactly(
                        new Callbacks.Inbound("+919876500001", "STOP", NOW.minusSeconds(400)),
                        new Callbacks.Inbound("+919876500002", "Stop", NOW),
                        new Callbacks.Inbound("+919876500003", null, NOW));
        assertThat(news.receipts()).isEmpty();
    }

    @Test
    void shouldReadAFlatMessageWhereTheEventSaysThatItCameIn() {
        String flat = """
                {"event":"%s","data":{"id":"1","from":"919876500001","text":"STOP"}}""";
        assertThat(read(flat.formatted("messages.upsert")).inbound())
                .containsExactly(new Callbacks.Inbound("+919876500001", "STOP", NOW));
        assertThat(read(flat.formatted("messages.update")).inbound()).isEmpty();
        assertThat(read("""
                {"event":"messages.upsert","data":{"id":"1","fromMe":true,"from":"919876500001","text":"STOP"}}""").inbound()).isEmpty();
    }

    @Test
    void shouldReadMessagesThatStandAsTheClientItselfHandsThemOver() {
        Callbacks.News news = read("""
                {"event":"messages.upsert","data":{"type":"notify","messages":[
                 {"key":{"id":"1","remoteJid":"919876500001@s.whatsapp.net","fromMe":false},
                  "message":{"conversation":"STOP"}}]}}""");
        assertThat(news.inbound()).containsExactly(new Callbacks.Inbound("+919876500001", "STOP", NOW));
    }
}
