package io.drumbeat.campaigns.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FrameTest {

    static Stream<Arguments> shouldTellHowLargeAPictureIs() throws IOException {
        return Stream.of(
                Arguments.of(written("png"), 321, 7),
                Arguments.of(written("jpg"), 321, 7),
                Arguments.of(behindAPreview(written("jpg")), 321, 7),
                Arguments.of(webp("VP8 ", "\0\0\0\0\60\1\0\u009d\1*\101\1\7\0"), 321, 7),
                Arguments.of(webp("VP8L", "\0\0\0\0/\100\u0081\1\0\0\0\0\0\0"), 321, 7),
                Arguments.of(webp("VP8X", "\n\0\0\0\0\0\0\0\100\1\0\6\0\0"), 321, 7));
    }

    @ParameterizedTest
    @MethodSource
    void shouldTellHowLargeAPictureIs(byte[] file, int width, int height) throws IOException {
        assertThat(frame(file)).isEqualTo(new Frame(width, height, ""));
    }

    @ParameterizedTest
    @MethodSource("shouldTellHowLargeAPictureIs")
    void shouldSayNothingWhenThePictureIsCutOffBeforeItSays(byte[] file) throws IOException {
        for (int length = 12; length < 24; length++) {
            assertThat(frame(Arrays.copyOf(file, length))).isNull();
        }
    }

    @Test
    void shouldTellHowLargeAFilmIsAndHowItIsCoded() throws IOException {
        assertThat(frame(SampleMedia.film("avc1", 640, 360))).isEqualTo(new Frame(640, 360, "avc1"));
        assertThat(frame(SampleMedia.film("hvc1", 1920, 1080))).matches(Frame::isHevc);
        assertThat(frame(SampleMedia.film("hev1", 1920, 1080))).matches(Frame::isHevc);
        assertThat(frame(SampleMedia.film("avc1", 1920, 1080))).matches(frame -> !frame.isHevc());
    }

    @Test
    void shouldSayNothingWhenThereIsNothingToSee() throws IOException {
        assertThat(frame(SampleMedia.M4A)).isNull();
        assertThat(frame(SampleMedia.PDF)).isNull();
        assertThat(frame(SampleMedia.MP4)).isNull();
    }

    @Test
    void shouldAnswerWhateverThePictureIs() throws IOException {
        Random random = new Random(7);
        for (byte[] file : new byte[][] {written("jpg"), written("png"), SampleMedia.film("hvc1", 9, 9)}) {
            for (int round = 0; round < 2_000; round++) {
                byte[] damaged = file.clone();
                for (int i = 0; i < 4; i++) {
                    damaged[12 + random.nextInt(damaged.length - 12)] = (byte) random.nextInt();
                }
                frame(damaged);
            }
        }
    }

    private static @Nullable Frame frame(byte[] file) throws IOException {
        return MagicBytes.sniff(new ByteArrayInputStream(file), "x").frame();
    }

    private static byte[] written(String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(321, 7, BufferedImage.TYPE_INT_RGB), format, out);
        return out.toByteArray();
    }

    /** As cameras write it: a segment with a picture of its own stands in front, larger than the first bytes. */
    private static byte[] behindAPreview(byte[] jpeg) {
        byte[] preview = new byte[MagicBytes.LENGTH * 2];
        Arrays.fill(preview, (byte) 0xff);
        byte[] segment = SampleMedia.concat(
                new byte[] {(byte) 0xff, (byte) 0xe1, (byte) ((preview.length + 2) >> 8), (byte) (preview.length + 2)},
                preview);
        return SampleMedia.concat(Arrays.copyOf(jpeg, 2), segment, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    private static byte[] webp(String chunk, String content) {
        return ("RIFF\0\0\0\0WEBP" + chunk + content).getBytes(ISO_8859_1);
    }
}
