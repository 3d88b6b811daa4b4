package io.drumbeat.campaigns.audience.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.drumbeat.campaigns.audience.phone.PhoneReading.Refused;
import io.drumbeat.campaigns.audience.phone.PhoneReading.Valid;
import io.drumbeat.campaigns.audience.reject.RejectCode;
import io.drumbeat.campaigns.audience.text.Trim;
import io.drumbeat.campaigns.phone.Person;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads phone cells, and refuses those with more than one reading. Immutable, for any number of threads. */
public final class PhoneReader {
    // Until 2019 a 1 stood between Mexico's code and a mobile number; the number itself is the same.
    private static final Pattern OLD_MEXICAN_MOBILE = Pattern.compile("521\\d{10}");
    private static final String MEXICO = "MX";
    private static final String ZEROS_AND_ONE = "001";
    // A number whose first digit begins no prefix together with those before it.
    private static final String ABROAD = "+442083661177";
    private static final int FEWEST_DIGITS_OF_A_NUMBER = 7;

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final @Nullable String region;
    private final String countryCode;
    private final boolean zerosAreAmbiguous;

    /**
     * A reader of the numbers of one file or request.
     *
     * @param defaultRegion ISO 3166 alpha-2; null: none
     */
    public PhoneReader(PhoneFormat format, @Nullable String defaultRegion) {
        region = format == PhoneFormat.INTERNATIONAL ? null : defaultRegion;
        countryCode = region == null ? "" : Integer.toString(numbers.getCountryCodeForRegion(region));
        zerosAreAmbiguous = defaultRegion != null && dialsMoreThanTwoZeros(defaultRegion);
    }

    /** Whether a cell looks like data of a phone column rather than like its name. */
    public static boolean looksLikeNumber(String cell) {
        String text = PhoneText.withoutZeroTail(PhoneText.plain(Trim.trim(cell)));
        return PhoneText.isScientific(text)
                || (PhoneText.isNumber(text) && PhoneText.digits(text).length() >= FEWEST_DIGITS_OF_A_NUMBER);
    }

    /** The number in {@code cell}, a trimmed value. */
    public PhoneReading read(String cell) {
        String plain = PhoneText.plain(cell);
        if (PhoneText.isPlain(plain)) {
            return number(plain);
        }
        if (plain.isEmpty()) {
            return new Refused(RejectCode.PHONE_EMPTY, "The phone cell is empty.");
        }
        if (PhoneText.isScientific(plain)) {
            return new Refused(
                    RejectCode.PHONE_EXCEL,
                    "Excel has rounded this number: format the column as text there, enter the number again and save.");
        }
        if (PhoneText.isDate(plain)) {
            return new Refused(
                    RejectCode.PHONE_DATE,
                    "This reads as a date: format the column as text and enter the number again.");
        }
        String text = PhoneText.withoutZeroTail(plain);
        if (!PhoneText.isNumber(text)) {
            return new Refused(
                    RejectCode.PHONE_CHARACTERS,
                    "This is not one phone number: write digits only, with + and the country code in front.");
        }
        return number(text);
    }

    private PhoneReading number(String text) {
        String front = text.charAt(0) == '(' ? text.substring(1) : text;
        String digits = PhoneText.digits(text);
        if (zerosAreAmbiguous && digits.startsWith(ZEROS_AND_ONE) && !front.startsWith("+")) {
            return new Refused(
                    RejectCode.PHONE_AMBIGUOUS,
                    "Its first digits may be an international prefix or the country code 1: write + and the country code in"
                            + " front.");
        }
        if (front.startsWith("00")) {
            return international(digits.substring(2), false);
        }
        if (front.startsWith("+")) {
            return international(digits, false);
        }
        if (region == null) {
            return international(digits, digits.length() >= FEWEST_DIGITS_OF_A_NUMBER);
        }
        return national(region, MEXICO.equals(region) ? withoutOldMexicanOne(digits) : digits);
    }

    private PhoneReading international(String digits, boolean assumed) {
        String number = valid("+" + withoutOldMexicanOne(digits), null);
        return number == null
                ? new Refused(RejectCode.PHONE_INVALID, noSuchNumber("with its country code"), assumed)
                : new Valid(number, assumed);
    }

    private PhoneReading national(String in, String digits) {
        String national = valid(digits, in);
        if (national == null) {
            return new Refused(RejectCode.PHONE_INVALID, noSuchNumber("in " + in));
        }
        if (digits.startsWith(countryCode)) {
            String international = valid("+" + digits, null);
            if (international != null && !international.equals(national)) {
                return new Refused(
                        RejectCode.PHONE_AMBIGUOUS,
                        "This is one number with the country code %1$s and another without: write +%1$s…, or set"
                                        .formatted(countryCode)
                                + " phoneFormat to international.");
            }
        }
        return new Valid(national, false);
    }

    private static String withoutOldMexicanOne(String digits) {
        return OLD_MEXICAN_MOBILE.matcher(digits).matches() ? "52" + digits.substring(3) : digits;
    }

    private static String noSuchNumber(String how) {
        return "There is no such phone number (read %s): check it, and write + and the country code in front."
                .formatted(how);
    }

    /** In E.164, an old form made valid; null where it is not valid. */
    private @Nullable String valid(String text, @Nullable String in) {
        try {
            PhoneNumber number = numbers.parse(text, in);
            String e164 = numbers.format(number, PhoneNumberFormat.E164);
            return numbers.isValidNumber(number) ? e164 : valid(e164);
        } catch (NumberParseException notANumber) {
            return null;
        }
    }

    /** The valid form of a number whose old one is valid no more; null where there is none. */
    private @Nullable String valid(String old) throws NumberParseException {
        String person = Person.key(old);
        return !person.equals(old) && numbers.isValidNumber(numbers.parse(person, null)) ? person : null;
    }

    /**
     * Whether abroad is dialled from {@code region} by two zeros and more. The library knows the prefixes and does not
     * tell them, so a number is read behind each.
     */
    private boolean dialsMoreThanTwoZeros(String region) {
        return IntStream.range(0, 100)
                .mapToObj(i -> i < 10 ? "00" + i : "00%02d".formatted(i))
                .anyMatch(prefix -> ABROAD.equals(valid(prefix + ABROAD.substring(1), region)));
    }
}
