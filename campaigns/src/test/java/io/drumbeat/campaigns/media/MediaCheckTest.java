package io.drumbeat.campaigns.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class MediaCheckTest {

    private static final byte[] PNG = bytes("\u0089PNG\r\n\u001a\n");
    private static final byte[] STILL = bytes("RIFF\0\0\0\0WEBPVP8X\n\0\0\0\u0010\0\0\0");
    private static final byte[] MOVING = bytes("RIFF\0\0\0\0WEBPVP8X\n\0\0\0\u0012\0\0\0");

    private static final Map<MediaType, Set<MediaFormat>> FITTING = Map.of(
            MediaType.IMAGE, EnumSet.of(MediaFormat.JPEG, MediaFormat.PNG, MediaFormat.WEBP),
            MediaType.VIDEO, EnumSet.of(MediaFormat.MP4, MediaFormat.THREE_GP),
            MediaType.AUDIO,
                    EnumSet.of(MediaFormat.MP3, MediaFormat.OGG, MediaFormat.AMR, MediaFormat.AAC, MediaFormat.M4A),
            MediaType.DOCUMENT, EnumSet.range(MediaFormat.PDF, MediaFormat.CSV),
            MediaType.STICKER, EnumSet.of(MediaFormat.WEBP));

    @ParameterizedTest
    @EnumSource
    void shouldKnowWhatEveryFormatCanBeSentAs(MediaFormat format) {
        for (MediaType type : MediaType.values()) {
            assertThat(format.fits(type))
                    .as("%s as %s", format, type)
                    .isEqualTo(FITTING.getOrDefault(type, Set.of()).contains(format));
        }
    }

    @Test
    void shouldFitWhenTheBytesAreOfTheType() throws IOException {
        assertThat(check(MediaType.IMAGE, PNG, 8, "a.png")).isEqualTo(new MediaCheck.Fits(MediaFormat.PNG));
    }

    @Test
    void shouldNameBothWhenTheBytesAreOfAnotherType() throws IOException {
        assertThat(message(check(MediaType.VIDEO, PNG, 8, "film.mp4")))
                .isEqualTo("the file is image/png, by its own bytes; as video WhatsApp takes MP4, 3GP");
    }

    @Test
    void shouldNotFitWhenTheFormatIsUnknown() throws IOException {
        assertThat(message(check(MediaType.IMAGE, bytes("GIF89a\0"), 7, "a.gif")))
                .contains("image");
    }

    /** Neither was taken for what it is: sound for a film, Vorbis for what WhatsApp plays. */
    @Test
    void shouldSayWhatWasFoundAndWhatIsTakenInstead() throws IOException {
        assertThat(message(check(MediaType.VIDEO, SampleMedia.MP4_OF_SOUND, 300, "film.mp4")))
                .contains("audio/mp4, with nothing to see in it", "MP4, 3GP");
        assertThat(message(check(MediaType.AUDIO, SampleMedia.VORBIS, 60, "voice.ogg")))
                .contains("OGG without Opus", "OGG (Opus)");
        assertThat(message(check(MediaType.IMAGE, SampleMedia.HEIC, 60, "a.jpg")))
                .contains("HEIC", "JPG, PNG");
        assertThat(message(check(MediaType.DOCUMENT, SampleMedia.HTML, 60, "a.csv")))
                .contains("web page", "PDF", "the file's name must end so");
    }

    @Test
    void shouldNotFitWhenTheFileIsEmpty() throws IOException {
        assertThat(message(check(MediaType.IMAGE, new byte[0], 0, "a.png"))).contains("empty");
    }

    @Test
    void shouldLimitAStickerThatDoesNotMove() throws IOException {
        long most = MediaCheck.MAX_STATIC_STICKER_BYTES;

        assertThat(check(MediaType.STICKER, STILL, most)).isInstanceOf(MediaCheck.Fits.class);
        assertThat(message(check(MediaType.STICKER, STILL, most + 1))).contains("102400", "102401");
        assertThat(check(MediaType.STICKER, MOVING, most + 1)).isInstanceOf(MediaCheck.Fits.class);
        assertThat(check(MediaType.IMAGE, STILL, most + 1)).isInstanceOf(MediaCheck.Fits.class);
    }

    private static MediaCheck check(MediaType type, byte[] head, long size, @Nullable String... hints)
            throws IOException {
        return MediaCheck.of(type, MagicBytes.sniff(new ByteArrayInputStream(head), hints), size);
    }

    private static String message(MediaCheck check) {
        return check.fold(fits -> "fits as " + fits.format(), MediaCheck.Misfits::message);
    }

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }
}
