package io.drumbeat.campaigns.audience.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Guesses the encoding of words that are not Windows-1252, to name it in an answer; nothing is ever read by a guess. */
final class LikelyEncoding {
    private static final String CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґўј";
    private static final String GREEK = "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐ";
    private static final String WESTERN = "éâäàåçêëèïîìôöòûùáíóúñüßæø";

    /** Those that have fewer letters first: of equals the first is named. */
    private static final List<Alphabet> ALPHABETS = List.of(
            Alphabet.script("windows-1255", "אבגדהוזחטיךכלםמןנסעףפץצקרשת"),
            Alphabet.script("windows-1253", GREEK),
            Alphabet.script("ISO-8859-7", GREEK),
            Alphabet.script("windows-1256", "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيپچژگ"),
            Alphabet.script("TIS-620", "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮะัาำิีึืุูเแโใไๅ็่้๊๋์"),
            Alphabet.script("windows-1251", CYRILLIC),
            Alphabet.script("KOI8-R", CYRILLIC),
            Alphabet.script("IBM866", CYRILLIC),
            Alphabet.latin("windows-1254", "çğıöşüâîû"),
            Alphabet.latin("windows-1257", "ąčęėįšųūž"),
            Alphabet.latin("windows-1257", "āčēģīķļņšūž"),
            Alphabet.latin("windows-1250", "ąćęłńóśźż"),
            Alphabet.latin("windows-1250", "áčďéěíňóřšťúůýžäôĺľŕ"),
            Alphabet.latin("windows-1250", "áéíóöőúüű"),
            Alphabet.latin("windows-1250", "ăâîşţ"),
            Alphabet.latin("windows-1250", "čćđšž"),
            Alphabet.latin("ISO-8859-2", "ąćęłńóśźż"),
            Alphabet.latin("ISO-8859-2", "áčďéěíňóřšťúůýžäôĺľŕ"),
            Alphabet.latin("IBM850", WESTERN),
            Alphabet.latin("x-MacRoman", WESTERN));

    /** By the first bytes of their common characters; those with fewer of them first. */
    private static final List<DoubleByte> DOUBLE_BYTES = List.of(
            new DoubleByte("EUC-KR", 0xB0, 0xC8, 0xA1),
            new DoubleByte("Shift_JIS", 0x82, 0x97, 0x40),
            new DoubleByte("EUC-JP", 0xA4, 0xCF, 0xA1),
            new DoubleByte("GB18030", 0xB0, 0xD7, 0xA1),
            new DoubleByte("Big5", 0xA4, 0xC6, 0x40));

    private LikelyEncoding() {}

    private interface Candidate {
        String charset();

        /** What speaks for it, a byte: 1 at most. */
        double score(List<byte[]> words);
    }

    /** The bytes that are not ASCII. */
    private static long countMarked(byte[] word) {
        long marked = 0;
        for (byte unit : word) {
            marked += unit < 0 ? 1 : 0;
        }
        return marked;
    }

    /** Its name, as {@code encoding} takes it, two where either is as likely; empty: none that is known. */
    static Optional<String> of(List<byte[]> words) {
        List<Candidate> likely = Stream.<Candidate>concat(ALPHABETS.stream(), DOUBLE_BYTES.stream())
                .filter(candidate -> candidate.score(words) > 0.5)
                .sorted(Comparator.comparingDouble(candidate -> -candidate.score(words)))
                .toList();
        return likely.stream()
                .filter(candidate -> candidate.score(words) == likely.get(0).score(words))
                .limit(2)
                .map(Candidate::charset)
                .reduce((first, second) -> first + " or " + second);
    }

    /**
     * An encoding of one byte a character, and the letters of a language beside ASCII.
     *
     * @param withAscii whether they stand in one word with letters of ASCII
     */
    private record Alphabet(String charset, String letters, boolean withAscii) implements Candidate {
        static Alphabet script(String charset, String letters) {
            return new Alphabet(charset, letters, false);
        }

        static Alphabet latin(String charset, String letters) {
            return new Alphabet(charset, letters, true);
        }

        @Override
        public double score(List<byte[]> words) {
            double score = 0;
            long marked = 0;
            for (byte[] word : words) {
                long bytes = countMarked(word);
                score += withAscii || bytes == word.length ? score(word) : -bytes;
                marked += bytes;
            }
            return score / Math.max(marked, 1);
        }

        private double score(byte[] word) {
            String text = new String(word, Charset.forName(charset));
            String lower = text.toLowerCase(Locale.ROOT);
            double score = 0;
            for (int i = 0; i < Math.min(lower.length(), word.length); i++) {
                if (word[i] < 0) {
                    boolean shifted =
                            i > 0 && Character.isUpperCase(text.charAt(i)) && Character.isLowerCase(text.charAt(i - 1));
                    score += letters.indexOf(lower.charAt(i)) >= 0 && !shifted ? 1 : -1;
                }
            }
            return score;
        }
    }

    /**
     * An encoding of two bytes a character.
     *
     * @param from the first of the bytes that its common characters begin with
     * @param to the last of them
     * @param second the least of their second bytes
     */
    private record DoubleByte(String charset, int from, int to, int second) implements Candidate {
        @Override
        public double score(List<byte[]> words) {
            double score = 0;
            long marked = 0;
            for (byte[] word : words) {
                long bytes = countMarked(word);
                score += isReadable(word) ? common(word) - (bytes - common(word)) : -bytes;
                marked += bytes;
            }
            return Math.min(score / Math.max(marked, 1), 1);
        }

        private boolean isReadable(byte[] word) {
            try {
                CharBuffer read = Charset.forName(charset).newDecoder().decode(ByteBuffer.wrap(word));
                return read.length() > 0;
            } catch (CharacterCodingException notInIt) {
                // The second byte of its last character may be no letter and so no part of the word.
                return word.length > 1 && word[word.length - 1] < 0 && isReadable(Arrays.copyOf(word, word.length - 1));
            }
        }

        /** The bytes from 0x80 on of its common characters. */
        private long common(byte[] word) {
            long common = 0;
            for (int i = 0; i + 1 < word.length; i++) {
                int first = word[i] & 0xFF;
                int next = word[i + 1] & 0xFF;
                if (first >= 0x80) {
                    common += first >= from && first <= to && next >= second ? (next >= 0x80 ? 2 : 1) : 0;
                    i++;
                }
            }
            return common;
        }
    }
}
