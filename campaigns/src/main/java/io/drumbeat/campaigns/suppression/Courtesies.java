package io.drumbeat.campaigns.suppression;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What people say around a word without meaning anything else by it. */
final class Courtesies {

    /** One line a language. */
    private static final Set<String> ALL =
            """
            please, pls, plz, kindly, thanks, thank you, thank you so much, thx, ty, hi, hello, hey, ok, okay, sir, madam, dear
            por favor, gracias, muchas gracias, porfa, hola, buenos días, buenas tardes
            obrigado, obrigada, muito obrigado, muito obrigada, olá, oi, bom dia, boa tarde, por gentileza
            s'il vous plaît, s'il te plaît, svp, stp, merci, merci beaucoup, merci d'avance, bonjour
            bitte, danke, vielen dank, hallo, guten tag
            per favore, per piacere, grazie, grazie mille, ciao, buongiorno
            alstublieft, alsjeblieft, aub, dank u, dank je, dank u wel, bedankt
            कृपया, प्लीज़, धन्यवाद, शुक्रिया, नमस्ते, kripya, dhanyavad, shukriya
            من فضلك, لو سمحت, رجاء, الرجاء, شكرا, شكرا لك, مرحبا, السلام عليكم
            пожалуйста, спасибо, большое спасибо, здравствуйте, привет
            tolong, mohon, terima kasih, makasih, halo
            lütfen, teşekkürler, teşekkür ederim, sağol, sağolun, merhaba""".lines().flatMap(Wording::phrases).map(Wording::key).collect(Collectors.toUnmodifiableSet());

    private static final int MOST_WORDS = 5;

    private Courtesies() {}

    /** What is left of {@code said} where none, some or all of the courtesies at its ends are left out: most of it first. */
    static Stream<List<String>> without(List<String> said) {
        BitSet begins = new BitSet();
        BitSet ends = new BitSet();
        begins.set(0);
        ends.set(said.size());
        for (int from = 0; from < said.size(); from++) {
            for (int to = from + 1; begins.get(from) && to <= Math.min(from + MOST_WORDS, said.size()); to++) {
                begins.set(to, begins.get(to) || isOne(said.subList(from, to)));
            }
        }
        for (int to = said.size(); to > 0; to--) {
            for (int from = to - 1; ends.get(to) && from >= Math.max(to - MOST_WORDS, 0); from--) {
                ends.set(from, ends.get(from) || isOne(said.subList(from, to)));
            }
        }
        return begins.stream()
                .boxed()
                .flatMap(from -> ends.stream().filter(to -> to > from).mapToObj(to -> said.subList(from, to)))
                .sorted(Comparator.comparingInt(part -> -part.size()));
    }

    private static boolean isOne(List<String> words) {
        return ALL.contains(Wording.key(words));
    }
}
