package io.drumbeat.engine.vendor.pepipost;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.engine.gateway.CallbacksContract;
import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PepipostCallbacksTest extends CallbacksContract {

    @Override
    protected GatewayType type() {
        return new PepipostGatewayType();
    }

    @Override
    protected Callback signed(String secret, byte[] body) {
        return new Callback(Map.of(), Map.of("token", secret), body);
    }

    @ParameterizedTest
    @CsvSource({"sent,SENT,1785578000", "delivered,DELIVERED,1785578000000", "Read,READ,2026-08-01T09:53:20Z"})
    void shouldReadAStatusWithItsDispatch(String status, Stage stage, String at) {
        assertThat(read("""
                {"delivery_status":[{"ncmessage_id":"a","recipient":"919876500001","phoneNumber":"919999999999",
                 "status":"%s","status_remark":"ok","received_at":"%s","source":"5bf1","x-apiheader":"%s"}]}
                """.formatted(status, at, DISPATCH)).receipts())
                .containsExactly(new Receipt("a", DISPATCH, "+919876500001", null, stage, NOW.minusSeconds(400), null));
    }

    @ParameterizedTest
    @CsvSource({
        "8002,8002,8002",
        "8005,8005,8005",
        "131026,131026,131026",
        "not on WhatsApp,failed,not on WhatsApp",
        "no 919876500001,failed,no [number]"
    })
    void shouldRejectWhenItFailed(String remark, String code, String message) {
        assertThat(read("{\"delivery_status\":[{\"ncmessage_id\":\"a\",\"status\":\"failed\",\"status_remark\":\""
                                + remark + "\",\"x-apiheader\":\"mine\"}]}")
                        .receipts())
                .containsExactly(new Receipt(
                        "a", null, null, null, Stage.FAILED, NOW, new Outcome.Rejected(code, message, false)));
    }

    @Test
    void shouldReadWhatPeopleWrite() {
        assertThat(read("""
                {"incoming_message":[
                 {"message_id":"m","from":"919876500001","received_at":"1785578000","message_type":"TEXT",
                  "text_type":{"text":"STOP"},"context":{}},
                 {"message_id":"n","from":"919876500002","message_type":"IMAGE"}]}""").inbound())
                .containsExactly(
                        inbound("+919876500001", NOW.minusSeconds(400), "STOP"), inbound("+919876500002", NOW));
    }

    private static String from(String more) {
        return "{\"incoming_message\":[{\"message_id\":\"m\",\"from\":\"919876500001\"," + more + "}]}";
    }

    @Override
    protected Stream<String> replies() {
        return Stream.of(
                        "\"message_type\":\"TEXT\",\"text_type\":{\"text\":\"STOP\"}",
                        "\"message_type\":\"BUTTON\",\"text_type\":{\"text\":\"STOP\",\"payload\":\"p\"}",
                        "\"message_type\":\"BUTTON\",\"text_type\":{\"text\":\"t\",\"payload\":\"STOP\"}",
                        "\"message_type\":\"BUTTON\",\"button_type\":{\"text\":\"t\",\"payload\":\"STOP\"}",
                        "\"message_type\":\"INTERACTIVE\",\"interactive_type\":{\"type\":\"button_reply\","
                                + "\"button_reply\":{\"id\":\"i\",\"title\":\"STOP\"}}",
                        "\"message_type\":\"INTERACTIVE\",\"interactive_type\":{\"type\":\"list_reply\","
                                + "\"list_reply\":{\"id\":\"STOP\",\"title\":\"t\"}}",
                        "\"message_type\":\"IMAGE\",\"image_type\":{\"id\":\"1\",\"caption\":\"STOP\"}")
                .map(PepipostCallbacksTest::from);
    }

    @Override
    protected Stream<String> noReplies() {
        return Stream.of("\"message_type\":\"REACTION\",\"text_type\":{\"text\":\"STOP\"}")
                .map(PepipostCallbacksTest::from);
    }

    @Override
    protected String hiddenReply() {
        return "{\"incoming_message\":[{\"message_id\":\"m\",\"from_user_id\":\"" + user()
                + "\",\"context\":{\"ncmessage_id\":\"sent-1\",\"message_id\":\"wamid\"},\"text_type\":{\"text\":\"STOP\"}}]}";
    }

    @Override
    protected String hiddenReceipt() {
        return "{\"delivery_status\":[{\"ncmessage_id\":\"sent-1\",\"recipient_user_id\":\"" + user()
                + "\",\"status\":\"read\"}]}";
    }

    @Override
    protected String receiptOf(String number) {
        return "{\"delivery_status\":[{\"ncmessage_id\":\"sent-1\",\"status\":\"read\",\"source\":\"" + number
                + "\"}]}";
    }
}
