package io.drumbeat.campaigns.suppression;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words by which people opt out and in again. A message counts where it is such a word, said once or again and again,
 * with punctuation, emoji or a courtesy around it, never for a word within a sentence: {@code Stop. Thank you} does,
 * {@code don't stop} does not. The labels of Meta's own buttons count beside whatever words there are. Immutable.
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

    private static final Map<String, Consent> LABELS = OptOutLabels.all().entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(
                    label -> Wording.key(label.getKey()), Map.Entry::getValue, (one, other) -> Consent.WITHDRAWN));

    /** Longer than any courtesies and words: a sentence. */
    private static final int MOST_WORDS = 24;

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
        start.stream()
                .filter(word -> this.stop.contains(Wording.key(word)))
                .findFirst()
                .ifPresent(both -> {
                    throw new IllegalArgumentException(
                            "both have \"" + both + "\", and a message can mean only one of them");
                });
    }

    private static Set<String> keys(Collection<String> words) {
        Set<String> keys = new HashSet<>();
        for (String word : words) {
            String key = Wording.key(word);
            if (key.isEmpty()) {
                throw new IllegalArgumentException("have \"" + word + "\", which holds neither a letter nor a digit");
            }
            keys.add(key);
        }
        return Set.copyOf(keys);
    }

    /** What {@code message} says about being written to; empty: nothing. */
    public Optional<Consent> meaning(String message) {
        List<String> said = Wording.words(message);
        return said.size() > MOST_WORDS
                ? Optional.empty()
                : Courtesies.without(said)
                        .flatMap(part -> meaning(part).stream())
                        .findFirst();
    }

    private Optional<Consent> meaning(List<String> words) {
        Optional<Consent> meant = known(Wording.key(words));
        boolean repeated = words.stream().distinct().count() == 1;
        return meant.isEmpty() && repeated ? known(words.get(0)) : meant;
    }

    private Optional<Consent> known(String key) {
        if (stop.contains(key)) {
            return Optional.of(Consent.WITHDRAWN);
        }
        return start.contains(key) ? Optional.of(Consent.GIVEN) : Optional.ofNullable(LABELS.get(key));
    }

    private static List<String> words(String lines) {
        return lines.lines().flatMap(Wording::phrases).toList();
    }
}
