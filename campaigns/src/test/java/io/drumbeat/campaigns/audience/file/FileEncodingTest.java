package io.drumbeat.campaigns.audience.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.audience.ReadAudience;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileEncodingTest {
    private static final String TEXT = "phone,name\n+919812345678,Zoë €\n";

    @Test
    void shouldReadNamesWhenFileIsInAnyOfTheEncodings() {
        assertThat(name(TEXT.getBytes(UTF_8))).isEqualTo("Zoë €");
        assertThat(name(("\uFEFF" + TEXT).getBytes(UTF_8))).isEqualTo("Zoë €");
        assertThat(name(("\uFEFF" + TEXT).getBytes(UTF_16LE))).isEqualTo("Zoë €");
        assertThat(name(("\uFEFF" + TEXT).getBytes(UTF_16BE))).isEqualTo("Zoë €");
        assertThat(name(TEXT.getBytes(Charset.forName("windows-1252")))).isEqualTo("Zoë €");
    }

    @Test
    void shouldReplaceUndefinedBytesWhenFileIsWindows1252() {
        byte[] bytes = "phone,name\n+919812345678,\u0081\u008d\u008f\u0090\u009d\u0080\n".getBytes(ISO_8859_1);

        assertThat(name(bytes)).isEqualTo("\ufffd\ufffd\ufffd\ufffd\ufffd€");
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1251, Иван",
        "WINDOWS-1251, Иван",
        "cp1251, Иван",
        "KOI8-R, Иван",
        "Shift_JIS, 田中",
        "GB18030, 张伟",
        "Big5, 張偉",
        "EUC-KR, 김철수",
        "ISO-2022-JP, 田中",
        "windows-1250, Łukasz",
        "windows-1252, Zoë €",
        "ISO-8859-1, Zoë",
        "UTF-8, Иван",
        "UTF-16LE, Иван",
        "UTF-16BE, Иван",
        "UTF-16, Иван",
        "IBM037, Zoe"
    })
    void shouldReadNamesWhenEncodingIsSaid(String encoding, String name) {
        byte[] bytes = ("phone,name\n+919812345678," + name + "\n").getBytes(Charset.forName(encoding));

        assertThat(ReadAudience.of(bytes, ReadAudience.encoding(encoding)).recipients())
                .extracting(recipient -> recipient.variables().get(0))
                .containsExactly(name);
    }

    @Test
    void shouldSkipTheMarkWhenEncodingIsSaid() {
        for (Charset charset : List.of(UTF_8, UTF_16LE, UTF_16BE, Charset.forName("GB18030"))) {
            assertThat(ReadAudience.of(("\uFEFF" + TEXT).getBytes(charset), ReadAudience.encoding(charset.name()))
                            .phones())
                    .containsExactly("+919812345678");
        }
        assertThat(ReadAudience.of(("\uFEFF" + TEXT).getBytes(UTF_16LE), ReadAudience.encoding("UTF-16"))
                        .phones())
                .containsExactly("+919812345678");
        assertThat(ReadAudience.of(TEXT.getBytes(UTF_16LE), ReadAudience.encoding("UTF-16"))
                        .phones())
                .containsExactly("+919812345678");
    }

    @Test
    void shouldNeverOverruleWhatIsSaidWhenBytesAreAnotherEncodingsToo() {
        byte[] utf8 = "phone,name\n+919812345678,Анна\n".getBytes(UTF_8);

        assertThat(ReadAudience.of(utf8, ReadAudience.encoding("windows-1251")).recipients())
                .extracting(recipient -> recipient.variables().get(0))
                .containsExactly(new String("Анна".getBytes(UTF_8), Charset.forName("windows-1251")));
    }

    @Test
    void shouldNameLineWhenBytesAreNotInTheEncodingThatIsSaid() {
        byte[] bytes = "phone,name\n+919812345678,Zo\u00eb\n".getBytes(ISO_8859_1);

        for (String encoding : List.of("UTF-8", "Shift_JIS", "US-ASCII")) {
            assertThat(ReadAudience.faults(bytes, ReadAudience.encoding(encoding)))
                    .singleElement()
                    .satisfies(fault -> {
                        assertThat(fault.field()).isEqualTo("recipients");
                        assertThat(fault.message()).startsWith("Line 2 holds a byte that is not " + encoding);
                    });
        }
    }

    @Test
    void shouldNameLineWhenFileMixesEncodings() {
        byte[] bytes = "phone,name\r\n1,Zo\u00c3\u00ab\r2,\"a\n\"\n3,Zo\u00eb\n".getBytes(ISO_8859_1);

        assertThat(ReadAudience.fault(bytes)).startsWith("Line 5 holds a byte that is not UTF-8");
    }

    @Test
    void shouldFindTheMixWhenItIsFarApart() {
        byte[] bytes =
                ("phone,name\n1,Zo\u00eb\n" + "2,x\n".repeat(100_000) + "3,Zo\u00c3\u00ab\n").getBytes(ISO_8859_1);

        assertThat(ReadAudience.fault(bytes)).startsWith("Line 2 holds");
    }

    @Test
    void shouldNameLineWhenMarkPromisesUtf8AndBytesAreNot() {
        byte[] bytes = "\u00ef\u00bb\u00bfphone,name\n1,Zo\u00eb\n".getBytes(ISO_8859_1);

        assertThat(ReadAudience.fault(bytes)).startsWith("Line 2 holds a byte that is not UTF-8, which");
    }

    @Test
    void shouldNameLineWhenUtf16IsCutOff() {
        byte[] whole = ("\uFEFF" + TEXT + "\ud83d\ude00").getBytes(UTF_16LE);

        assertThat(ReadAudience.fault(Arrays.copyOf(whole, whole.length - 1))).startsWith("Line 3 holds");
        assertThat(ReadAudience.fault(Arrays.copyOf(whole, whole.length - 2))).startsWith("Line 3 holds");
        assertThat(ReadAudience.fault(Arrays.copyOf(whole, whole.length - 5))).startsWith("Line 2 holds");
    }

    @ParameterizedTest
    @CsvSource({
        "'\u0089PNG\r\n\u001a\n\0\0\0\rIHDR', image",
        "'\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF', image",
        "'GIF89a\0\0', image",
        "'RIFF\0\0\0\0WEBPVP8 ', image",
        "'%PDF-1.7\n\0', PDF",
        "'\u001f\u008b\b\0', gzip",
        "'phone\n123\0\n', binary"
    })
    void shouldSayWhatItLooksLikeWhenFileIsBinary(String bytes, String kind) {
        assertThat(ReadAudience.fault(bytes.getBytes(ISO_8859_1))).contains(kind);
    }

    @Test
    void shouldSayUtf16WhenItHasNoMark() {
        String ascii = "phone,name\n+919812345678,Zoe\n";

        assertThat(List.of(ascii.getBytes(UTF_16LE), ascii.getBytes(UTF_16BE)))
                .allSatisfy(
                        bytes -> assertThat(ReadAudience.fault(bytes)).contains("UTF-16", "without a byte order mark"));
    }

    private static String name(byte[] bytes) {
        return ReadAudience.of(bytes, ReadAudience.caption("{{name}}"))
                .recipients()
                .get(0)
                .variables()
                .get(0);
    }
}
