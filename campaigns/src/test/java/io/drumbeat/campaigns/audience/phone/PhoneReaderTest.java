package io.drumbeat.campaigns.audience.phone;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneReaderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+919812345678",
                "919812345678",
                "00919812345678",
                "'+919812345678",
                "'919812345678",
                "+91 98123 45678",
                "+91\u00a098123\u202f45678",
                "\u202a+919812345678\u202c",
                "\ufeff919812345678\u200b",
                "91\u00ad9812345678",
                "+91-98123-45678",
                "+91\u201398123\u221245678",
                "+91\u205398123\u207b45678",
                "＋919812345678",
                "＋９１９８１２３４５６７８",
                "+٩١٩٨١٢٣٤٥٦٧٨",
                "+९१९८१२३४५६७८",
                "+\ud835\udfff\ud835\udfcf9812345678",
                "(+91) 98123 45678",
                "(0091) 98123 45678",
                "[+91] 98123 45678",
                "[0091]9812345678",
                "+91.98123.45678",
                "+91(9812)345678",
                "919812345678.0",
                "919812345678.000",
                "+919812345678.0",
                "+91 98/12345678",
                "9198/12345678"
            })
    void shouldReadNumberWhenItsWritingHasOneReading(String cell) {
        assertThat(read(cell, null)).isEqualTo("+919812345678");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'", "\u200b", "\u00a0", "\u00ad\u2060"})
    void shouldSayEmptyWhenNothingRemains(String cell) {
        assertThat(read(cell, null)).isEqualTo("phone_empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9.19E+11",
                "9.19876500001E+11",
                "9.19e11",
                "9,19E+11",
                "9E+11",
                "+9.19E+11",
                "919E09",
                ".919E+12",
                "9.19x10^11",
                "9.19×10^11",
                "'9.19E+11",
                "9.19 E+11",
                "9.19E\u221211"
            })
    void shouldNameExcelWhenNumberIsInScientificNotation(String cell) {
        assertThat(read(cell, "IN")).isEqualTo("phone_excel");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-05-12",
                "2024/5/12",
                "2024.05.12",
                "24-05-12",
                "12-05-2024",
                "5/12/2024",
                "12.5.24",
                "12/31/24",
                "31/12/2024",
                "12-May-2024",
                "12-MAY-24",
                "2024-05-12 10:30:00",
                "2024-05-12T10:30:00Z",
                "12\u201305\u20132024",
                "'12-05-2024"
            })
    void shouldSayDateWhenCellReadsAsOne(String cell) {
        assertThat(read(cell, "IN")).isEqualTo("phone_date");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n/a",
                "-",
                "+",
                "()",
                ".",
                "-919812345678",
                "\u2212919812345678",
                "919812345678 ext 5",
                "919812345678x5",
                "919812345678;ext=5",
                "tel:+919812345678",
                "9198123O5678",
                "98123,45678",
                "919812345678, 919812345679",
                "919812345678/919812345679",
                "+919812345678 +919812345679",
                "9/19812/345678",
                "1234567/345678",
                "08123456789.5",
                "9198123456.50",
                "+91 98123456.78",
                "98-12345678.0",
                "''919812345678",
                "91+9812345678",
                "#REF!",
                "91\t9812345678",
                "91\n9812345678",
                "（91）9812345678",
                "٫919812345678"
            })
    void shouldSayCharactersWhenCellHoldsAnythingElse(String cell) {
        assertThat(read(cell, null)).isEqualTo("phone_characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+91981234", "1", "+0919812345678", "0", "+999123456789", "98123456789812345679", "0000"})
    void shouldSayInvalidWhenNoSuchNumberExists(String cell) {
        assertThat(read(cell, null)).isEqualTo("phone_invalid");
    }

    @ParameterizedTest
    @CsvSource({
        "9812345678, IN, +919812345678",
        "09812345678, IN, +919812345678",
        "919812345678, IN, +919812345678",
        "030/1234567, DE, +49301234567",
        "(030) 1234567, DE, +49301234567",
        "4165550123, US, +14165550123",
        "14155552671, US, +14155552671",
        "011919812345678, US, +919812345678",
        "011 91 98123 45678, US, +919812345678",
        "+442083661177, IN, +442083661177",
        "0044 20 8366 1177, IN, +442083661177",
        "02083661177, GB, +442083661177",
        "0236618300, IT, +390236618300",
        "981234567, GB, phone_invalid"
    })
    void shouldReadInDefaultRegionWhenThereIsOne(String cell, String region, String expected) {
        assertThat(read(cell, region)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "4915123456789, DE, phone_ambiguous",
        "+4915123456789, DE, +4915123456789",
        "004915123456789, DE, +4915123456789",
        "015123456789, DE, +4915123456789"
    })
    void shouldSayAmbiguousWhenNationalAndInternationalReadingDiffer(String cell, String region, String expected) {
        assertThat(read(cell, region)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"4915123456789, +4915123456789", "919812345678, +919812345678", "015123456789, phone_invalid"})
    void shouldIgnoreDefaultRegionWhenFormatIsInternational(String cell, String expected) {
        assertThat(read(new PhoneReader(PhoneFormat.INTERNATIONAL, "DE"), cell)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "+5215512345678, , +525512345678",
        "005215512345678, , +525512345678",
        "5215512345678, , +525512345678",
        "5215512345678, MX, +525512345678",
        "525512345678, MX, +525512345678",
        "5512345678, MX, +525512345678",
        "+5215512345678, DE, +525512345678"
    })
    void shouldDropOldMobileDigitWhenNumberIsMexican(String cell, @Nullable String region, String expected) {
        assertThat(read(cell, region)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // 001 65 9123 4567 dials Singapore from Hong Kong, and was read as a number of the United States
        "001 65 9123 4567, HK, phone_ambiguous",
        "(00)1 65 9123 4567, HK, phone_ambiguous",
        "00-1-65-9123-4567, HK, phone_ambiguous",
        "0-01 65 9123 4567, HK, phone_ambiguous",
        "001 212 555 0123, HK, phone_ambiguous",
        "(001) 212 555 0123, SG, phone_ambiguous",
        "0012125550123, TH, phone_ambiguous",
        "0012125550123, KR, phone_ambiguous",
        "0012125550123, ID, phone_ambiguous",
        "0011 65 9123 4567, AU, phone_ambiguous",
        "001 212 555 0123, TW, phone_ambiguous",
        "001 212 555 0123, BR, phone_ambiguous",
        "001 212 555 2368, DE, +12125552368",
        "001 212 555 2368, IN, +12125552368",
        "001 212 555 2368, FR, +12125552368",
        "001 212 555 2368, , +12125552368",
        "0065 9123 4567, HK, +6591234567",
        "+12125552368, HK, +12125552368"
    })
    void shouldSayAmbiguousWhenZerosAndOneMayDialAbroad(String cell, @Nullable String region, String expected) {
        assertThat(read(cell, region)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "+22507080910, , +2250707080910",
        "07080910, CI, +2250707080910",
        "+22990011234, , +2290190011234",
        "90011234, BJ, +2290190011234",
        "+55 11 8765-4321, , +5511987654321",
        "(11) 8765-4321, BR, +5511987654321",
        "+23777123456, , +237677123456",
        // valid as it is, so it is sent to as it is
        "+54 11 4321-5678, , +541143215678"
    })
    void shouldMakeOldFormValidWhenItsPlanHasChanged(String cell, @Nullable String region, String expected) {
        assertThat(read(cell, region)).isEqualTo(expected);
    }

    private static String read(String cell, @Nullable String region) {
        return read(new PhoneReader(PhoneFormat.AUTO, region), cell);
    }

    private static String read(PhoneReader reader, String cell) {
        return reader.read(cell)
                .fold(PhoneReading.Valid::e164, refused -> refused.code().text());
    }
}
