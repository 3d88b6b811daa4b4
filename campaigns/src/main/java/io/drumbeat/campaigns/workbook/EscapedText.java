package io.drumbeat.campaigns.workbook;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text as Office writes what XML cannot hold: {@code _x000D_} is a carriage return, {@code _x005F_} an underscore. */
final class EscapedText {
    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    private EscapedText() {}

    static String read(CharSequence text) {
        String written = text.toString();
        return written.contains("_x")
                ? ESCAPE.matcher(written).replaceAll(escape -> Matcher.quoteReplacement(unescaped(escape.group(1))))
                : written;
    }

    /** Half a character, and NUL, which PostgreSQL refuses, are no text. */
    private static String unescaped(String hexadecimal) {
        char character = (char) Integer.parseInt(hexadecimal, 16);
        return character == 0 || Character.isSurrogate(character) ? "" : String.valueOf(character);
    }
}
