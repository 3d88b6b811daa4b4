package io.drumbeat.campaigns.phone;

/**
 * The one form of a number that its person is known by, where numbering plans have left several in use: WhatsApp goes on
 * naming accounts by the form that they registered with, so that a list says one and a reply another.
 *
 * <p>This is only for comparing: what is sent to is the number as it came.
 */
public final class Person {
    private static final int PLUS_AND_TEN_DIGITS = 11;

    private Person() {}

    /**
     * The key of whoever {@code phone} belongs to: another number of the same country, or mostly {@code phone} itself. The
     * key of a key is that key.
     *
     * @param phone {@code +} and digits; an old form need not be valid any more. Anything else comes back as it is
     */
    public static String key(String phone) {
        if (phone.length() < PLUS_AND_TEN_DIGITS || (phone.charAt(1) != '5' && phone.charAt(1) != '2')) {
            return phone;
        }
        return switch (phone.substring(1, 3)) {
            case "52" -> mexican(phone);
            case "54" -> argentinian(phone);
            case "55" -> brazilian(phone);
            default ->
                switch (phone.substring(1, 4)) {
                    case "225" -> ivorian(phone);
                    case "229" -> beninese(phone);
                    case "237" -> cameroonian(phone);
                    case "241" -> gabonese(phone);
                    default -> phone;
                };
        };
    }

    /** Until 2019 a 1 stood before the ten digits of a mobile. */
    private static String mexican(String phone) {
        return hasDigits(phone, 2, 11) && phone.charAt(3) == '1' ? "+52" + phone.substring(4) : phone;
    }

    /** The 9 of mobiles; area and number are no landline's, so it says nothing new. */
    private static String argentinian(String phone) {
        return hasDigits(phone, 2, 10) && isIn(phone.charAt(3), '1', '3') ? "+549" + phone.substring(3) : phone;
    }

    /** Mobiles got a ninth digit, the 9, area by area until 2016. */
    private static String brazilian(String phone) {
        return hasDigits(phone, 2, 10) && isIn(phone.charAt(5), '6', '9')
                ? phone.substring(0, 5) + "9" + phone.substring(5)
                : phone;
    }

    /** Since 31 January 2021 the operator's two digits stand before the eight, told by those that it had. */
    private static String ivorian(String phone) {
        if (!hasDigits(phone, 3, 8)) {
            return phone;
        }
        char first = phone.charAt(4);
        boolean landline = first == '2' || first == '3';
        return "+225" + (landline ? ivorianLandline(first, phone.charAt(6)) : ivorianMobile(phone.charAt(5)))
                + phone.substring(4);
    }

    private static String ivorianMobile(char second) {
        if (second <= '3') {
            return "01";
        }
        return second <= '6' ? "05" : "07";
    }

    private static String ivorianLandline(char first, char third) {
        if (third == '0') {
            return "25";
        }
        return third == '8' && first == '2' ? "21" : "27";
    }

    /** Since 30 November 2024 a 01 stands before the eight, but before those of services, which begin with 8. */
    private static String beninese(String phone) {
        return hasDigits(phone, 3, 8) && phone.charAt(4) != '8' ? "+22901" + phone.substring(4) : phone;
    }

    /** Since 21 November 2014 a 2 stands before the landlines' eight and a 6 before the mobiles'. */
    private static String cameroonian(String phone) {
        char first = phone.charAt(4);
        if (!hasDigits(phone, 3, 8) || first == '8') {
            return phone;
        }
        return (isIn(first, '2', '3') ? "+2372" : "+2376") + phone.substring(4);
    }

    /** In November 2019 the operator's digit took the place of the 0 of eight, which many left out. */
    private static String gabonese(String phone) {
        boolean withZero = hasDigits(phone, 3, 8) && phone.charAt(4) == '0';
        if (!withZero && !hasDigits(phone, 3, 7)) {
            return phone;
        }
        String number = phone.substring(withZero ? 5 : 4);
        return switch (number.charAt(0)) {
            case '1' -> "+2411" + number;
            case '2', '5', '6' -> "+2416" + number;
            case '4', '7' -> "+2417" + number;
            default -> phone;
        };
    }

    private static boolean hasDigits(String phone, int ofCountry, int ofNumber) {
        return phone.length() == 1 + ofCountry + ofNumber;
    }

    private static boolean isIn(char digit, char from, char to) {
        return digit >= from && digit <= to;
    }
}
