package io.drumbeat.engine.gateway.callback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewsItemsTest {

    /** An opt-out whose phone is written in another way than its recipient's would be heard in vain. */
    @ParameterizedTest
    @CsvSource({
        "919876500001, +919876500001",
        "+919876500001, +919876500001",
        "5215512345678, +525512345678",
        "919876500001@s.whatsapp.net, +919876500001",
        "919876500001:17@s.whatsapp.net, +919876500001",
        "120363012345678901@g.us,",
        "status@broadcast,",
        "'',",
    })
    void shouldReadAPhoneAsTheAudienceDoes(String written, String phone) {
        assertThat(NewsItems.phone(written)).isEqualTo(phone);
    }
}
