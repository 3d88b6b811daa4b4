package io.drumbeat.engine.simulator.vendor.wacr;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.simulator.protocol.Checked;
import io.drumbeat.engine.simulator.protocol.MediaUrls;
import io.drumbeat.engine.simulator.protocol.Request;
import io.drumbeat.engine.simulator.protocol.Uploads;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hc.core5.http.ContentType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WacrVendorTest {

    private static final String GOOD =
            "phone=919876500001&media_type=document&media_url=https://example.com/a.pdf&caption=Hi&filename=a.pdf"
                    + "&contact_id=7&contact.firstname=Asha&contact.groups=1,2";

    @AutoClose
    private final MediaFetch fetch = new MediaFetch(true);

    private final Uploads uploads = new Uploads();
    private final WacrVendor vendor = new WacrVendor(uploads, new MediaUrls(false, fetch));

    @Test
    void shouldAcceptWhenEverythingIsAsItShould() {
        assertThat(send(GOOD, null)).isEqualTo("accepted");
    }

    @ParameterizedTest
    @CsvSource({
        "phone=919876500001, phone=987650001, VALIDATION_ERROR",
        "phone=919876500001, phone=+919876500001, VALIDATION_ERROR",
        "phone=919876500001, phone=9198765000011234, VALIDATION_ERROR",
        "media_type=document, media_type=sticker, VALIDATION_ERROR",
        "media_type=document, media_type=image, VALIDATION_ERROR",
        "media_url=https://example.com/a.pdf, media=x, VALIDATION_ERROR",
        "media_url=https://example.com/a.pdf&, '', VALIDATION_ERROR",
        "media_url=https://example.com/a.pdf, media_url=/a.pdf, VALIDATION_ERROR",
        "media_url=https://example.com/a.pdf, media_url=https://media.wacr.example/1.pdf, INVALID_MEDIA_TYPE",
        "a.pdf&caption, a.exe&caption, ''",
        "contact_id=7, contact_id=seven, VALIDATION_ERROR",
        "groups=1, groups=a, VALIDATION_ERROR"
    })
    void shouldRefuseWhenAFieldIsNotWhatTheVendorAsksFor(String good, String bad, String code) {
        assertThat(send(GOOD.replace(good, bad), null)).isEqualTo("422 " + code);
        assertThat(uploads.made("wacr/oken")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"x, 1024, accepted", "x, 1025, 422 VALIDATION_ERROR", "é, 1024, accepted"})
    void shouldCountTheCharactersOfACaption(String character, int times, String outcome) {
        String caption = "caption=" + character.repeat(times);
        assertThat(send(GOOD.replace("caption=Hi", caption), null)).isEqualTo(outcome);
    }

    @Test
    void shouldRefuseWhenThereIsBothAFileAndAUrl() {
        assertThat(send(GOOD, "a.pdf")).isEqualTo("422 VALIDATION_ERROR");
    }

    @Test
    void shouldCountAnUploadAndGiveItsUrlToThisAccountOnly() {
        String fields = "phone=919876500001&media_type=document";
        String reply = check("token", fields, "a.pdf")
                .fold(send -> send.acceptance().of("id", false), upload -> "", refused -> "");
        String url = reply.replaceFirst(".*\"media_url\":\"([^\"]*)\".*", "$1");

        assertThat(uploads.made("wacr/oken")).isEqualTo(1);
        assertThat(send(fields + "&media_url=" + url, null)).isEqualTo("accepted");
        assertThat(send("another", fields + "&media_url=" + url, null)).isEqualTo("422 INVALID_MEDIA_TYPE");
        assertThat(send("bad", fields, "a.pdf")).isEqualTo("401 UNAUTHORIZED");
        assertThat(send(fields, "a.exe")).isEqualTo("422 ");
    }

    private String send(String fields, @Nullable String file) {
        return send("token", fields, file);
    }

    private String send(String token, String fields, @Nullable String file) {
        return check(token, fields, file)
                .fold(
                        send -> "accepted",
                        upload -> "uploaded",
                        refused -> refused.why().status() + " " + refused.why().code());
    }

    private Checked check(String token, String fields, @Nullable String file) {
        StringBuilder body = new StringBuilder();
        for (String field : fields.split("&")) {
            String[] pair = field.split("=", 2);
            body.append("--b\r\nContent-Disposition: form-data; name=\"")
                    .append(pair[0])
                    .append("\"\r\n\r\n")
                    .append(pair[1])
                    .append("\r\n");
        }
        if (file != null) {
            body.append("--b\r\nContent-Disposition: form-data; name=\"media_file\"; filename=\"")
                    .append(file)
                    .append("\"\r\nContent-Type: application/pdf\r\n\r\n%PDF-\r\n");
        }
        Request request = new Request(
                "POST",
                List.of(),
                null,
                "Bearer " + token,
                null,
                ContentType.parse("multipart/form-data; boundary=b"),
                body.append("--b--").toString().getBytes(StandardCharsets.UTF_8));
        return vendor.check("/api/v1/messages/media", request).orElseThrow();
    }
}
