package io.drumbeat.campaigns.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonTest {
    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();

    @ParameterizedTest
    @CsvSource({
        // a STOP from 551187654321 was not heard, because the list said +5511987654321
        "+551187654321, +5511987654321",
        "+554784567890, +5547984567890",
        "+554767890123, +5547967890123",
        "+541123456789, +5491123456789",
        "+543514567890, +5493514567890",
        "+5215512345678, +525512345678",
        "+22507080910, +2250707080910",
        "+22547123456, +2250747123456",
        "+22505123456, +2250505123456",
        "+22564123456, +2250564123456",
        "+22501123456, +2250101123456",
        "+22540123456, +2250140123456",
        "+22520212345, +2252720212345",
        "+22520012345, +2252520012345",
        "+22530012345, +2252530012345",
        "+22520812345, +2252120812345",
        "+22536812345, +2252736812345",
        "+22990011234, +2290190011234",
        "+22921312345, +2290121312345",
        "+23777123456, +237677123456",
        "+23795123456, +237695123456",
        "+23722123456, +237222123456",
        "+23733123456, +237233123456",
        "+24106031234, +24166031234",
        "+2416031234, +24166031234",
        "+24107123456, +24177123456",
        "+24104123456, +24174123456",
        "+24105123456, +24165123456",
        "+24102123456, +24162123456",
        "+24101441234, +24111441234"
    })
    void shouldBeOnePersonWhenTwoFormsOfItsNumberAreInUse(String old, String key) {
        assertThat(Person.key(old)).isEqualTo(key);
        assertThat(Person.key(key)).isEqualTo(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+551132345678", // Brazilian landlines have no ninth digit
                "+558001234567",
                "+548001234567",
                "+525512345678",
                "+22981123456",
                "+23788123456",
                "+24103123456",
                "+22890123456",
                "+919812345678",
                "+14155552671",
                "+4915123456789",
                "+2",
                "+",
                ""
            })
    void shouldStayAsItIsWhenNumberHasOneForm(String phone) {
        assertThat(Person.key(phone)).isSameAs(phone);
    }

    @Test
    void shouldKeepEveryExampleOfTheNumberingPlansApartAndStable() {
        for (String region : numbers.getSupportedRegions()) {
            for (PhoneNumberType type : PhoneNumberType.values()) {
                PhoneNumber example = numbers.getExampleNumberForType(region, type);
                if (example != null) {
                    String phone = numbers.format(example, PhoneNumberFormat.E164);
                    String key = Person.key(phone);
                    assertThat(Person.key(key)).isEqualTo(key);
                    if (!region.equals("AR") && !region.equals("GA")) {
                        // Only these two plans still call more than one form valid.
                        assertThat(key).isEqualTo(phone);
                    }
                }
            }
        }
    }
}
