package io.drumbeat.engine.vendor.waconnect;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.meta.MetaShapeContract;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaConnectCallbacksTest extends MetaShapeContract {

    @Override
    protected GatewayType type() {
        return new WaConnectGatewayType();
    }

    @Override
    protected String header() {
        return "X-Webhook-Signature";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"message.status\",\"data\":{\"id\":\"a\",\"to\":\"919876500001\",\"status\":\"delivered\",\"timestamp\":1785578000}}",
                "{\"data\":[{\"messageId\":\"a\",\"recipient\":\"+919876500001\",\"status\":\"DELIVERED\",\"timestamp\":\"1785578000000\"}]}",
                "{\"data\":{\"message_id\":\"a\",\"recipient_id\":\"919876500001\",\"status\":\"delivered\",\"timestamp\":\"2026-08-01T09:53:20Z\"}}",
                "{\"id\":\"a\",\"phone\":\"919876500001\",\"from\":\"911111111111\",\"status\":\"delivered\",\"timestamp\":1785578000}"
            })
    void shouldReadAFlatStatusWhereverItsFieldsStand(String json) {
        Callbacks.News news = read(json);
        assertThat(news.receipts())
                .containsExactly(receipt("a", "+919876500001", Stage.DELIVERED, NOW.minusSeconds(400)));
        assertThat(news.inbound()).isEmpty();
    }

    @Test
    void shouldReadAFlatFailureByMetasTable() {
        assertThat(read("""
                {"data":{"id":"a","status":"failed","error":{"code":131050,"message":"opted out"}}}""").receipts())
                .containsExactly(new Receipt(
                        "a", null, null, null, Stage.FAILED, NOW, new Outcome.Rejected("131050", "opted out", true)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"from\":\"919876500001\",\"text\":\"STOP\"}}",
                "{\"data\":{\"from\":\"919876500001\",\"text\":{\"body\":\"STOP\"}}}",
                "{\"event\":\"message.received\",\"data\":{\"from\":\"919876500001\",\"body\":\"STOP\",\"status\":\"received\"}}",
                "{\"from\":\"919876500001\",\"message\":\"STOP\"}",
                "{\"data\":{\"from\":\"919876500001\",\"message\":{\"text\":\"STOP\"}}}",
                "{\"data\":{\"from\":\"919876500001\",\"message\":{\"text\":{\"body\":\"STOP\"}}}}"
            })
    void shouldReadWhatPeopleWriteWhereverItStands(String json) {
        assertThat(read(json).inbound()).containsExactly(inbound("+919876500001", NOW, "STOP"));
    }

    private static Stream<String> flat() {
        return Stream.of(
                "\"type\":\"button\",\"button\":{\"text\":\"t\",\"payload\":\"STOP\"}",
                "\"message\":{\"type\":\"button\",\"button\":{\"text\":\"STOP\",\"payload\":\"p\"}}",
                "\"type\":\"interactive\",\"interactive\":{\"button_reply\":{\"id\":\"i\",\"title\":\"STOP\"}}",
                "\"message\":{\"interactive\":{\"list_reply\":{\"id\":\"STOP\",\"title\":\"t\"}}}");
    }

    private static String from(String more) {
        return "{\"data\":{\"from\":\"919876500001\"," + more + "}}";
    }

    @Override
    protected Stream<String> replies() {
        return Stream.concat(super.replies(), flat().map(WaConnectCallbacksTest::from));
    }

    @Override
    protected Stream<String> noReplies() {
        return Stream.concat(
                super.noReplies(),
                Stream.of(
                                "\"fromMe\":true,\"text\":\"STOP\"",
                                "\"direction\":\"outbound\",\"text\":\"STOP\"",
                                "\"type\":\"reaction\",\"text\":\"STOP\"",
                                "\"message\":{\"type\":\"edit\",\"text\":\"STOP\"}")
                        .map(WaConnectCallbacksTest::from));
    }

    @Test
    void shouldKnowSomebodyHiddenInAFlatCallbackToo() {
        assertThat(read("{\"data\":{\"userId\":\"IN.1\",\"context\":{\"messageId\":\"m\"},\"text\":\"STOP\"}}")
                        .inbound())
                .extracting(Callbacks.Inbound::speaker)
                .containsExactly(new Speaker(null, "IN.1", "m"));
        assertThat(read("{\"data\":{\"id\":\"m\",\"status\":\"read\",\"userId\":\"IN.1\"}}")
                        .receipts())
                .extracting(Receipt::userId)
                .containsExactly("IN.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"phoneNumberId\":\"222\",\"data\":{\"id\":\"a\",\"status\":\"sent\"}}",
                "{\"phoneNumberId\":\"111\",\"data\":[{\"phone_number_id\":\"222\",\"id\":\"a\",\"status\":\"sent\"}]}",
                "{\"data\":{\"metadata\":{\"phone_number_id\":\"222\"},\"id\":\"a\",\"status\":\"sent\"}}"
            })
    void shouldSayWhichOfOurNumbersAFlatCallbackIsAbout(String json) {
        assertThat(readAll(json)).extracting(Callbacks.News::number).containsExactly("222");
    }
}
