package io.drumbeat.campaigns.audience.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.audience.ReadAudience;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that nobody says the encoding of: Western ones are taken, all others refused, whatever they are. */
class WesternTextTest {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    private static final String FRENCH =
            "Hélène Lefèvre;François Müller;Benoît Brûlé;Zoë Noël;Loïc Le Goïc;Anaïs Garçon;"
                    + "Jérôme Forêt;Agnès Pâques;Gisèle Cœur;Œuvre sociale;Élodie Étienne;Éléonore d’Été;L’Haÿ-les-Roses;André Crozé;"
                    + "où ça, çà et là;Créée à Nîmes;naïveté;Chloé Béïque;ÉLISE HÉLIÈS;Réélu;« Bonjour »;N° 5;Saint-Étienne";
    private static final String GERMAN = "Jürgen Müller;Jörg Schäfer;Käthe Groß;Sören Weiß;Straße der Füße;Übelhör;"
            + "Göß;Ölmühle;GROßE STRAßE;MÜLLER GmbH & Co. KG;„Grüße“;Ärzte für Größe;Bräuhäusl;Österreich;5 € für Äpfel";
    /** Without an ß or an ä behind a small letter: from a Mac they read JŸrgen, Jšrg and KŠthe, which went out. */
    private static final String GERMAN_IN_SHORT = "Jürgen Müller;Jörg Köhler;Käthe Günther;Sören Böhm";

    private static final String SPANISH =
            "José Muñoz Núñez;María Ibáñez;Íñigo Ordóñez;Begoña Zúñiga;Ángel Peña;Jesús Güell;"
                    + "Sofía Ñáñez;Raúl Yáñez;Mª José Gómez;¿Qué tal?;¡Hola!;Núm. 1º;Lingüística;Peñíscola;Óscar Úbeda;PEÑA MUÑOZ";
    private static final String PORTUGUESE =
            "João Conceição;Inês Simões;Luís Gonçalves;Antônio Guimarães;Irmã Assunção;"
                    + "Manhãs;Galvão;Camões;Mãe Mônica;Açucena;CONCEIÇÃO BRAGANÇA;Opiniões;Vitória;Cândido;Magalhães;Suíça;São Tomé";
    private static final String ITALIAN =
            "Niccolò D’Amico;È così;Virtù;Perché Noè;Mosè;Libertà;Lunedì;Caffè;Gesù;Già;Forlì";
    private static final String NORDIC =
            "Søren Kjærgård;Åse Bjørnstad;Øyvind Ærø;Håkan Åström;Sjöö Öberg;Bjørn Strømsø;"
                    + "Gråå;Blåbær;Pääkkönen;Äijälä;Hämäläinen;Yöäärinen;Jörgen Öhman;Mårten;Ægir;SØREN ÅGÅRD;Rødgrød med fløde;På ø";
    private static final String ICELANDIC =
            "Þórður Guðmundsson;Sæþór Ævarsson;Guðný Jónsdóttir;Björk Guðmundsdóttir;Ýmir;"
                    + "Hafþór Júlíus Björnsson;Sigríður Þorsteinsdóttir;Ásgeir Ólafsson;Íþróttir;Þýskaland;Kristín Ösp;Ólöf;Einar Már";
    private static final String DUTCH = "Zoë van Eën;Geëerd;Coördinatie;Daniël Ruïne;Loïs;Andréé;Azië;Reëel;Één;Chloë";
    private static final String CATALAN =
            "Núria Güell;Mònica Solé;Antònia;Francesc Lluís;Col·lecció;Àngel Martí;Qüestió;Plaça";
    private static final String ESTONIAN =
            "Tõnu Kõiv;Jäääär;Öö töö;Põld;Kõrgõzstan;Väino Võsu;Ülo Mäe;Jüri Pärnõja;Tõõtsu";
    private static final String OTHERS =
            "Seán Ó Súilleabháin;Róisín Ní Dhúill;Shqipëri;Çlirim Kuçi;Pëllumb;Dhòmhnall Mòr;"
                    + "O’Brien™;WhatsApp®;20 m²;5 £;½ kg;“quoted”;naïve – café…;Beyoncé;Renée;Citroën;Björk’s;D´Angelo;10 °C;µm";

