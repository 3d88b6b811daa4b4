package io.drumbeat.engine.vendor.wachat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.engine.gateway.CallbacksContract;
import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.callback.Signatures;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
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
                        new Receipt("a", null, null, null, Stage.FAILED, NOW, new Outcome.Rejected("463", "", false)));
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
                        inbound("+919876500001", NOW.minusSeconds(400), "STOP"),
                        inbound("+919876500002", NOW, "Stop"),
                        inbound("+919876500003", NOW));
        assertThat(news.receipts()).isEmpty();
    }

    @Test
    void shouldReadAFlatMessageWhereTheEventSaysThatItCameIn() {
        String flat = """
                {"event":"%s","data":{"id":"1","from":"919876500001","text":"STOP"}}""";
        assertThat(read(flat.formatted("messages.upsert")).inbound())
                .containsExactly(inbound("+919876500001", NOW, "STOP"));
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
        assertThat(news.inbound()).containsExactly(inbound("+919876500001", NOW, "STOP"));
    }

    private static String from(String key, String message) {
        return "{\"event\":\"messages.upsert\",\"instanceName\":\"111\",\"data\":{\"key\":{\"id\":\"1\",\"fromMe\":false,"
                + key + "},\"message\":" + message + "}}";
    }

    private static String from(String message) {
        return from("\"remoteJid\":\"919876500001@s.whatsapp.net\"", message);
    }

    private static Stream<String> messages() {
        return Stream.of(
                "{\"conversation\":\"STOP\"}",
                "{\"extendedTextMessage\":{\"text\":\"STOP\"}}",
                "{\"buttonsResponseMessage\":{\"selectedButtonId\":\"i\",\"selectedDisplayText\":\"STOP\"}}",
                "{\"buttonsResponseMessage\":{\"selectedButtonId\":\"STOP\",\"selectedDisplayText\":\"t\"}}",
                "{\"templateButtonReplyMessage\":{\"selectedId\":\"i\",\"selectedDisplayText\":\"STOP\"}}",
                "{\"templateButtonReplyMessage\":{\"selectedId\":\"STOP\",\"selectedDisplayText\":\"t\"}}",
                "{\"listResponseMessage\":{\"title\":\"STOP\",\"singleSelectReply\":{\"selectedRowId\":\"i\"}}}",
                "{\"listResponseMessage\":{\"title\":\"t\",\"singleSelectReply\":{\"selectedRowId\":\"STOP\"}}}",
                "{\"interactiveResponseMessage\":{\"body\":{\"text\":\"STOP\"}}}",
                "{\"interactiveResponseMessage\":{\"nativeFlowResponseMessage\":"
                        + "{\"name\":\"quick_reply\",\"paramsJson\":\"{\\\"id\\\":\\\"STOP\\\"}\"}}}",
                "{\"interactiveResponseMessage\":{\"nativeFlowResponseMessage\":{\"paramsJson\":\"STOP\"}}}",
                "{\"documentMessage\":{\"caption\":\"STOP\"}}");
    }

    @Override
    protected Stream<String> replies() {
        Stream<String> wrapped = Stream.of(
                        "ephemeralMessage",
                        "viewOnceMessage",
                        "viewOnceMessageV2",
                        "deviceSentMessage",
                        "documentWithCaptionMessage")
                .flatMap(wrapper -> messages().map(message -> "{\"" + wrapper + "\":{\"message\":" + message + "}}"));
        Stream<String> twice = Stream.of("{\"deviceSentMessage\":{\"destinationJid\":\"x\",\"message\":"
                + "{\"ephemeralMessage\":{\"message\":{\"conversation\":\"STOP\"}}}}}");
        Stream<String> phones = Stream.of("remoteJidAlt", "senderPn", "participantPn")
                .map(field -> from(
                        "\"remoteJid\":\"1203999@lid\",\"" + field + "\":\"919876500001@s.whatsapp.net\"",
                        "{\"conversation\":\"STOP\"}"));
        return Stream.of(
                        Stream.of(messages(), wrapped, twice)
                                .flatMap(all -> all)
                                .map(WachatCallbacksTest::from),
                        phones)
                .flatMap(all -> all);
    }

    @Override
    protected Stream<String> noReplies() {
        Stream<String> messages = Stream.of(
                        "{\"reactionMessage\":{\"text\":\"STOP\"},\"conversation\":\"STOP\"}",
                        "{\"protocolMessage\":{\"type\":\"MESSAGE_EDIT\",\"editedMessage\":{\"conversation\":\"STOP\"}},"
                                + "\"conversation\":\"STOP\"}",
                        "{\"protocolMessage\":{\"type\":\"REVOKE\"},\"conversation\":\"STOP\"}",
                        "{\"editedMessage\":{\"message\":{\"conversation\":\"STOP\"}}}",
                        "{\"ephemeralMessage\":{\"message\":{\"reactionMessage\":{\"text\":\"STOP\"}}}}")
                .map(WachatCallbacksTest::from);
        Stream<String> others = Stream.of(
                from(
                        "\"remoteJid\":\"12036@g.us\",\"participantPn\":\"919876500001@s.whatsapp.net\"",
                        "{\"conversation\":\"STOP\"}"),
                from("\"remoteJid\":\"status@broadcast\"", "{\"conversation\":\"STOP\"}"),
                from("\"remoteJid\":\"919876500001@s.whatsapp.net\"", "{\"conversation\":\"STOP\"}")
                        .replace("\"fromMe\":false", "\"fromMe\":true"),
                from(
                                "\"remoteJid\":\"919876500001@s.whatsapp.net\"",
                                "{\"deviceSentMessage\":{\"message\":{\"conversation\":\"STOP\"}}}")
                        .replace("\"fromMe\":false", "\"fromMe\":true"));
        return Stream.concat(messages, others);
    }

    /** WhatsApp's own id, without the device. */
    @Override
    protected String user() {
        return "1203999@lid";
    }

    @Override
    protected String hiddenReply() {
        return from(
                "\"remoteJid\":\"1203999:7@lid\"",
                "{\"extendedTextMessage\":{\"text\":\"STOP\",\"contextInfo\":{\"stanzaId\":\"sent-1\"}}}");
    }

    @Override
    protected String hiddenReceipt() {
        return "{\"event\":\"messages.update\",\"data\":{\"key\":{\"id\":\"sent-1\",\"remoteJid\":\"1203999@lid\",\"fromMe\":true},"
                + "\"update\":{\"status\":4}}}";
    }

    @Override
    protected String receiptOf(String number) {
        return "{\"event\":\"messages.update\",\"instanceName\":\"" + number
                + "\",\"data\":{\"keyId\":\"sent-1\",\"fromMe\":true,\"status\":4}}";
    }

    @Test
    void shouldTellBothAddressesOfAChatWhereTheVendorDoes() {
        assertThat(read(from(
                                "\"remoteJid\":\"919876500001@s.whatsapp.net\",\"remoteJidAlt\":\"1203999@lid\"",
                                "{\"conversation\":\"Hi\"}"))
                        .inbound())
                .extracting(Callbacks.Inbound::speaker)
                .containsExactly(new Speaker("+919876500001", "1203999@lid", null));
        assertThat(read(hiddenReceipt()
                                .replace(
                                        "1203999@lid\"",
                                        "1203999@lid\",\"remoteJidAlt\":\"919876500001@s.whatsapp.net\""))
                        .receipts())
                .extracting(Receipt::phone, Receipt::userId)
                .containsExactly(tuple("+919876500001", "1203999@lid"));
    }
}
