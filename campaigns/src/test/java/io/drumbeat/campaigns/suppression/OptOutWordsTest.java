package io.drumbeat.campaigns.suppression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThat(WORDS.meaning(message)).contains(Wish.STOP);
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "START",
                "start!",
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
        assertThat(WORDS.meaning(message)).contains(Wish.START);
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
                    .contains(Wish.STOP);
            assertThat(WORDS.meaning(before + word + " xyz" + after)).isEmpty();
            assertThat(WORDS.meaning("xyz" + before + word)).isEmpty();
        }
    }

    @Test
    void shouldKnowOnlyTheWordsThatItIsGiven() {
        OptOutWords words = new OptOutWords(List.of("Tschüss"), List.of("Hallo"));

        assertThat(words.meaning("tschuss")).contains(Wish.STOP);
        assertThat(words.meaning("HALLO")).contains(Wish.START);
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
