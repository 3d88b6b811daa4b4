package io.drumbeat.campaigns.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.audience.phone.PhoneFormat;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.json.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Columns that go to a vendor as they are. */
class PassedColumnsTest {

    private static final AudienceSpec SPEC = new AudienceSpec(
            null,
            PhoneFormat.AUTO,
            null,
            null,
            null,
            MessageTexts.ofCaption("Hi {{name|you}}"),
            List.of("contact.email", "contact.firstname", "contact_id"));

    @Test
    void shouldStandBehindThePlaceholdersWhenTheFileHasThem() {
        ReadAudience audience = ReadAudience.of("""
                Contact ID,phone,name,Contact_Firstname
                7,+919812345670,Asha, Asha Rao\s
                ,+919812345671
                """, SPEC);

        assertThat(audience.recipients())
                .extracting(ReadAudience.Recipient::variables)
                .containsExactly(List.of("Asha", "Asha Rao", "7"), List.of("", "", ""));
    }

    @Test
    void shouldBeNoneWhenTheFileHasNone() {
        assertThat(ReadAudience.of("phone,name\n+919812345670,Asha\n", SPEC).recipients())
                .extracting(ReadAudience.Recipient::variables)
                .containsExactly(List.of("Asha"));
    }

    @Test
    void shouldAskWhichIsMeantWhenThereAreTwoOfOneName() {
        assertThat(ReadAudience.faults("phone,name,contact_id,Contact Id\n+919812345670,Asha,1,2\n", SPEC))
                .containsExactly(new FieldError(
                        InvalidAudienceException.RECIPIENTS,
                        "Several columns are called \"contact_id\": which one is meant?"));
    }
}
