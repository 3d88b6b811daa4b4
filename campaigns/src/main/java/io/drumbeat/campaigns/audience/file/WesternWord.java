package io.drumbeat.campaigns.audience.file;

import java.util.List;
import java.util.Locale;

/**
 * A word of a file that may be Windows-1252: a run of letters and what is not ASCII. It is odd where letters stand beside
 * each other, at an end or in a case that no Western language has, and where symbols stand within it.
 */
final class WesternWord {
    private static final char NONE = 0;
    private static final char UNDEFINED = '\uFFFD';
    private static final int LONG_RUN = 4;
    private static final int PAIR = 2;

    private static final String VOWELS = "aeiouyàáâãäåæèéêëìíîïòóôõöøùúûüýÿœ";
    private static final String ICELANDIC = "áéíóúýæöðþ";
    private static final String FINNIC = "äöüõ";

    /** Letters that may stand beside each other: one of the first and one of the second, per language. */
    private static final List<List<String>> PAIRS = List.of(
            List.of(ICELANDIC, ICELANDIC),
            List.of("åæøäö", "åæøäöð"),
            List.of("äöüõ", "äöüõß"),
            List.of("áéíóúü", "áéíóúñ"),
            List.of("ñ", "áéíóúãõ"),
            List.of("ç", "ãõáéíóúâêôàûîë"),
            List.of("áéíóúâêôãõïë", "ç"),
            List.of("éëïöü", "éëïöüèà"),
            List.of("ã", "í"));

    private static final String WITHIN_WORDS = "’‘–—…·•\u00A0\u00AD«»‹›´";
    private static final String QUOTES = "“”";
    private static final String LOW_QUOTES = "‚„";
    private static final String MONEY = "€£¥¢";
    private static final String BEHIND_WORDS = "©®™°ºª²³¹";
    private static final String POWERS = "²³¹";
    private static final String OPENING = "¿¡";
    private static final String PREFIXES = "µƒ";

    private final String text;
    private final String lower;

    WesternWord(String text) {
        this.text = text;
        this.lower = text.toLowerCase(Locale.ROOT);
    }

    boolean hasLetters() {
        return text.chars().anyMatch(c -> isLetter((char) c));
    }

    /** How many of its letters are among {@code letters}, lower-case ones. */
    long count(String letters) {
        return lower.chars().filter(c -> letters.indexOf(c) >= 0).count();
    }

    /** How many times {@code letter} stands before an e. */
    long countBeforeE(char letter) {
        long count = 0;
        for (int i = 0; i + 1 < lower.length(); i++) {
            count += lower.charAt(i) == letter && lower.charAt(i + 1) == 'e' ? 1 : 0;
        }
        return count;
    }

    /** 0: it may be a word; 1: it is odd; 2: it is none. */
    int oddness() {
        int run = 0;
        int longest = 0;
        boolean oddLetters = false;
        boolean oddSymbols = false;
        for (int i = 0; i < text.length(); i++) {
            boolean marked = text.charAt(i) >= 0x80;
            boolean letter = isLetter(text.charAt(i));
            run = marked && letter ? run + 1 : 0;
            longest = Math.max(longest, run);
            oddLetters |= marked && letter && (isOddLetter(i) || isOddPair(i));
            oddSymbols |= marked && !letter && isOddSymbol(i);
        }
        boolean oddRun = longest > PAIR && !isOf(ICELANDIC) && !isOf(FINNIC);
        if ((longest >= LONG_RUN && oddRun) || isMostlySymbols()) {
            return 2;
        }
        boolean turkish = count("ðþý") > 0 && count("çüâî") > 0;
        return oddRun || oddLetters || oddSymbols || turkish || count("ý") > 1 ? 1 : 0;
    }

    /** Whether all its letters that are not ASCII are among {@code letters}. */
    private boolean isOf(String letters) {
        return lower.chars().allMatch(c -> c < 0x80 || letters.indexOf(c) >= 0);
    }

    private boolean isMostlySymbols() {
        int from = 0;
        int to = text.length();
        while (from < to && "“‘«‹„‚¿¡".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && "”’»›…™®©".indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        long symbols = text.substring(from, to)
                .chars()
                .filter(c -> c >= 0x80 && !isLetter((char) c))
                .count();
        return to - from > PAIR && symbols * 2 >= to - from;
    }

    private boolean isOddPair(int i) {
        char before = i == 0 ? NONE : lower.charAt(i - 1);
        char letter = lower.charAt(i);
        return before >= 0x80
                && isLetter(before)
                && PAIRS.stream()
                        .noneMatch(pair ->
                                pair.get(0).indexOf(before) >= 0 && pair.get(1).indexOf(letter) >= 0);
    }

    private boolean isOddLetter(int i) {
        char before = letter(i - 1);
        char after = letter(i + 1);
        boolean consonantBefore = before != NONE && !isVowel(before);
        boolean consonantAfter = after != NONE && !isVowel(after);
        if (Character.isUpperCase(text.charAt(i)) && i > 0 && Character.isLowerCase(text.charAt(i - 1))) {
            return true;
        }
        return switch (lower.charAt(i)) {
            case 'þ' -> (after == NONE && before != NONE) || (consonantAfter && "rjv".indexOf(after) < 0);
            case 'ð' -> before == NONE && after != NONE;
            case 'è' -> "aiou".indexOf(after) >= 0 || isCapitalBeforeSmall(i);
            case 'ì', 'ù' -> after != NONE;
            case 'æ', 'œ' -> isVowel(before);
            case 'ñ' -> consonantAfter;
            case 'ç' -> consonantBefore && consonantAfter;
            case 'ã' -> consonantAfter && after != 's';
            case 'õ' -> after == NONE && before != NONE;
            case 'ÿ' -> isCapitalBeforeSmall(i);
            case 'š', 'ž' -> (before != NONE && isCapitalBeforeSmall(i)) || (consonantBefore && consonantAfter);
            default -> false;
        };
    }

    private boolean isCapitalBeforeSmall(int i) {
        return Character.isUpperCase(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowerCase(text.charAt(i + 1));
    }

    private boolean isOddSymbol(int i) {
        char symbol = text.charAt(i);
        boolean before = letter(i - 1) != NONE;
        boolean after = letter(i + 1) != NONE;
        if (symbol == UNDEFINED) {
            return before || after;
        }
        if (isAmong(symbol, WITHIN_WORDS)) {
            return false;
        }
        if (isAmong(symbol, QUOTES)) {
            return before && after;
        }
        if (isAmong(symbol, LOW_QUOTES + OPENING + PREFIXES)) {
            return before;
        }
        if (isAmong(symbol, MONEY)) {
            return after;
        }
        if (isAmong(symbol, BEHIND_WORDS)) {
            return after || (isAmong(symbol, POWERS) && before && text.length() > PAIR + 1);
        }
        return before || after;
    }

    /** The letter at {@code i} in lower case; nothing where there is none. */
    private char letter(int i) {
        return i >= 0 && i < lower.length() && isLetter(lower.charAt(i)) ? lower.charAt(i) : NONE;
    }

    private static boolean isVowel(char letter) {
        return letter != NONE && VOWELS.indexOf(letter) >= 0;
    }

    private static boolean isAmong(char symbol, String symbols) {
        return symbols.indexOf(symbol) >= 0;
    }

    /** Not what Java calls letters and Western words have as symbols. */
    private static boolean isLetter(char unit) {
        return Character.isLetter(unit) && "ªºµƒˆ˜".indexOf(unit) < 0;
    }
}
