package io.drumbeat.campaigns.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
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
    void shouldTellTheFormat(String latin1, @Nullable String fileName, MediaFormat format) throws IOException {
        assertThat(detect(bytes(latin1), fileName)).isEqualTo(format);
    }

    static Stream<Arguments> shouldTellAWholeFilesFormatWhateverItsName() {
        return Stream.of(
                Arguments.of("JPEG", SampleMedia.JPEG, MediaFormat.JPEG),
                Arguments.of("PNG", SampleMedia.PNG, MediaFormat.PNG),
                Arguments.of("WebP", SampleMedia.WEBP, MediaFormat.WEBP),
                Arguments.of("MP4", SampleMedia.MP4, MediaFormat.MP4),
                Arguments.of("MP4, index last", SampleMedia.indexedAtTheEnd(9000, "vide", "soun"), MediaFormat.MP4),
                Arguments.of("3GP", SampleMedia.THREE_GP, MediaFormat.THREE_GP),
                Arguments.of("M4A", SampleMedia.M4A, MediaFormat.M4A),
                Arguments.of("M4A branded 3gp4", SampleMedia.M4A_OF_3GP4, MediaFormat.M4A),
                Arguments.of("MP4 of sound alone", SampleMedia.MP4_OF_SOUND, MediaFormat.M4A),
                Arguments.of("MP4 of sound, index last", SampleMedia.indexedAtTheEnd(9000, "soun"), MediaFormat.M4A),
                Arguments.of("OGG Opus", SampleMedia.OPUS, MediaFormat.OGG),
                Arguments.of("MP3", SampleMedia.MP3, MediaFormat.MP3),
                Arguments.of("AMR", SampleMedia.AMR, MediaFormat.AMR),
                Arguments.of("AAC", SampleMedia.AAC, MediaFormat.AAC),
                Arguments.of("PDF", SampleMedia.PDF, MediaFormat.PDF));
    }

    /** An M4A that a phone's recorder branded 3gp4 was a video, and so was any MP4 with nothing to see. */
    @ParameterizedTest(name = "{0}")
    @MethodSource
    void shouldTellAWholeFilesFormatWhateverItsName(String what, byte[] file, MediaFormat format) throws IOException {
        for (String name : Arrays.asList("a.mp4", "a.jpg", "a.ogg", "a", null)) {
            assertThat(detect(file, name)).as("%s named %s", what, name).isEqualTo(format);
        }
    }

    static Stream<Arguments> shouldNameWhatCannotBeSent() {
        return Stream.of(
                Arguments.of(SampleMedia.HEIC, "HEIC"),
                Arguments.of(SampleMedia.AVIF, "AVIF"),
                Arguments.of(SampleMedia.MOV, "MOV"),
                Arguments.of(SampleMedia.box("moov", new byte[100]), "MOV"),
                Arguments.of(SampleMedia.GIF, "GIF"),
                Arguments.of(SampleMedia.WAV, "WAV"),
                Arguments.of(SampleMedia.VORBIS, "OGG without Opus"),
                Arguments.of(SampleMedia.HTML, "web page"),
                Arguments.of(bytes("\u00ef\u00bb\u00bf<HTML lang=en>"), "web page"),
                Arguments.of(bytes("\1\2\3"), "of an unknown format"));
    }

    /** A file of some hundred kilobytes ended in a StackOverflowError. */
    @Test
    void shouldReadNoDeeperThanAnIndexIs() throws IOException {
        byte[] nested = new byte[8 * 50_000];
        ByteBuffer boxes = ByteBuffer.wrap(nested);
        for (int left = nested.length; left > 0; left -= 8) {
            boxes.putInt(left).put(bytes("moov"));
        }

        assertThat(detect(SampleMedia.concat(bytes("\0\0\0\u0010ftypisom\0\0\2\0"), nested), "film.mp4"))
                .isEqualTo(MediaFormat.MP4);
    }

    /** Whatever its name says: an iPhone's film is named .mp4 and a log-in page .csv. */
    @ParameterizedTest
    @MethodSource
    void shouldNameWhatCannotBeSent(byte[] file, String name) throws IOException {
        for (String fileName : List.of("a.mp4", "a.jpg", "a.ogg", "a.csv", "audio/ogg", "text/plain")) {
            Sniffed sniffed = MagicBytes.sniff(new ByteArrayInputStream(file), fileName);
            assertThat(sniffed.format()).as("named %s", fileName).isNull();
            assertThat(sniffed.found()).contains(name);
        }
    }

    /** Hostile or damaged ones: the brand decides where the boxes say nothing. */
    @Test
    void shouldGoByTheBrandWhenTheBoxesCannotBeRead() throws IOException {
        byte[] brand = bytes("\0\0\0\u0010ftypisom\0\0\2\0");
        byte[] endless =
                SampleMedia.concat(brand, bytes("\0\0\0\1moov\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"));
        byte[] backwards =
                SampleMedia.concat(brand, bytes("\0\0\0\1moov\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"));
        byte[] outgrown = SampleMedia.concat(brand, SampleMedia.box("moov", bytes("\u00ff\0\0\0trak")));
        byte[] cutOff = Arrays.copyOf(SampleMedia.MP4_OF_SOUND, 150);

        for (byte[] file : List.of(brand, endless, backwards, outgrown, cutOff)) {
            assertThat(detect(file, "film.mp4")).isEqualTo(MediaFormat.MP4);
        }
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
    void shouldNotGuess(String latin1, @Nullable String fileName) throws IOException {
        assertThat(detect(bytes(latin1), fileName)).isNull();
    }

    @Test
    void shouldAskTheHintsInTheirOrderWhenTheBytesAreOfSeveralFormats() throws IOException {
        byte[] zip = bytes("PK\3\4");

        assertThat(detect(zip, "/download", MediaFormat.DOCX.mimeType(), "x.pptx"))
                .isEqualTo(MediaFormat.DOCX);
        assertThat(detect(zip, null, "application/zip", "x.pptx")).isEqualTo(MediaFormat.PPTX);
        assertThat(detect(zip)).isNull();
        assertThat(detect(bytes("GIF89a\0"), "x.png", "image/png")).isNull();
    }

    @Test
    void shouldLookAtNothingButTheFirstBytes() throws IOException {
        byte[] head = new byte[MagicBytes.LENGTH + 1];
        Arrays.fill(head, (byte) 'a');
        head[MagicBytes.LENGTH] = 0;

        assertThat(detect(head, "long.txt")).isEqualTo(MediaFormat.TXT);
    }

    @Test
    void shouldAnswerWhateverTheBytesAre() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] head = new byte[random.nextInt(24)];
            random.nextBytes(head);
            Sniffed sniffed = MagicBytes.sniff(new ByteArrayInputStream(head), "x.txt");
            assertThat(sniffed.head()).isEqualTo(head);
            assertThat(sniffed.isEmpty()).isEqualTo(head.length == 0);
            assertThat(MagicBytes.isAnimatedWebp(head)).isFalse();
        }
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

    private static @Nullable MediaFormat detect(byte[] file, @Nullable String... hints) throws IOException {
        return MagicBytes.sniff(new ByteArrayInputStream(file), hints).format();
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
