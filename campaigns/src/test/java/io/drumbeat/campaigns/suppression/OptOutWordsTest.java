package io.drumbeat.campaigns.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptOutWordsTest {

    private static final OptOutWords WORDS = new OptOutWords(OptOutWords.DEFAULT_STOP, OptOutWords.DEFAULT_START);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop",
                "Stop.",
                " STOP!! ",
                "\tStOp\r\n",
                "ＳＴＯＰ",
                "𝐒𝐓𝐎𝐏",
                "S T O P",
                "S.T.O.P.",
                "\"stop\"",
                "«Stop»",
                "¡¡stop!!",
                "STOP 🛑",
                "❤️ stop 👍🏽",
                "\u200Fstop\u200E",
                "opt-out",
                "Opt   Out",
                "OPTOUT",
                "opt\u2011out",
                "arrêt",
                "arret",
                "ARRE\u0302T",
                "ARRÊT !",
                "désabonner",
                "¡Baja!",
                "No más mensajes",
                "cancelar inscricao",
                "AUFHÖREN",
                "aufhoren",
                "İPTAL",
                "iptal",
                "IPTAL",
                "ıptal",
                "ÇIK",
                "çık",
                "cik",
                "СТОП",
                "Отписаться.",
                "बंद करो",
                "रोकें।",
                "إلغاء الاشتراك",
                "الغاء الاشتراك",
                "تَوَقُّفْ",
                "توقــف",
                "Berhenti"
            })
    void shouldHearAStopHoweverItIsWritten(String message) {
        assertThat(WORDS.meaning(message)).contains(Consent.WITHDRAWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "!!!",
                "🛑",
                "don't stop",
                "Stop by tomorrow",
                "please do not stop",
                "stopp it",
                "nonstop",
                "stop1",
                "1 stop",
                "yes",
                "The bus stop",
                "stop start",
                "बद"
            })
    void shouldHearNothingInAnythingElse(String message) {
        assertThat(WORDS.meaning(message)).isEmpty();
    }

    /** "Stop. Thank you" was not heard: the next campaign sent to them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Stop. Thank you",
                "please STOP, thanks!!",
                "Hi, pls stop 🙏",
                "STOP STOP STOP",
                "Kindly unsubscribe, sir",
                "s t o p please",
                "stop please please thank you so much",
                "Baja por favor, gracias",
                "Por favor, pare de enviar. Obrigada!",
                "Bonjour, désabonner s'il vous plaît, merci d'avance",
                "Bitte abmelden. Danke",
                "Grazie, basta",
                "Afmelden a.u.b. Dank u wel",
                "कृपया बंद करें, धन्यवाद",
                "لو سمحت توقف، شكرا",
                "Отписаться, пожалуйста. Спасибо",
                "Tolong berhenti, terima kasih",
                "Lütfen iptal, teşekkür ederim"
            })
    void shouldHearAStopWithACourtesyAround(String message) {
        assertThat(WORDS.meaning(message)).contains(Consent.WITHDRAWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "thanks",
                "please",
                "thank you, don't stop",
                "stop sending me two a day",
                "Please stop by at five, thanks",
                "stop start please",
                "can you please stop the water in the kitchen of the second floor before the plumber comes and thanks a lot stop",
                "promotions"
            })
    void shouldHearNothingWhenMoreThanACourtesyIsAround(String message) {
        assertThat(WORDS.meaning(message)).isEmpty();
    }

    /** Meta's own button says what its reply and its payload then are. */
    @ParameterizedTest
    @CsvSource({
        "Stop promotions, Resume promotions",
        "STOP_PROMOTIONS, resume-promotions",
        "Detener promociones, Reanudar promociones",
        "Parar promoções, Retomar promoções",
        "Arrêter les promotions, Reprendre les promotions",
        "Werbung stoppen, Werbung fortsetzen",
        "Interrompi promozioni, Riprendi promozioni",
        "Promoties stoppen, Promoties hervatten",
        "प्रमोशन बंद करें, प्रमोशन फिर से शुरू करें",
        "إيقاف العروض الترويجية, استئناف العروض الترويجية",
        "Остановить рекламу, Возобновить рекламу",
        "Hentikan promosi, Lanjutkan promosi",
        "Promosyonları durdur, Promosyonları sürdür",
        "プロモーションを停止, プロモーションを再開",
    })
    void shouldHearMetasButtonsWhateverTheWordsAre(String stop, String resume) {
        for (OptOutWords words : List.of(WORDS, new OptOutWords(List.of("Tschüss"), List.of("Hallo")))) {
            assertThat(words.meaning(stop)).contains(Consent.WITHDRAWN);
            assertThat(words.meaning(resume)).contains(Consent.GIVEN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "START",
                "start!",
                "Start please",
                "Hello, resume. Thanks",
                "un-stop",
                "Opt in",
                "s’abonner",
                "शुरू करें",
                "ابدأ",
                "Старт",
                "BAŞLA",
                "Mulai"
            })
    void shouldHearAStart(String message) {
        assertThat(WORDS.meaning(message)).contains(Consent.GIVEN);
    }

    /** A property: decoration never changes what a word means, and a neighbour always does. */
    @Test
    void shouldMeanTheSameWhateverIsAroundAWord() {
        Random random = new Random(5);
        List<String> around =
                List.of(" ", "\n", "!", "…", "\"", "“", "🙏", "👍🏽", "❤️", "-", "*", "_", "(", "\u200B", "。");
        for (String word : OptOutWords.DEFAULT_STOP) {
            String before = around.get(random.nextInt(around.size())) + around.get(random.nextInt(around.size()));
            String after = around.get(random.nextInt(around.size())) + around.get(random.nextInt(around.size()));
            assertThat(WORDS.meaning(before + word + after))
                    .as(before + word + after)
                    .contains(Consent.WITHDRAWN);
            assertThat(WORDS.meaning(before + word + " xyz" + after)).isEmpty();
            assertThat(WORDS.meaning("xyz" + before + word)).isEmpty();
        }
    }

    @Test
    void shouldKnowOnlyTheWordsThatItIsGiven() {
        OptOutWords words = new OptOutWords(List.of("Tschüss"), List.of("Hallo"));

        assertThat(words.meaning("tschuss")).contains(Consent.WITHDRAWN);
        assertThat(words.meaning("HALLO")).as("a greeting elsewhere").contains(Consent.GIVEN);
        assertThat(words.meaning("stop")).isEmpty();
    }

    @Test
    void shouldRefuseAWordThatIsNoneOrMeansBoth() {
        assertThatThrownBy(() -> new OptOutWords(List.of("stop", "!"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"!\"");
        assertThatThrownBy(() -> new OptOutWords(List.of("stop"), List.of("start", "S-T-O-P")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"S-T-O-P\"");
    }
}
