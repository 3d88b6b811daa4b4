package io.drumbeat.engine.vendor.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.dispatch.AnnouncementStore.Template;
import io.drumbeat.engine.gateway.callback.Announcement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudAnnouncementsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static List<Announcement> read(String field, String value) {
        try {
            return CloudAnnouncements.read(JSON.readTree("""
                    {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "time": 1739321024,
                     "changes": [{"field": "%s", "value": %s}]}]}""".formatted(field, value)));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static Announcement only(String field, String value) {
        List<Announcement> read = read(field, value);
        assertThat(read).hasSize(1);
        return read.get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "PAUSED,true", "DISABLED,true", "REJECTED,true", "PENDING_DELETION,true", "DELETED,true", "FLAGGED,false",
        "APPROVED,false", "REINSTATED,false", "LOCKED,false", "ARCHIVED,false", "IN_APPEAL,false", "SOMETHING_NEW,false"
    })
    void shouldStopATemplateThatCannotBeSent(String event, boolean stops) {
        Announcement said = only("message_template_status_update", """
                {"event": "%s", "message_template_id": 1689556908129832, "message_template_name": "offer",
                 "message_template_language": "en_US", "reason": "NONE", "message_template_category": "MARKETING"}""".formatted(event));

        assertThat(said.stops()).isEqualTo(stops);
        assertThat(said.template()).isEqualTo(new Template("offer", "en_US"));
        assertThat(said.business()).isEqualTo("102290129340398");
        assertThat(said.words()).isEqualTo("Meta says of template offer (en_US): " + event);
    }

    @Test
    void shouldSayWhyInMetasOwnWords() {
        assertThat(only("message_template_status_update", """
                {"event": "PAUSED", "message_template_name": "offer", "message_template_language": "en_US",
                 "reason": "NONE", "other_info": {"title": "FIRST_PAUSE", "description": "It had issues."}}""").words())
                .isEqualTo("Meta says of template offer (en_US): PAUSED (FIRST_PAUSE; It had issues.)");
        assertThat(only("message_template_status_update", """
                {"event": "REJECTED", "message_template_name": "offer", "message_template_language": "en_US",
                 "reason": "INVALID_FORMAT",
                 "rejection_info": {"reason": "Variables are wrong.", "recommendation": "Mend them."}}""").words())
                .endsWith("REJECTED (INVALID_FORMAT; Variables are wrong.; Mend them.)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "DISABLE", "waba_ban_date": "April 17, 2025"}} | true | DISABLED_UPDATE (DISABLE; April 17, 2025)
            {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "SCHEDULE_FOR_DISABLE"}} | false | DISABLED_UPDATE (SCHEDULE_FOR_DISABLE)
            {"event": "DISABLED_UPDATE", "ban_info": {"waba_ban_state": "REINSTATE"}} | false | DISABLED_UPDATE (REINSTATE)
            {"event": "ACCOUNT_RESTRICTION", "restriction_info": [{"restriction_type": "RESTRICTED_BIZ_INITIATED_MESSAGING", "expiration": "1641848353"}]} | true | ACCOUNT_RESTRICTION (RESTRICTED_BIZ_INITIATED_MESSAGING; 1641848353)
            {"event": "ACCOUNT_RESTRICTION", "restriction_info": [{"restriction_type": "RESTRICTED_ADD_PHONE_NUMBER_ACTION"}]} | false | ACCOUNT_RESTRICTION (RESTRICTED_ADD_PHONE_NUMBER_ACTION)
            {"event": "ACCOUNT_RESTRICTION"} | true | ACCOUNT_RESTRICTION
            {"event": "ACCOUNT_VIOLATION", "violation_info": {"violation_type": "ADULT"}} | false | ACCOUNT_VIOLATION (ADULT)
            {"event": "ACCOUNT_DELETED"} | true | ACCOUNT_DELETED
            {"event": "PARTNER_ADDED", "waba_info": {"waba_id": "1"}} | false | PARTNER_ADDED
            """)
    void shouldStopTheNumbersOfAnAccountThatMayNotSend(String value, boolean stops, String words) {
        Announcement said = only("account_update", value);

        assertThat(said.stops()).isEqualTo(stops);
        assertThat(said.template()).isNull();
        assertThat(said.shown()).isNull();
        assertThat(said.words()).isEqualTo("Meta says of the account: " + words);
    }

    @ParameterizedTest
    @CsvSource({
        "FLAGGED,true",
        "DOWNGRADE,true",
        "UNFLAGGED,false",
        "UPGRADE,false",
        "ONBOARDING,false",
        "THROUGHPUT_UPGRADE,false"
    })
    void shouldStopANumberOfPoorQuality(String event, boolean stops) {
        Announcement said = only("phone_number_quality_update", """
                {"display_phone_number": "+1 555-078-3881", "event": "%s", "current_limit": "TIER_250"}""".formatted(event));

        assertThat(said.stops()).isEqualTo(stops);
        assertThat(said.shown()).isEqualTo("15550783881");
        assertThat(said.words()).isEqualTo("Meta says of the number: " + event + " (TIER_250)");
    }

    @Test
    void shouldTellOneNoticeFromTheNextByItsTime() throws JsonProcessingException {
        String body = """
                {"entry": [{"id": "1", "time": %d, "changes": [{"field": "account_update", "value": {"event": "ACCOUNT_DELETED"}}]}]}""";

        assertThat(CloudAnnouncements.read(JSON.readTree(body.formatted(1)))
                        .get(0)
                        .key())
                .isEqualTo(CloudAnnouncements.read(JSON.readTree(body.formatted(1)))
                        .get(0)
                        .key())
                .isNotEqualTo(CloudAnnouncements.read(JSON.readTree(body.formatted(2)))
                        .get(0)
                        .key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "7", "{\"event\": \"PAUSED\"}", "{\"event\": {}}", "null"})
    void shouldTakeNothingFromWhatIsNone(String value) {
        assertThat(read("message_template_status_update", value)).isEmpty();
        assertThat(read("phone_number_quality_update", value)).isEmpty();
        assertThat(read("messages", value)).isEmpty();
    }

    @Test
    void shouldTellHowANumberIsShown() throws JsonProcessingException {
        assertThat(CloudAnnouncements.shownNumbers(JSON.readTree("""
                {"entry": [{"changes": [{"value": {"metadata": {"display_phone_number": "+1 555 078 3881", "phone_number_id": "106"},
                 "statuses": []}}, {"value": {"metadata": {"phone_number_id": "107"}}}]}]}"""))).isEqualTo(Map.of("106", "15550783881"));
    }
}
