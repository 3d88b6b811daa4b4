package io.drumbeat.engine.gateway.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.engine.gateway.SignedBodyContract;
import io.drumbeat.engine.gateway.callback.Callbacks;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callbacks say that come in Meta's own shape. */
public abstract class MetaShapeContract extends SignedBodyContract {

    private static String value(String json) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\","
                + "\"value\":{\"messaging_product\":\"whatsapp\"," + json + "}}]}]}";
    }

    private static String status(String status, String more) {
        return value("\"statuses\":[{\"id\":\"wamid.1\",\"status\":\"" + status
                + "\",\"timestamp\":\"1785578000\",\"recipient_id\":\"919876500001\"" + more + "}]");
    }

    @ParameterizedTest
    @CsvSource({"sent,SENT", "delivered,DELIVERED", "read,READ", "played,READ"})
    void shouldReadAMetaStatusWithItsDispatch(String status, Stage stage) {
        assertThat(read(status(status, ",\"biz_opaque_callback_data\":\"" + DISPATCH + "\""))
                        .receipts())
                .containsExactly(
                        new Receipt("wamid.1", DISPATCH, "+919876500001", null, stage, NOW.minusSeconds(400), null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "131026 | Rejected[code=131026, message=why, suppress=false]",
                "131050 | Rejected[code=131050, message=why, suppress=true]",
                "131049 | Rejected[code=131049, message=why, suppress=false]",
                "130429 | Rejected[code=130429, message=why, suppress=false]",
                "131000 | Rejected[code=131000, message=why, suppress=false]",
                "777777 | Rejected[code=777777, message=why, suppress=false]",
                "131053 | MediaGone[code=131053, message=why]",
                "131031 | SenderBlocked[code=131031, message=why]",
                "132015 | CampaignBlocked[code=132015, message=why, media=false]"
            })
    void shouldSayWhatAFailureMeansWhenMetaReportsOne(String code, String meaning) {
        String errors = ",\"errors\":[{\"code\":" + code
                + ",\"title\":\"t\",\"message\":\"m\",\"error_data\":{\"details\":\"why\"}}]";
        assertThat(read(status("failed", errors)).receipts()).singleElement().satisfies(receipt -> {
            assertThat(receipt.stage()).isEqualTo(Stage.FAILED);
            assertThat(receipt.failure()).hasToString(meaning);
        });
    }

    @Test
    void shouldFailWithoutAReasonWhenMetaGivesNoneAndHideWhatMustNotBeKept() {
        assertThat(read(status("failed", "")).receipts().get(0).failure())
                .isEqualTo(new Outcome.Rejected("failed", "", false));
        assertThat(read(status("failed", ",\"errors\":[{\"code\":1,\"title\":\"no 919876500001\\u0000\"}]"))
                        .receipts()
                        .get(0)
                        .failure())
                .isEqualTo(new Outcome.Rejected("1", "no [number]", false));
    }

    @Test
    void shouldReadSeveralStatusesAndTakeTheTimeOfReceiptWhenTheyNameNone() {
        assertThat(read(value("\"statuses\":[{\"id\":\"a\",\"status\":\"sent\"},{\"id\":\"b\",\"status\":\"read\"},"
                                + "{\"id\":\"c\",\"status\":\"deleted\"}]"))
                        .receipts())
                .containsExactly(receipt("a", null, Stage.SENT, NOW), receipt("b", null, Stage.READ, NOW));
    }

    @Test
    void shouldReadWhatPeopleWriteAndPressWhenMetaPassesItOn() {
        Callbacks.News news = read(value("\"messages\":["
                + "{\"from\":\"919876500001\",\"id\":\"x\",\"timestamp\":\"1785578000\",\"type\":\"text\",\"text\":{\"body\":\"STOP\"}},"
                + "{\"from\":\"919876500002\",\"type\":\"button\",\"button\":{\"text\":\"Stop it\",\"payload\":\"p\"}},"
                + "{\"from\":\"919876500003\",\"type\":\"image\",\"image\":{\"id\":\"1\"}}]"));
        assertThat(news.inbound())
                .containsExactly(
                        inbound("+919876500001", NOW.minusSeconds(400), "STOP"),
                        inbound("+919876500002", NOW, "Stop it", "p"),
                        inbound("+919876500003", NOW));
        assertThat(news.receipts()).isEmpty();
    }

    @Test
    void shouldReadNativeOptOutsWhenMetaReportsThem() {
        assertThat(read(value("\"user_preferences\":["
                                + "{\"wa_id\":\"919876500001\",\"category\":\"marketing_messages\",\"value\":\"stop\",\"timestamp\":1785578000},"
                                + "{\"wa_id\":\"919876500002\",\"category\":\"marketing_messages\",\"value\":\"resume\"},"
                                + "{\"wa_id\":\"919876500003\",\"value\":\"maybe\"}]"))
                        .preferences())
                .containsExactly(
                        new Callbacks.Preference(Speaker.at("+919876500001"), false, NOW.minusSeconds(400)),
                        new Callbacks.Preference(Speaker.at("+919876500002"), true, NOW));
    }

    private static String from(String phone, String more) {
        return value("\"metadata\":{\"display_phone_number\":\"+91 98765 00099\",\"phone_number_id\":\"111\"},"
                + "\"messages\":[{\"from\":\"" + phone + "\",\"id\":\"x\"," + more + "}]");
    }

    private static String from(String more) {
        return from("919876500001", more);
    }

    @Override
    protected Stream<String> replies() {
        return Stream.of(
                from("\"type\":\"text\",\"text\":{\"body\":\"STOP\"}"),
                from("\"type\":\"button\",\"button\":{\"text\":\"STOP\",\"payload\":\"p\"}"),
                from("\"type\":\"button\",\"button\":{\"text\":\"t\",\"payload\":\"STOP\"}"),
                from("\"type\":\"interactive\",\"interactive\":{\"type\":\"button_reply\",\"button_reply\":"
                        + "{\"id\":\"i\",\"title\":\"STOP\"}}"),
                from("\"type\":\"interactive\",\"interactive\":{\"type\":\"button_reply\",\"button_reply\":"
                        + "{\"id\":\"STOP\",\"title\":\"t\"}}"),
                from("\"type\":\"interactive\",\"interactive\":{\"type\":\"list_reply\",\"list_reply\":"
                        + "{\"id\":\"i\",\"title\":\"STOP\",\"description\":\"d\"}}"),
                from("\"type\":\"interactive\",\"interactive\":{\"type\":\"list_reply\",\"list_reply\":"
                        + "{\"id\":\"STOP\",\"title\":\"t\"}}"),
                from("\"type\":\"image\",\"image\":{\"id\":\"1\",\"caption\":\"STOP\"}"));
    }

    @Override
    protected Stream<String> noReplies() {
        return Stream.of(
                from("\"type\":\"reaction\",\"reaction\":{\"message_id\":\"m\",\"emoji\":\"STOP\"},"
                        + "\"text\":{\"body\":\"STOP\"}"),
                from("\"type\":\"edit\",\"edit\":{\"original_message_id\":\"m\",\"message\":{\"type\":\"text\","
                        + "\"text\":{\"body\":\"STOP\"}}},\"text\":{\"body\":\"STOP\"}"),
                from("\"type\":\"revoke\",\"text\":{\"body\":\"STOP\"}"),
                from("\"type\":\"system\",\"text\":{\"body\":\"STOP\"}"),
                from("\"type\":\"interactive\",\"interactive\":{\"type\":\"nfm_reply\",\"nfm_reply\":"
                        + "{\"name\":\"flow\",\"body\":\"STOP\",\"response_json\":\"{}\"}}"),
                from("919876500099", "\"type\":\"text\",\"text\":{\"body\":\"STOP\"}"),
                value("\"message_echoes\":[{\"from\":\"919876500099\",\"to\":\"919876500001\",\"type\":\"text\","
                        + "\"text\":{\"body\":\"STOP\"}}]"));
    }

    @Override
    protected String hiddenReply() {
        return value("\"contacts\":[{\"profile\":{\"username\":\"@a\"},\"user_id\":\"" + user() + "\"}],\"messages\":["
                + "{\"from_user_id\":\"" + user() + "\",\"id\":\"x\",\"context\":{\"from\":\"911\",\"id\":\"sent-1\"},"
                + "\"type\":\"text\",\"text\":{\"body\":\"STOP\"}}]");
    }

    @Override
    protected String hiddenReceipt() {
        return value("\"statuses\":[{\"id\":\"sent-1\",\"status\":\"read\",\"recipient_user_id\":\"" + user() + "\"}]");
    }

    @Override
    protected String receiptOf(String number) {
        return value("\"metadata\":{\"phone_number_id\":\"" + number
                + "\"},\"statuses\":[{\"id\":\"sent-1\",\"status\":\"read\"}]");
    }

    @Test
    void shouldKnowWhoOptedOutNativelyWhenTheirPhoneIsHidden() {
        assertThat(read(value("\"user_preferences\":[{\"user_id\":\"" + user() + "\",\"value\":\"stop\"}]"))
                        .preferences())
                .containsExactly(new Callbacks.Preference(new Speaker(null, user(), null), false, NOW));
        assertThat(read(value("\"contacts\":[{\"user_id\":\"" + user()
                                + "\"}],\"user_preferences\":[{\"value\":\"resume\"}]"))
                        .preferences())
                .containsExactly(new Callbacks.Preference(new Speaker(null, user(), null), true, NOW));
    }

    @Test
    void shouldTellBothIdsWhereTheContactBesideHasOne() {
        String contact = "\"contacts\":[{\"wa_id\":\"919876500001\",\"user_id\":\"" + user() + "\"}],";
        assertThat(read(value(contact + "\"messages\":[{\"from\":\"919876500001\",\"text\":{\"body\":\"Hi\"}}]"))
                        .inbound())
                .extracting(Callbacks.Inbound::speaker)
                .containsExactly(new Speaker("+919876500001", user(), null));
        assertThat(read(value(contact + "\"messages\":[{\"from\":\"919876500001\",\"text\":{\"body\":\"Hi\"}},"
                                + "{\"from\":\"919876500002\",\"text\":{\"body\":\"Hi\"}}]"))
                        .inbound())
                .as("whose the one contact is, nothing says")
                .extracting(Callbacks.Inbound::speaker)
                .containsExactly(Speaker.at("+919876500001"), Speaker.at("+919876500002"));
    }

    @Test
    void shouldKeepOurNumbersApartInOneCallback() {
        String change = "{\"value\":{\"metadata\":{\"phone_number_id\":\"%1$s\"},"
                + "\"statuses\":[{\"id\":\"m%1$s\",\"status\":\"sent\"}]}}";
        assertThat(readAll("{\"entry\":[{\"changes\":[" + change.formatted("111") + "," + change.formatted("222") + ","
                        + change.formatted("111") + "]}]}"))
                .extracting(
                        Callbacks.News::number,
                        news -> news.receipts().stream().map(Receipt::messageId).toList())
                .containsExactly(tuple("111", List.of("m111", "m111")), tuple("222", List.of("m222")));
    }
}
