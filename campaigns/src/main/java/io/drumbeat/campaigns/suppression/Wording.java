package io.drumbeat.campaigns.suppression;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what people write: they space, hyphenate, accent and decorate it as they like. */
final class Wording {

    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{Nd}\\p{M}]+");
    private static final int TATWEEL = 'ـ';

    private Wording() {}

    /** The words of {@code text}: letters and digits, however wide, accented or decorated, and in whatever case. */
    static List<String> words(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .codePoints()
                .filter(character -> !isDecoration(character))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        // Both ways, because some letters differ in one case only, Turkish ones above all.
        String folded = plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return BETWEEN_WORDS
                .splitAsStream(folded)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** What {@link #words} are compared by: all of them as one. */
    static String key(List<String> words) {
        return String.join("", words);
    }

    static String key(String text) {
        return key(words(text));
    }

    /** The phrases of {@code list}, which stand between commas. */
    static Stream<String> phrases(String list) {
        return Stream.of(list.split(",", -1)).map(String::strip);
    }

    /** The vowel signs of an Indian script are part of the word; accents, which belong to no script, are not. */
    private static boolean isDecoration(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK ->
                Character.UnicodeScript.of(character) == Character.UnicodeScript.INHERITED;
            case Character.FORMAT, Character.ENCLOSING_MARK -> true;
            default -> character == TATWEEL;
        };
    }
}
