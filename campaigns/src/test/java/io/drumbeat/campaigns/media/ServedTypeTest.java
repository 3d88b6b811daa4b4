package io.drumbeat.campaigns.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServedTypeTest {

    @ParameterizedTest
    @CsvSource({
        "IMAGE, image/png, true",
        "IMAGE, Image/JPEG, true",
        "IMAGE, image/jpg, true",
        "IMAGE, application/octet-stream, false",
        "IMAGE, binary/octet-stream, false",
        "IMAGE, text/html, false",
        "IMAGE, video/mp4, false",
        "STICKER, image/webp, true",
        "STICKER, binary/octet-stream, false",
        "VIDEO, video/mp4, true",
        "VIDEO, audio/mp4, false",
        "AUDIO, audio/ogg, true",
        "AUDIO, application/ogg, true",
        "AUDIO, audio/mp4a-latm, true",
        "AUDIO, video/mp4, false",
        "DOCUMENT, application/pdf, true",
        "DOCUMENT, text/plain, true",
        "DOCUMENT, application/vnd.ms-excel, true",
        "DOCUMENT, application/octet-stream, false",
        "DOCUMENT, application/force-download, false",
        "DOCUMENT, binary/octet-stream, false",
        "DOCUMENT, text/html, false",
        "DOCUMENT, image/png, false"
    })
    void shouldTellWhatWhatsAppTakes(MediaType type, String mimeType, boolean taken) {
        assertThat(ServedType.isTaken(type, mimeType)).isEqualTo(taken);
    }
}
