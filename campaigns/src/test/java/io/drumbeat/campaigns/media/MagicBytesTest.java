package io.drumbeat.campaigns.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class MagicBytesTest {

    private static final String OLE = "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1";

    static Stream<Arguments> shouldTellTheFormat() {
        return Stream.of(
                Arguments.of("\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF", "photo.jpg", MediaFormat.JPEG),
                Arguments.of("\u00ff\u00d8\u00ff\u00e1", null, MediaFormat.JPEG),
                Arguments.of("\u00ff\u00d8\u00ff\u00e1", "photo.png", MediaFormat.JPEG),
                Arguments.of("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR", null, MediaFormat.PNG),
                Arguments.of("RIFF\u0012\0\0\0WEBPVP8 ", "sticker.webp", MediaFormat.WEBP),
                Arguments.of("\0\0\0\u0018ftypmp42\0\0\0\0", "film.mp4", MediaFormat.MP4),
                Arguments.of("\0\0\0\u0018ftypisom\0\0\2\0", null, MediaFormat.MP4),
                Arguments.of("\0\0\0\u0018ftypisom\0\0\2\0", "song.M4A", MediaFormat.M4A),
                Arguments.of("\0\0\0\u0018ftypM4A \0\0\2\0", null, MediaFormat.M4A),
                Arguments.of("\0\0\0\u0018ftyp3gp5\0\0\2\0", "film.3gp", MediaFormat.THREE_GP),
                Arguments.of("ID3\4\0\0\0\0\0\0", "song.mp3", MediaFormat.MP3),
                Arguments.of("ID3\4\0\0\0\0\0\0", "song.aac", MediaFormat.AAC),
                Arguments.of("\u00ff\u00fb\u0090d", null, MediaFormat.MP3),
                Arguments.of("\u00ff\u00f3@\u00c0", null, MediaFormat.MP3),
                Arguments.of("\u00ff\u00f1P\u0080", null, MediaFormat.AAC),
                Arguments.of("ADIF\0\0", null, MediaFormat.AAC),
                Arguments.of("OggS\0\2\0\0", "voice.opus", MediaFormat.OGG),
                Arguments.of("#!AMR\n\4", null, MediaFormat.AMR),
                Arguments.of("%PDF-1.7\n%\u00e2\u00e3", null, MediaFormat.PDF),
                Arguments.of(OLE, "letter.doc", MediaFormat.DOC),
                Arguments.of(OLE, "prices.XLS", MediaFormat.XLS),
                Arguments.of(OLE, "talk.ppt", MediaFormat.PPT),
                Arguments.of("PK\3\4\u0014\0", "letter.docx", MediaFormat.DOCX),
                Arguments.of("PK\3\4\u0014\0", "prices.xlsx", MediaFormat.XLSX),
                Arguments.of("PK\3\4\u0014\0", "talk.pptx", MediaFormat.PPTX),
                Arguments.of("Hello\tw\u00f6rld\r\n", "readme.txt", MediaFormat.TXT),
                Arguments.of("\u00ff\u00feH\0i\0", "readme.txt", MediaFormat.TXT),
                Arguments.of("name,phone\n", "list.csv", MediaFormat.CSV));
    }

    @ParameterizedTest
    @MethodSource
    void shouldTellTheFormat(String latin1, @Nullable String fileName, MediaFormat format) {
        assertThat(MagicBytes.detect(bytes(latin1), fileName)).contains(format);
    }

    static Stream<Arguments> shouldNotGuess() {
        return Stream.of(
                Arguments.of("", "empty.txt"),
                Arguments.of("GIF89a", "moving.gif"),
                Arguments.of("GIF89a\0", "moving.txt"),
                Arguments.of("RIFF\u0012\0\0\0WAVE", "sound.wav"),
                Arguments.of("\0\0\0\u0018ftypqt  ", "film.mp4"),
                Arguments.of("\0\0\0\u0018ftypheic", "photo.mp4"),
                Arguments.of("\0\0\0\u0018ftypavif", "photo.jpg"),
                Arguments.of("\u00ff\u00eb\u0090d", "reserved-version.mp3"),
                Arguments.of("\u00ff\u00fb\u00f0d", "bad-bit-rate.mp3"),
                Arguments.of("\u00ff\u00fb\u009cd", "bad-sampling-rate.mp3"),
                Arguments.of(OLE, null),
                Arguments.of(OLE, "thumbs.db"),
                Arguments.of("PK\3\4\u0014\0", "archive.zip"),
                Arguments.of("<html>", "page.html"),
                Arguments.of("Hello", null),
                Arguments.of("Hello\0", "binary.txt"),
                Arguments.of("\u007fELF\2\1\1\0", "program.csv"));
    }

    @ParameterizedTest
    @MethodSource
    void shouldNotGuess(String latin1, @Nullable String fileName) {
        assertThat(MagicBytes.detect(bytes(latin1), fileName)).isEmpty();
    }

    @Test
    void shouldAskTheHintsInTheirOrderWhenTheBytesAreOfSeveralFormats() {
        byte[] zip = bytes("PK\3\4");

        assertThat(MagicBytes.detect(zip, "/download", MediaFormat.DOCX.mimeType(), "x.pptx"))
                .contains(MediaFormat.DOCX);
        assertThat(MagicBytes.detect(zip, null, "application/zip", "x.pptx")).contains(MediaFormat.PPTX);
        assertThat(MagicBytes.detect(zip)).isEmpty();
        assertThat(MagicBytes.detect(bytes("GIF89a\0"), "x.png", "image/png")).isEmpty();
    }

    @Test
    void shouldLookAtNothingButTheFirstBytes() {
        byte[] head = new byte[MagicBytes.LENGTH + 1];
        Arrays.fill(head, (byte) 'a');
        head[MagicBytes.LENGTH] = 0;

        assertThat(MagicBytes.detect(head, "long.txt")).contains(MediaFormat.TXT);
    }

    @Test
    void shouldAnswerWhateverTheBytesAre() {
        Random random = new Random(7);
        IntStream.range(0, 20_000).forEach(round -> {
            byte[] head = new byte[random.nextInt(24)];
            random.nextBytes(head);
            assertThat(MagicBytes.detect(head, "x.txt"))
                    .as("%s", Arrays.toString(head))
                    .satisfiesAnyOf(
                            format -> assertThat(format).isEmpty(),
                            format -> assertThat(format).get().isIn((Object[]) MediaFormat.values()));
            assertThat(MagicBytes.isAnimatedWebp(head)).isFalse();
        });
    }

    @ParameterizedTest
    @EnumSource
    void shouldFindAFormatByItsMimeType(MediaFormat format) {
        assertThat(MediaFormat.ofMimeType(" " + format.mimeType().toUpperCase(Locale.ROOT) + " ; charset=utf-8"))
                .contains(format);
    }

    @ParameterizedTest
    @CsvSource({"image/gif", "application/octet-stream", "''", "image"})
    void shouldFindNoFormatByAnotherMimeType(String mimeType) {
        assertThat(MediaFormat.ofMimeType(mimeType)).isEmpty();
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
