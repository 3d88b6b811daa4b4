package io.drumbeat.campaigns.audience;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.drumbeat.campaigns.audience.AudienceSpec.PhoneFormat;
import io.drumbeat.campaigns.audience.PhoneReading.Refused;
import io.drumbeat.campaigns.audience.PhoneReading.Valid;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads phone cells, and refuses those with more than one reading. Immutable, for any number of threads. */
public final class PhoneReader {
    // Until 2019 a 1 stood between Mexico's code and a mobile number; the number itself is the same.
    private static final Pattern OLD_MEXICAN_MOBILE = Pattern.compile("521\\d{10}");
    private static final String MEXICO = "MX";
    private static final int FEWEST_DIGITS_OF_A_NUMBER = 7;

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final @Nullable String region;
    private final String countryCode;

    /**
     * A reader of the numbers of one file or request.
     *
     * @param defaultRegion one of {@link AudienceSpec#regions}; null: none
     */
    public PhoneReader(PhoneFormat format, @Nullable String defaultRegion) {
        region = format == PhoneFormat.INTERNATIONAL ? null : defaultRegion;
        countryCode = region == null ? "" : Integer.toString(numbers.getCountryCodeForRegion(region));
    }

    /** Whether a cell looks like data of a phone column rather than like its name. */
    static boolean looksLikeNumber(String cell) {
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
        if (front.startsWith("00")) {
            return international(digits.substring(2));
        }
        if (front.startsWith("+") || region == null) {
            return international(digits);
        }
        return national(region, MEXICO.equals(region) ? withoutOldMexicanOne(digits) : digits);
    }

    private PhoneReading international(String digits) {
        String number = valid("+" + withoutOldMexicanOne(digits), null);
        return number == null ? invalid("with its country code") : new Valid(number);
    }

    private PhoneReading national(String in, String digits) {
        String national = valid(digits, in);
        if (national == null) {
            return invalid("in " + in);
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
        return new Valid(national);
    }

    private static String withoutOldMexicanOne(String digits) {
        return OLD_MEXICAN_MOBILE.matcher(digits).matches() ? "52" + digits.substring(3) : digits;
    }

    private static Refused invalid(String how) {
        return new Refused(
                RejectCode.PHONE_INVALID,
                "There is no such phone number (read %s): check it, and write + and the country code in front."
                        .formatted(how));
    }

    /** In E.164, null where it is not valid. */
    private @Nullable String valid(String text, @Nullable String in) {
        try {
            PhoneNumber number = numbers.parse(text, in);
            return numbers.isValidNumber(number) ? numbers.format(number, PhoneNumberFormat.E164) : null;
        } catch (NumberParseException notANumber) {
            return null;
        }
    }
}