    private static final String RUSSIAN = "Иван Петров;Мария Сидорова;Сергей Ёлкин;ООО «Ромашка»;ДМИТРИЙ";
    private static final String UKRAINIAN = "Іван Шевченко;Марія Ґонта;Євген Їжак;Олександр";
    private static final String POLISH =
            "Łukasz Wałęsa;Świątek Iga;Grażyna Wiśniewska;Paweł Gdański;Michał Dąbrowski;Żółć";
    private static final String CZECH =
            "Jiří Dvořák;Zdeněk Růžička;Eva Černá;Petr Nováček;Tomáš Novák;Jana Svobodová;Matěj";
    private static final String HUNGARIAN =
            "Kovács László;Erdős Gergő;Szabó István;Tóth Zoltán;Győri Jenő;Szűcs Pál;Nagy Ödön;"
                    + "Horváth Márta;Kertész Ágnes;Fűzfa Éva;Molnár Béla;Ernő Rubik";
    private static final String ROMANIAN = "Ștefan Mădălina Bălan;Ionuţ Stănescu;Ştefănescu Aniţa;Cătălin Brâncuşi";
    private static final String CROATIAN =
            "Ivan Kovačić;Marko Petrović;Đorđe Živković;Ana Horvat;Luka Modrić;Jure Zupančič";
    private static final String GREEK = "Γιώργος Παπαδόπουλος;Ελένη Νικολάου;ΜΑΡΙΑ";
    private static final String TURKISH =
            "Ayşe Yıldız;İbrahim Doğan;Barış Çağlar;Işık Gülşen;Mehmet Öztürk;Şahin Güneş;Çelik";
    private static final String HEBREW = "דוד כהן;שרה לוי;משה";
    private static final String ARABIC = "محمد أحمد;فاطمة علي;سارة حسن";
    private static final String LITHUANIAN =
            "Jonas Žukauskas;Šarūnas Jasikevičius;Rūta Meilutytė;Vaižgantas;Kęstutis Čiurlionis";
    private static final String LATVIAN = "Jānis Bērziņš;Ozoliņš;Kārlis Kalniņš;Ģirts Ķēniņš;Līga Liepiņa";
    private static final String THAI = "สมชาย ใจดี;สุดา รักไทย";
    private static final String JAPANESE = "田中太郎;佐藤さくら;鈴木一郎;高橋ヒロシ;山本健太";
    private static final String CHINESE = "王小明;张伟;李娜;陈建国;刘洋";
    private static final String TRADITIONAL = "王小明;張偉;李娜;陳建國;劉洋";
    private static final String KOREAN = "김철수;이영희;박지성;최민수";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                FRENCH,
                GERMAN,
                SPANISH,
                PORTUGUESE,
                ITALIAN,
                NORDIC,
                ICELANDIC,
                DUTCH,
                CATALAN,
                ESTONIAN,
                OTHERS,
                FRENCH + ";" + GERMAN + ";" + SPANISH + ";" + ICELANDIC + ";" + NORDIC + ";" + ESTONIAN + ";"
                        + PORTUGUESE
            })
    void shouldTakeFileWhenItIsInAWesternLanguage(String names) throws Exception {
        WesternText text = look(names, WINDOWS_1252);

        assertThat(text.isOdd()).as(example(text)).isFalse();
        assertThat(ReadAudience.of(csv(names).getBytes(WINDOWS_1252), ReadAudience.caption("{{name}}"))
                        .recipients())
                .extracting(recipient -> recipient.variables().get(0))
                .containsExactly(names.split(";", -1));
    }

    @Test
    void shouldTakeFileWhenItHoldsSomeOfTheNamesOfAnyWesternLanguage() throws Exception {
        Random random = new Random(7);
        for (String names : List.of(FRENCH, GERMAN, SPANISH, PORTUGUESE, NORDIC, ICELANDIC, DUTCH, ESTONIAN, OTHERS)) {
            for (int i = 0; i < 50; i++) {
                List<String> some = Arrays.asList(names.split(";", -1));
                Collections.shuffle(some, random);
                String few = String.join(";", some.subList(0, 3));
                assertThat(look(few, WINDOWS_1252).isOdd()).as(few).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1251, " + RUSSIAN,
        "KOI8-R, " + RUSSIAN,
        "IBM866, " + RUSSIAN,
        "windows-1251, " + UKRAINIAN,
        "windows-1250, " + POLISH,
        "ISO-8859-2, " + POLISH,
        "windows-1250, " + CZECH,
        "windows-1250, " + HUNGARIAN,
        "windows-1250, " + ROMANIAN,
        "windows-1250, " + CROATIAN,
        "windows-1253, " + GREEK,
        "windows-1254, " + TURKISH,
        "windows-1255, " + HEBREW,
        "windows-1256, " + ARABIC,
        "windows-1257, " + LITHUANIAN,
        "windows-1257, " + LATVIAN,
        "TIS-620, " + THAI,
        "Shift_JIS, " + JAPANESE,
        "EUC-JP, " + JAPANESE,
        "GB18030, " + CHINESE,
        "Big5, " + TRADITIONAL,
        "EUC-KR, " + KOREAN,
        "IBM850, " + SPANISH,
        "IBM850, " + GERMAN_IN_SHORT,
        "x-MacRoman, " + FRENCH,
        "x-MacRoman, " + GERMAN_IN_SHORT
    })
    void shouldRefuseFileAndNameItsEncodingWhenItIsNotWestern(String charset, String names) throws Exception {
        // names in Windows-1251 went out as "Èâàí"
        byte[] bytes = csv(names).getBytes(Charset.forName(charset));

        assertThat(ReadAudience.faults(bytes, ReadAudience.INTERNATIONAL))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.field()).isEqualTo("recipients");
                    assertThat(fault.message()).contains("looks like " + charset, "Set encoding", "UTF-8");
                });
    }

    /** The first was named alone, and whoever believed it wrote to Jźrgen. */
    @Test
    void shouldNameBothWhenEitherEncodingIsAsLikely() throws Exception {
        WesternText text = look("Jürgen Müller", Charset.forName("x-MacRoman"));

        assertThat(LikelyEncoding.of(text.oddWords())).contains("windows-1250 or x-MacRoman");
    }

    @ParameterizedTest
    @ValueSource(strings = {RUSSIAN, UKRAINIAN, GREEK, POLISH, CZECH, TURKISH, HEBREW, ARABIC, CROATIAN})
    void shouldRefuseFileWhenMostOfItsNamesAreAscii(String names) throws Exception {
        Charset charset = Charset.forName(Stream.of(
                        "windows-1251", "windows-1253", "windows-1250", "windows-1254", "windows-1255", "windows-1256")
                .filter(name -> Charset.forName(name).newEncoder().canEncode(names))
                .findFirst()
                .orElseThrow());
        String ascii = IntStream.range(0, 1_000).mapToObj(i -> "Name " + i).collect(Collectors.joining(";"));

        assertThat(look(ascii + ";" + names, charset).isOdd()).isTrue();
    }

    @Test
    void shouldTakeFileWhenOneOfManyNamesIsOdd() throws Exception {
        assertThat(look(FRENCH + ";Kovaèiæ", WINDOWS_1252).isOdd()).isFalse();
    }

    private WesternText look(String names, Charset charset) throws Exception {
        return WesternText.of(
                Files.write(folder.resolve("names.csv"), csv(names).getBytes(charset)));
    }

    private static String example(WesternText text) {
        return text.oddWords().stream()
                .map(word -> new String(word, WINDOWS_1252))
                .collect(Collectors.joining(" "));
    }

    private static String csv(String names) {
        List<String> all = List.of(names.split(";", -1));
        return IntStream.range(0, all.size())
                .mapToObj(i -> "+9198123%05d,%s\n"
                        .formatted(i, all.get(i).contains(",") ? '"' + all.get(i) + '"' : all.get(i)))
                .collect(Collectors.joining("", "phone,name\n", ""));
    }
}
