package io.drumbeat.campaigns.audience.text;

import java.util.List;

/** What counts as empty at the ends of a value: every space of Unicode, tabs and line breaks. */
public final class Trim {
    private static final char NEXT_LINE = '\u0085';

    private Trim() {}

    public static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    public static boolean isBlank(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isSpace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    public static boolean areBlank(List<String> cells) {
        for (String cell : cells) {
            if (!isBlank(cell)) {
                return false;
            }
        }
        return true;
    }

    public static boolean isSpace(int character) {
        if (character >= '0' && character <= 'z') {
            return false; // Most of what is asked about, and the JDK's tables are slow.
        }
        return Character.isWhitespace(character) || Character.isSpaceChar(character) || character == NEXT_LINE;
    }
}
