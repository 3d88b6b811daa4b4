package io.drumbeat.campaigns.audience;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A column's name as names are compared: without case, spaces, {@code _ - .} and what cannot be seen. */
record ColumnName(String key) {
    /** What {@code {{phone}}} means in a message's text, whatever the phone column is called. */
    static final ColumnName PHONE = of("phone");

    private static final Set<ColumnName> PHONE_ALIASES = Stream.of(
                    "phone",
                    "mobile",
                    "number",
                    "phone_number",
                    "mobile_number",
                    "mobile no",
                    "msisdn",
                    "whatsapp",
                    "whatsapp number",
                    "to")
            .map(ColumnName::of)
            .collect(Collectors.toUnmodifiableSet());

    static ColumnName of(String written) {
        StringBuilder key = new StringBuilder(written.length());
        written.codePoints().filter(ColumnName::counts).forEach(key::appendCodePoint);
        // Both ways, because some letters differ in one case only.
        return new ColumnName(key.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }

    boolean isEmpty() {
        return key.isEmpty();
    }

    boolean isPhoneAlias() {
        return PHONE_ALIASES.contains(this);
    }

    private static boolean counts(int character) {
        return character != '_'
                && character != '-'
                && character != '.'
                && !Trim.isSpace(character)
                && !Character.isISOControl(character)
                && Character.getType(character) != Character.FORMAT;
    }

    /** The number of letters to change, add or drop to get from one name to the other. */
    int distance(ColumnName other) {
        int[] row = new int[other.key.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= key.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (key.charAt(i - 1) == other.key.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[row.length - 1];
    }
}
