package io.drumbeat.engine.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.dispatch.Outcome;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
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
                .containsExactly(new Receipt("wamid.1", DISPATCH, "+919876500001", stage, NOW.minusSeconds(400), null));
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
                        new Callbacks.Inbound("+919876500001", "STOP", NOW.minusSeconds(400)),
                        new Callbacks.Inbound("+919876500002", "Stop it", NOW),
                        new Callbacks.Inbound("+919876500003", null, NOW));
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
                        new Callbacks.Preference("+919876500001", false, NOW.minusSeconds(400)),
                        new Callbacks.Preference("+919876500002", true, NOW));
    }
}
