package io.drumbeat.campaigns.audience.phone;

import java.util.regex.Pattern;

/** The writing of phone cells: what stands in them once spaces, scripts and dashes are out of the way. */
final class PhoneText {
    private static final String CLOCK = "(T?\\d{1,2}:\\d{2}.*)?";
    private static final String MONTH = "(0?[1-9]|1[0-2]|(?i:(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*))";
    private static final String DAY = "(0?[1-9]|[12]\\d|3[01])";
    private static final String YEAR = "(\\d{4}|\\d{2})";
    private static final String SEPARATOR = "(?<s>[-./])";
    private static final Pattern YEAR_FIRST = Pattern.compile(
            YEAR + SEPARATOR + "(" + MONTH + "\\k<s>" + DAY + "|" + DAY + "\\k<s>" + MONTH + ")" + CLOCK);
    private static final Pattern YEAR_LAST = Pattern.compile(
            "(" + MONTH + "(?<s>[-./])" + DAY + "|" + DAY + "(?<t>[-./])" + MONTH + ")(\\k<s>|\\k<t>)" + YEAR + CLOCK);
    private static final Pattern SCIENTIFIC =
            Pattern.compile("[+-]?(\\d+[.,]?\\d*|[.,]\\d+)([eE]|[xX×*]10\\^?)[+-]?\\d+");
    private static final Pattern WHOLE_DECIMAL = Pattern.compile("^(\\+?\\d+)\\.0+$");
    private static final Pattern DECIMAL = Pattern.compile("[^.]*\\.\\d{1,2}");
    private static final Pattern NUMBER = Pattern.compile("(?=.*\\d)\\(?\\+?[\\d().-]*(/[\\d().-]*)?");
    private static final int AREA_CODE_DIGITS = 6;

    private PhoneText() {}

    /** Without spaces and what cannot be seen, in ASCII where there is an ASCII form. */
    static String plain(String cell) {
        if (isPlain(cell)) {
            return cell;
        }
        StringBuilder text = new StringBuilder(cell.length());
        cell.codePoints().forEach(character -> append(character, text));
        return text.length() > 0 && text.charAt(0) == '\'' ? text.substring(1) : text.toString();
    }

    private static void append(int character, StringBuilder text) {
        int type = Character.getType(character);
        if (type == Character.DECIMAL_DIGIT_NUMBER) {
            text.append(Character.digit(character, 10));
        } else if (isDash(character, type)) {
            text.append('-');
        } else if (character == '＋') {
            text.append('+');
        } else if (character == '[') {
            text.append('(');
        } else if (character == ']') {
            text.append(')');
        } else if (type != Character.SPACE_SEPARATOR && type != Character.FORMAT) {
            text.appendCodePoint(character);
        }
    }

    /** Unicode's property Dash, which the JDK does not know: the dash punctuation and these few beside it. */
    private static boolean isDash(int character, int type) {
        return type == Character.DASH_PUNCTUATION
                || character == 0x2053
                || character == 0x207B
                || character == 0x208B
                || character == 0x2212
                || character == 0x2E5D
                || character == 0x10D6E;
    }

    /** Digits, perhaps behind a {@code +}: what most cells are, and what no other check has anything to say to. */
    static boolean isPlain(String text) {
        int from = !text.isEmpty() && text.charAt(0) == '+' ? 1 : 0;
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() > from;
    }

    static boolean isScientific(String plain) {
        return SCIENTIFIC.matcher(plain).matches();
    }

    static boolean isDate(String plain) {
        return YEAR_FIRST.matcher(plain).matches() || YEAR_LAST.matcher(plain).matches();
    }

    /** Without the tail that pandas gives whole numbers. */
    static String withoutZeroTail(String plain) {
        return WHOLE_DECIMAL.matcher(plain).replaceFirst("$1");
    }

    /** Whether {@code text}, {@link #withoutZeroTail}, is written as a number may be. */
    static boolean isNumber(String text) {
        return !text.startsWith("-")
                && !DECIMAL.matcher(text).matches()
                && NUMBER.matcher(text).matches()
                && digits(text.substring(0, Math.max(text.indexOf('/'), 0))).length() <= AREA_CODE_DIGITS;
    }

    static String digits(String text) {
        StringBuilder digits = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit >= '0' && unit <= '9') {
                digits.append(unit);
            }
        }
        return digits.toString();
    }
}
