package io.drumbeat.engine.gateway.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures, times and phones of callbacks. */
class SignaturesTest {

    /** RFC 4231, test case 2, in one piece and in three. */
    @Test
    void shouldBeTheHmacOfTheRfc() {
        String expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assertThat(Signatures.hmacSha256("Jefe", bytes("what do ya want for nothing?")))
                .isEqualTo(expected);
        assertThat(Signatures.hmacSha256("Jefe", bytes("what do ya"), bytes(""), bytes(" want for nothing?")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1785578400",
                "1785578400000",
                "2026-08-01T10:00:00Z",
                "2026-08-01T10:00:00.000Z",
                "2026-08-01T15:30:00+05:30"
            })
    void shouldReadATimeHoweverItIsWritten(String text) {
        assertThat(VendorTime.parse(text)).contains(Instant.parse("2026-08-01T10:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "1785578400 ",
                "-1785578400",
                "12345678",
                "178557840000000000000",
                "2026-08-01T10:00:00",
                "+999999999-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z"
            })
    void shouldReadNoTimeWhenThereIsNone(String text) {
        assertThat(VendorTime.parse(text)).isEmpty();
        assertThat(VendorTime.parse(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "919876500001, +919876500001",
        "+919876500001, +919876500001",
        "123456, +123456",
        "919876500001@s.whatsapp.net, +919876500001",
        "919876500001:12@s.whatsapp.net, +919876500001",
        "919876500001@c.us, +919876500001",
        "12345,",
        "1234567890123456,",
        "0123456789,",
        "98765 00001,",
        "120363025246125486@g.us,",
        "919876500001@g.us,",
        "919876500001@lid,",
        "status@broadcast,",
        "somebody,",
        "'',"
    })
    void shouldReadAPhoneOnlyWhenItIsAPersons(String text, String phone) {
        assertThat(NewsItems.phone(text)).isEqualTo(phone);
        assertThat(NewsItems.phone(null)).isNull();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
