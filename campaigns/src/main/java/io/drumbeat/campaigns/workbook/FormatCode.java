package io.drumbeat.campaigns.workbook;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Excel's notation of a number's format, {@code 0.00;[Red]-0.00}: a section for what is not negative, one for what is, one
 * for zero. What it can say beyond that (conditions, fractions, scientific notation, thousands) shows a number as it is.
 */
final class FormatCode {
    private final String section;
    private final List<String> tokens = new ArrayList<>();
    private final StringBuilder clock = new StringBuilder();
    private boolean digits;
    private boolean elapsed;
    private boolean beyond;
    private boolean conditional;
    private int at;

    private FormatCode(String section) {
        this.section = section;
    }

    static NumberFormat read(String code) {
        List<NumberFormat> formats = new ArrayList<>();
        for (String section : sections(code)) {
            FormatCode read = new FormatCode(section);
            formats.add(read.read());
            if (read.conditional) {
                return NumberFormat.GENERAL;
            }
        }
        return new BySign(formats);
    }

    private static List<String> sections(String code) {
        List<String> sections = new ArrayList<>();
        int from = 0;
        char until = 0;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (until != 0) {
                until = c == until ? 0 : until;
            } else if (c == '"') {
                until = '"';
            } else if (c == '[') {
                until = ']';
            } else if (c == '\\' || c == '_' || c == '*') {
                i++;
            } else if (c == ';') {
                sections.add(code.substring(from, i));
                from = i + 1;
            }
        }
        sections.add(code.substring(from));
        return sections;
    }

    private NumberFormat read() {
        if (section.equalsIgnoreCase("General")) {
            return NumberFormat.GENERAL;
        }
        while (at < section.length()) {
            token(section.charAt(at++));
        }
        if (clock.length() > 0 && !digits && !beyond) {
            return ClockFormat.of(clock.toString(), elapsed);
        }
        return digits && clock.length() == 0 && !beyond ? new DigitsFormat(tokens) : NumberFormat.GENERAL;
    }

    private void token(char c) {
        switch (c) {
            case '"' -> literal(until('"'));
            case '\\' -> literal(next());
            case '_', '*' -> next(); // a gap as wide as a character, or as the column
            case '[' -> bracket(until(']'));
            case '0', '#', '?' -> {
                digits |= clock.length() == 0 || c != '0'; // ss.000 are parts of a second
                tokens.add(String.valueOf(c));
            }
            case '.', '%' -> tokens.add(String.valueOf(c));
            case ',' -> beyond |= !digits || at == section.length() || !isDigit(section.charAt(at));
            case '@' -> beyond = true;
            case 'E', 'e' -> beyond |= digits;
            case '/' -> {
                beyond |= digits;
                literal("/");
            }
            default -> other(c);
        }
    }

    private void other(char c) {
        char lower = Character.toLowerCase(c);
        if ("dmyhs".indexOf(lower) >= 0) {
            clock.append(lower);
        } else if (lower == 'a'
                && section.substring(at).toUpperCase(Locale.ROOT).matches("(M/PM|/P).*")) {
            at += section.toUpperCase(Locale.ROOT).startsWith("M/PM", at) ? 4 : 2;
        } else {
            literal(String.valueOf(c));
        }
    }

    private static boolean isDigit(char c) {
        return c == '0' || c == '#' || c == '?';
    }

    private void bracket(String inside) {
        if (inside.startsWith("$")) {
            literal(inside.substring(1).replaceFirst("-.*", ""));
        } else if (inside.matches("(?i)h+|m+|s+")) {
            elapsed = true;
            clock.append(inside.toLowerCase(Locale.ROOT));
        } else {
            conditional |= inside.matches("[<>=].*");
        }
    }

    private void literal(String text) {
        if (!text.isEmpty()) {
            tokens.add('"' + text);
        }
    }

    private String next() {
        return at < section.length() ? String.valueOf(section.charAt(at++)) : "";
    }

    private String until(char end) {
        int to = section.indexOf(end, at);
        String inside = section.substring(at, to < 0 ? section.length() : to);
        at = to < 0 ? section.length() : to + 1;
        return inside;
    }

    /** The section that a number's sign chooses. */
    private static final class BySign extends NumberFormat {
        private final List<NumberFormat> sections;

        BySign(List<NumberFormat> sections) {
            this.sections = sections;
        }

        @Override
        String text(BigDecimal number, boolean from1904) {
            if (number.signum() == 0 && sections.size() > 2) {
                return sections.get(2).text(number, from1904);
            }
            if (number.signum() >= 0 || sections.size() == 1) {
                return sections.get(0).text(number, from1904);
            }
            // It has its own minus, or brackets.
            NumberFormat negative = sections.get(1);
            return negative == NumberFormat.GENERAL ? plain(number) : negative.text(number.negate(), from1904);
        }
    }
}
