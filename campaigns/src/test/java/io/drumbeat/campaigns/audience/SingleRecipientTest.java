package io.drumbeat.campaigns.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.json.FieldError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SingleRecipientTest {

    private static final List<String> HEADER = List.of("Mobile No", "First Name", "City", "contact.email");
    private static final AudienceSpec SPEC = new AudienceSpec(
                    null,
                    PhoneFormat.AUTO,
                    "IN",
                    MessageTexts.ofCaption("Hello {{first_name}} of {{town|here}}, {{mobile no}}"))
            .passing(List.of("contact.email"));

    private static List<String> faults(String phone, Map<String, String> columns) {
        InvalidAudienceException refused = catchThrowableOfType(
                InvalidAudienceException.class, () -> SingleRecipient.of(SPEC, HEADER, phone, columns));
        return refused.faults().stream().map(FieldError::field).toList();
    }

    @Test
    void shouldReadItAsAnImportWouldReadItsRow() throws Exception {
        SingleRecipient recipient = SingleRecipient.of(
                SPEC,
                HEADER,
                " 98123 45670 ",
                Map.of("FIRST-NAME", " Asha ", "city", "Pune", "Contact Email", "a@example.org"));

        assertThat(recipient.phone()).isEqualTo("+919812345670");
        assertThat(recipient.texts()).containsExactly("Hello Asha of here, +919812345670");
        assertThat(recipient.variables()).containsExactly("Asha", "", "+919812345670", "a@example.org");
        assertThat(recipient.toString()).doesNotContain("98123", "Asha");
    }

    @Test
    void shouldRefuseAllThatIsWrongAtOnce() {
        assertThat(faults("98", Map.of("town", "Pune", "surname", "Rao")))
                .containsExactly("phone", "columns.surname", "columns.first_name");
        assertThat(faults("9812345670", Map.of("first name", " \u00a0", "Mobile-No", "1")))
                .containsExactlyInAnyOrder("columns.Mobile-No", "columns.first_name");
        assertThat(faults("9812345670", Map.of("first name", "x".repeat(1025)))).containsExactly("columns");
    }
}
