package io.drumbeat.campaigns.suppression;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words by which people opt out and in again. A message counts only as a whole, never for a word within a sentence:
 * {@code Stop!} does, {@code don't stop} does not. Immutable.
 */
public final class OptOutWords {

    /** What holds unless somebody chooses other words, one line a language. */
    public static final List<String> DEFAULT_STOP = words("""
            stop, stop all, unsubscribe, cancel, end, quit, opt out, revoke, stop messages, stop please, please stop
            baja, alto, parar, pare, detener, cancelar, salir, dar de baja, darme de baja, no más mensajes
            sair, pare de enviar, descadastrar, cancelar inscrição, remover
            arrêt, arrêter, arrêtez, désabonner, se désabonner, me désabonner, désinscription, désinscrire
            stopp, abmelden, abbestellen, aufhören, austragen
            ferma, fermati, basta, annulla, cancellami, disiscrivimi, annulla iscrizione
            stoppen, afmelden, uitschrijven
            रोको, रोकें, रुको, बंद, बंद करो, बंद करें, band karo, roko
            توقف, قف, إيقاف, أوقف, إلغاء, إلغاء الاشتراك, الغي الاشتراك
            стоп, отписаться, отписка, отпишите, отмена, хватит
            berhenti, batal, keluar, berhenti langganan
            dur, durdur, iptal, çık, ret, abonelikten çık""");

    /** The same for opting in again. No language's plain yes: it answers whatever was asked last. */
    public static final List<String> DEFAULT_START = words("""
            start, unstop, subscribe, resubscribe, resume, opt in
            alta, iniciar, empezar, reanudar, suscribir, suscribirme, darme de alta
            começar, voltar, inscrever, retomar
            démarrer, commencer, reprendre, s'abonner, m'abonner, abonner
            starten, anmelden, abonnieren, fortsetzen
            inizia, avvia, riprendi, iscrivimi
            aanmelden, inschrijven, hervatten
            शुरू, शुरू करो, शुरू करें, चालू करो, shuru karo
            ابدأ, بدء, ابدا, اشتراك, استئناف
            старт, начать, подписаться, возобновить
            mulai, lanjut, langganan, lanjutkan
            başla, başlat, devam, abone ol""");

    private static final int TATWEEL = 'ـ';

    private final Set<String> stop;
    private final Set<String> start;

    /**
     * Words and phrases, in whatever writing.
     *
     * @throws IllegalArgumentException where one has neither letter nor digit, or means both; the message is the end of
     *     a sentence and repeats the word
     */
    public OptOutWords(Collection<String> stop, Collection<String> start) {
        this.stop = keys(stop);
        this.start = keys(start);
        start.stream().filter(word -> this.stop.contains(key(word))).findFirst().ifPresent(both -> {
            throw new IllegalArgumentException("both have \"" + both + "\", and a message can mean only one of them");
        });
    }

    private static Set<String> keys(Collection<String> words) {
        Set<String> keys = new HashSet<>();
        for (String word : words) {
            String key = key(word);
            if (key.isEmpty()) {
                throw new IllegalArgumentException("have \"" + word + "\", which holds neither a letter nor a digit");
            }
            keys.add(key);
        }
        return Set.copyOf(keys);
    }

    /** What {@code message} says about being written to; empty: nothing. */
    public Optional<Wish> meaning(String message) {
        String key = key(message);
        if (stop.contains(key)) {
            return Optional.of(Wish.STOP);
        }
        return start.contains(key) ? Optional.of(Wish.START) : Optional.empty();
    }

    /**
     * What is compared: letters and digits, however wide, accented, spaced, hyphenated or decorated they are written, and
     * in whatever case.
     */
    private static String key(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .codePoints()
                .filter(OptOutWords::counts)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        // Both ways, because some letters differ in one case only, Turkish ones above all.
        return plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** The vowel signs of an Indian script are part of the word; accents, which belong to no script, are not. */
    private static boolean counts(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK ->
                Character.UnicodeScript.of(character) != Character.UnicodeScript.INHERITED;
            default -> Character.isLetterOrDigit(character) && character != TATWEEL;
        };
    }

    private static List<String> words(String lines) {
        return lines.lines()
                .flatMap(line -> List.of(line.split(",", -1)).stream())
                .map(String::strip)
                .collect(Collectors.toUnmodifiableList());
    }
}
