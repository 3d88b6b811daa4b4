package io.drumbeat.campaigns.suppression;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What stands on the button with which Meta lets people opt out of a business's marketing, and on the one that takes it
 * back. Its label comes in the language of the template, as the reply's text and as its payload. Meta publishes no list of
 * them: the English, Spanish, Portuguese and Russian ones were seen, the others are what they are translated as, so each
 * language has all that its verbs and nouns make.
 */
final class OptOutLabels {

    /** One line a language: verbs that stop, verbs that resume, and what is stopped. */
    private static final String LANGUAGES = """
            stop, end, cancel, no more | resume, restart, start, continue | promotions, promotion, promos, offers, ads, marketing, marketing messages, promotional messages
            detener, parar, cancelar, no más, no recibir, dejar de recibir | reanudar, retomar, continuar, volver a recibir | promociones, las promociones, promos, ofertas, las ofertas, publicidad
            parar, interromper, cancelar, parar de receber, não receber | retomar, continuar, voltar a receber | promoções, as promoções, promos, ofertas, as ofertas, publicidade
            arrêter, stopper, stop, ne plus recevoir, ne plus recevoir de | reprendre, relancer, recevoir à nouveau | promotions, les promotions, promos, les promos, offres, les offres, publicités, les publicités
            stoppen, stopp, stop, beenden, abbestellen | fortsetzen, wiederaufnehmen, wieder erhalten | promotions, werbung, werbeaktionen, aktionen, angebote
            interrompi, ferma, blocca, stop | riprendi, riattiva | promozioni, le promozioni, promo, offerte, le offerte, pubblicità
            stop, stoppen, stopzetten | hervat, hervatten | promoties, acties, aanbiedingen, reclame
            रोकें, रोको, बंद करें, बंद करो | शुरू करें, फिर से शुरू करें, दोबारा शुरू करें | प्रमोशन, प्रमोशंस, प्रचार, ऑफ़र
            إيقاف, أوقف, وقف, إلغاء | استئناف, استأنف, متابعة | العروض الترويجية, العروض, الترويج, الإعلانات, الرسائل الترويجية
            остановить, прекратить, отключить, отказаться от | возобновить, включить, продолжить | рекламу, рекламы, акции, промоакции, промо
            зупинити, припинити, вимкнути | відновити, увімкнути | рекламу, акції
            hentikan, stop, berhenti | lanjutkan, teruskan, mulai lagi | promosi, promo
            durdur, iptal et | sürdür, devam ettir, yeniden başlat | promosyonları, promosyon, tanıtımları, kampanyaları, reklamları
            zatrzymaj, wstrzymaj | wznów | promocje, reklamy
            oprește, opriți | reia, reluați | promoțiile, promoții
            dừng, ngừng | tiếp tục | khuyến mãi, quảng cáo
            หยุด, หยุดรับ | กลับมารับ, เริ่ม | โปรโมชั่น, โปรโมชัน
            停止, を停止, を停止する | 再開, を再開, を再開する | プロモーション
            중지, 중단 | 재개, 다시 시작 | 프로모션, 광고
            停止 | 恢复, 恢復 | 促销, 促銷, 推广, 推廣
            הפסק, הפסקת, עצור | חדש, חידוש | מבצעים, פרסומות
            বন্ধ করুন | আবার শুরু করুন | প্রচার, প্রোমোশন, অফার
            بند کریں, روکیں | دوبارہ شروع کریں | پروموشنز, اشتہارات""";

    private OptOutLabels() {}

    /** All labels, with what a tap on them means. */
    static Map<String, Consent> all() {
        Map<String, Consent> labels = new LinkedHashMap<>();
        LANGUAGES.lines().forEach(language -> {
            List<String> parts = List.of(language.split("\\|", -1));
            List<String> what = Wording.phrases(parts.get(2)).toList();
            // What stops wins, should a language have one word for both.
            label(Wording.phrases(parts.get(1)), what).forEach(label -> labels.putIfAbsent(label, Consent.GIVEN));
            label(Wording.phrases(parts.get(0)), what).forEach(label -> labels.put(label, Consent.WITHDRAWN));
        });
        return labels;
    }

    /** In either order, since languages differ in theirs. */
    private static Stream<String> label(Stream<String> verbs, List<String> what) {
        return verbs.flatMap(verb -> what.stream().flatMap(noun -> Stream.of(verb + " " + noun, noun + " " + verb)));
    }
}
