package io.drumbeat.campaigns.audience.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a file reads as text in Windows-1252. Any bytes can be read as that, so what counts is whether its words are
 * ones that Western languages may have. One word says little; more than a few odd ones say that it is something else.
 */
final class WesternText {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
    private static final int FEWEST_ODD = 2;
    private static final int WORDS_AN_ODD_ONE = 16;
    private static final int KEPT_WORDS = 1_000;
    private static final int LONGEST_WORD = 100;
    private static final int BUFFER = 1 << 16;

    private final List<byte[]> oddWords = new ArrayList<>();
    private final Suspicion turkishOrBaltic = new Suspicion();
    private final Suspicion hungarian = new Suspicion();
    private long words;
    private long odd;
    private long northern;
    private long acute;
    private long otherwiseMarked;

    private WesternText() {}

    /** Words that are odd only if the rest of the file is not in the language that has such words. */
    private static final class Suspicion {
        private final List<byte[]> words = new ArrayList<>();
        private long count;
        private long letters;

        void add(byte[] word, long letters) {
            count++;
            this.letters += letters;
            if (words.size() < KEPT_WORDS) {
                words.add(word);
            }
        }
    }

    /** Reads all of {@code file}. */
    static WesternText of(Path file) throws IOException {
        WesternText text = new WesternText();
        try (InputStream in = Files.newInputStream(file)) {
            text.read(in);
        }
        text.settle();
        return text;
    }

    private void read(InputStream in) throws IOException {
        byte[] buffer = new byte[BUFFER];
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        boolean marked = false;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            for (int i = 0; i < read; i++) {
                byte next = buffer[i];
                if (next < 0 || isAsciiLetter(next)) {
                    marked |= next < 0;
                    if (word.size() < LONGEST_WORD) {
                        word.write(next);
                    }
                } else if (word.size() > 0) {
                    end(word, marked);
                    marked = false;
                }
            }
        }
        end(word, marked);
    }

    private static boolean isAsciiLetter(byte unit) {
        return (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z');
    }

    private void end(ByteArrayOutputStream bytes, boolean marked) {
        if (marked) {
            look(bytes.toByteArray());
        }
        bytes.reset();
    }

    private void look(byte[] bytes) {
        WesternWord word = new WesternWord(new String(bytes, WINDOWS_1252));
        if (!word.hasLetters()) {
            return;
        }
        words++;
        northern += word.count("áéíóúæöø");
        acute += word.count("áéíóú");
        otherwiseMarked += word.count("ãçäåø");
        int weight = word.oddness();
        if (weight > 0) {
            odd += weight;
            keep(bytes);
            return;
        }
        long icelandic = word.count("ðþý");
        if (icelandic > 0) {
            turkishOrBaltic.add(bytes, icelandic);
        }
        long hungarianLetters = word.count("õ") - word.countBeforeE('õ');
        if (hungarianLetters > 0 || word.count("û") > 0) {
            hungarian.add(bytes, hungarianLetters);
        }
    }

    /** What hangs on the whole file: whose letters its ð, þ, ý and its õ, û are. */
    private void settle() {
        if (turkishOrBaltic.letters > 3 * northern) {
            count(turkishOrBaltic);
        }
        if (hungarian.letters > 0 && acute >= 2 * hungarian.letters && otherwiseMarked < hungarian.letters) {
            count(hungarian);
        }
    }

    private void count(Suspicion suspicion) {
        odd += suspicion.count;
        suspicion.words.forEach(this::keep);
    }

    private void keep(byte[] word) {
        if (oddWords.size() < KEPT_WORDS) {
            oddWords.add(word);
        }
    }

    /** Whether more than a few of its words are odd. */
    boolean isOdd() {
        return odd >= FEWEST_ODD && odd * WORDS_AN_ODD_ONE >= words;
    }

    /** Some of the odd words, as their bytes are. */
    List<byte[]> oddWords() {
        return oddWords;
    }

    /** How one of them would read. */
    String example() {
        return new String(oddWords.get(0), WINDOWS_1252);
    }
}
