package io.drumbeat.campaigns.audience.text;

import io.drumbeat.campaigns.NearestName;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/**
 * A column's name as names are compared: however its letters are put together, without case, spaces, {@code _ - .} and
 * what cannot be seen.
 */
public record ColumnName(String key) {
    /** What {@code {{phone}}} means in a message's text, whatever the phone column is called. */
    public static final ColumnName PHONE = of("phone");

    /** What phone columns are called; the second group only means one where there is none of the first. */
    public static final List<List<ColumnName>> PHONE_ALIASES = List.of(
            aliases(
                    "phone",
                    "mobile",
                    "phone_number",
                    "mobile_number",
                    "mobile no",
                    "msisdn",
                    "whatsapp",
                    "whatsapp number"),
            aliases("number", "to"));

    private static final int FEWEST_LETTERS_OF_A_PART = 3;
    private static final int MOST_PARTS = 3;
    private static final int LETTERS_A_SLIP = 3;

    public static ColumnName of(String written) {
        String composed = Normalizer.normalize(written, Normalizer.Form.NFKC);
        StringBuilder key = new StringBuilder(composed.length());
        composed.codePoints().filter(ColumnName::counts).forEach(key::appendCodePoint);
        return new ColumnName(Normalizer.normalize(folded(key.toString()), Normalizer.Form.NFKC));
    }

    /**
     * In lower case by no language's rules. Both ways, because some letters differ in one case only; letter by letter,
     * because a sigma that ends the word is another one; and without the dot that is left of a Turkish İ.
     */
    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.toUpperCase(Locale.ROOT).codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        return folded.toString().replace("i\u0307", "i");
    }

    private static List<ColumnName> aliases(String... names) {
        return List.of(names).stream().map(ColumnName::of).toList();
    }

    public boolean isEmpty() {
        return key.isEmpty();
    }

    private static boolean counts(int character) {
        return character != '_'
                && character != '-'
                && character != '.'
                && !Trim.isSpace(character)
                && !Character.isISOControl(character)
                && Character.getType(character) != Character.FORMAT
                && !isInvisible(character);
    }

    /** What Unicode calls default ignorable and the JDK does not: joiners, fillers and variation selectors. */
    private static boolean isInvisible(int character) {
        return character == 0x034F
                || character == 0x115F
                || character == 0x1160
                || (character >= 0x17B4 && character <= 0x17B5)
                || (character >= 0x180B && character <= 0x180F)
                || (character >= 0xFE00 && character <= 0xFE0F)
                || (character >= 0xE0000 && character <= 0xE0FFF);
    }

    /** Whether somebody may have written this and meant {@code other}: a slip in every few letters, or a part of it. */
    public boolean isNear(ColumnName other) {
        int longer = Math.max(key.length(), other.key.length());
        int shorter = Math.min(key.length(), other.key.length());
        if (shorter >= FEWEST_LETTERS_OF_A_PART
                && shorter * MOST_PARTS >= longer
                && (key.contains(other.key) || other.key.contains(key))) {
            return true;
        }
        int slips = Math.max(1, longer / LETTERS_A_SLIP);
        return shorter > 1 && longer - shorter <= slips && NearestName.distance(key, other.key) <= slips;
    }
}
