package io.drumbeat.engine.vendor.wacr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.GatewayContract;
import io.drumbeat.engine.gateway.MediaReference;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WacrGatewayTest extends GatewayContract {

    private static final String ASHA = "+919876500001";
    private static final String ACCOUNT = "wacr/ndor";
    private static final String URL = "https://example.com/offer.png";
    private static final byte[] BYTES = new byte[5 << 20];
    private static final MediaReference.File FILE = new MediaReference.File(
            new Gateway.MediaFile("media.png", "image/png", BYTES.length, () -> new ByteArrayInputStream(BYTES)));

    @Override
    protected GatewayType type() {
        return new WacrGatewayType();
    }

    @Override
    protected String account() {
        return ACCOUNT;
    }

    @Override
    protected MediaReference media(Gateway gateway) {
        return new MediaReference.Link(URL);
    }

    @Override
    protected String success() {
        return "{\"message_id\":\"77\",\"status\":\"sent\"}";
    }

    @Override
    protected String refusal(String text) {
        return "{\"error\":{\"code\":\"BAD\",\"message\":\"" + text + "\"}}";
    }

    @Override
    protected Class<? extends Outcome> emptyMeaning() {
        return Outcome.Unconfirmed.class;
    }

    @ParameterizedTest
    @CsvSource({
        "99750, SenderBlocked, UNAUTHORIZED",
        "99751, SenderBlocked, INSUFFICIENT_SCOPE",
        "99752, SenderBlocked, FEATURE_LIMIT_EXCEEDED",
        "99753, Rejected, CONTACT_OPTED_OUT",
        "99754, Rejected, NOT_FOUND",
        "99755, Rejected, VALIDATION_ERROR",
        "99756, CampaignBlocked, INVALID_MEDIA_TYPE",
        "99757, CampaignBlocked, http_422",
        "99758, SenderBlocked, WHATSAPP_NOT_CONFIGURED",
        "99759, AccountBusy, RATE_LIMIT_EXCEEDED",
        "99760, Unconfirmed, MESSAGE_SEND_FAILED",
        "99761, Unconfirmed, MESSAGE_SEND_FAILED",
        "99762, Unconfirmed, INTERNAL_ERROR",
        "99763, Unconfirmed, INTERNAL_ERROR",
        "99400, Rejected, http_400",
        "99402, Unconfirmed, http_402",
        "99413, Rejected, http_413",
        "99429, AccountBusy, RATE_LIMIT_EXCEEDED"
    })
    void shouldFollowTheTableWhenTheVendorRefuses(String digits, String outcome, String code) {
        assertThat(behaving(digits))
                .hasFieldOrPropertyWithValue("code", code)
                .satisfies(said -> assertThat(said.getClass().getSimpleName()).isEqualTo(outcome));
    }

    @ParameterizedTest
    @CsvSource({"99753, true", "99754, false", "99755, false"})
    void shouldSuppressOnlyWhenTheContactOptedOut(String digits, boolean suppress) {
        assertThat(behaving(digits)).hasFieldOrPropertyWithValue("suppress", suppress);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99756", "99757"})
    void shouldNameTheMediaWhenItIsRefused(String digits) {
        assertThat(behaving(digits))
                .isInstanceOfSatisfying(
                        Outcome.CampaignBlocked.class,
                        blocked -> assertThat(blocked.message()).contains(URL));
        assertThat(send(gateway(PATIENT), message(phone(digits), FILE)))
                .isInstanceOfSatisfying(
                        Outcome.CampaignBlocked.class,
                        blocked -> assertThat(blocked.message()).contains("the file that was posted"));
    }

    @Test
    void shouldUploadWithTheFirstSendAndNameItsUrlInLaterOnes() {
        Gateway gateway = gateway(PATIENT);
        assertThat(gateway.mediaWay()).isEqualTo(MediaWay.FIRST_SEND);

        Outcome.Accepted first = (Outcome.Accepted) send(gateway, message(ASHA, FILE));
        String url = String.valueOf(first.publishedMedia());
        Outcome second = send(gateway, message("+919876500002", new MediaReference.Link(url)));

        assertThat(url).startsWith("https://").endsWith(".png");
        assertThat(second)
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class,
                        accepted -> assertThat(accepted.publishedMedia())
                                .as("not ours to keep")
                                .isNull());
        assertThat(simulator.uploads(ACCOUNT)).isEqualTo(1);
        assertThat(simulator.received()).hasSize(2);
    }

    @Test
    void shouldBlockTheCampaignWhenTheVendorNeverHadThatUrl() {
        Message unknown = message(ASHA, new MediaReference.Link("https://media.wacr.example/1.png"));
        assertThat(send(gateway(PATIENT), unknown)).isInstanceOfSatisfying(Outcome.CampaignBlocked.class, blocked -> {
            assertThat(blocked.code()).isEqualTo("INVALID_MEDIA_TYPE");
            assertThat(blocked.message()).endsWith(". The media is https://media.wacr.example/1.png");
            assertThat(blocked.media()).isTrue();
        });
    }

    @Test
    void shouldHaveTheTimeOfAnUploadWhenASendCarriesTheFile() {
        assertThat(send(gateway(Duration.ofMillis(1)), message(ASHA, FILE))).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void shouldSendNothingWhenThePhoneIsShort() {
        assertThat(send(gateway(PATIENT), message("+4912345", FILE)))
                .isEqualTo(new Outcome.Rejected("phone_short", "WA.cr takes phones of 10 to 15 digits only.", false));
        assertThat(send(gateway(PATIENT), message("+1234567890", FILE))).isInstanceOf(Outcome.Accepted.class);
        assertThat(simulator.sends()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "1.5", "-3", "9999999999999999999"})
    void shouldSendNothingWhenTheContactIdIsNoWholeNumber(String contact) {
        assertThat(send(gateway(PATIENT), message(MediaType.IMAGE, FILE, "Hi", null, Map.of("contact_id", contact))))
                .isEqualTo(new Outcome.Rejected("contact_id", "WA.cr takes a whole number as contact_id only.", false));
        assertThat(simulator.received()).isEmpty();
    }

    @Test
    void shouldSendNothingWhenTheCaptionHasNoRoomForWhatBreaksItUp() {
        assertThat(send(gateway(PATIENT), message(MediaType.IMAGE, FILE, "@{" + "x".repeat(1022), null, Map.of())))
                .hasFieldOrPropertyWithValue("code", "caption_long");
        assertThat(send(gateway(PATIENT), message(MediaType.IMAGE, FILE, "@{" + "x".repeat(1021), null, Map.of())))
                .isInstanceOf(Outcome.Accepted.class);
        assertThat(simulator.sends()).hasSize(1);
    }

    @Test
    void shouldSendEveryFieldWhenItIsADocument() throws IOException {
        Map<String, String> columns = Map.of(
                "contact_id", "12",
                "contact.firstname", "Äsha",
                "contact.lastname", "Rao",
                "contact.email", "a@example.com",
                "contact.country", "IN",
                "contact.assigned_id", "3",
                "contact.groups", "4,5");
        Map<String, String> fields = new TreeMap<>(columns);
        fields.putAll(Map.of(
                "phone", "919876500001",
                "media_type", "document",
                "media_url", URL,
                "caption", "Hi @\u200b{contact_first_name}",
                "filename", "offer.pdf"));
        Message message = message(
                MediaType.DOCUMENT, new MediaReference.Link(URL), "Hi @{contact_first_name}", "offer.pdf", columns);

        assertThat(fields(message)).isEqualTo(fields);
        assertThat(type().passedColumns()).isEqualTo(columns.keySet());
    }

    @Test
    void shouldLeaveOutWhatTheTypeHasNotWhenItIsAudio() throws IOException {
        assertThat(fields(message(
                        MediaType.AUDIO, new MediaReference.Link(URL), "Hi", "a.mp3", Map.of("name", "not theirs"))))
                .containsOnlyKeys("phone", "media_type", "media_url");
    }

    @Test
    void shouldCarryTheFileUnderANameThatEndsInItsExtensionWhenItHasNoUrl() throws IOException {
        MediaReference file = new MediaReference.File(new Gateway.MediaFile(
                "media.png", "image/png", 3, () -> new ByteArrayInputStream(new byte[] {1, 2, 3})));

        assertThat(fields(message(MediaType.IMAGE, file, null, "a.png", Map.of())))
                .containsOnlyKeys("phone", "media_type", "media_file (media.png)")
                .containsEntry("media_file (media.png)", "\u0001\u0002\u0003");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | {\"error\":{\"code\":\"CONTACT_OPTED_OUT\"}}               | Rejected        | CONTACT_OPTED_OUT",
                "403 | {\"data\":{\"error\":{\"code\":\"CONTACT_OPTED_OUT\"}}}    | Rejected        | CONTACT_OPTED_OUT",
                "403 | {\"error_code\":\"CONTACT_OPTED_OUT\",\"error\":\"No\"}    | Rejected        | CONTACT_OPTED_OUT",
                "403 | {\"data\":{\"error_code\":\"CONTACT_OPTED_OUT\"}}          | Rejected        | CONTACT_OPTED_OUT",
                "403 | {\"code\":\"CONTACT_OPTED_OUT\",\"error\":\"Forbidden\"}   | Rejected        | CONTACT_OPTED_OUT",
                "403 | {\"error\":\"CONTACT_OPTED_OUT\"}                          | Rejected        | CONTACT_OPTED_OUT",
                "403 | {\"data\":{\"error\":\"CONTACT_OPTED_OUT\"}}               | Rejected        | CONTACT_OPTED_OUT",
                "422 | {\"error\":\"The file is too large\"}                      | CampaignBlocked | http_422",
                "422 | {\"code\":422,\"message\":\"The data was invalid\"}        | CampaignBlocked | http_422",
                "422 | {\"code\":\"NEW_CODE\"}                                    | Rejected        | NEW_CODE",
                "500 | {\"code\":\"VALIDATION_ERROR\"}                            | Unconfirmed     | http_500",
                "200 | {\"error\":{\"code\":\"CONTACT_OPTED_OUT\"}}               | Rejected        | CONTACT_OPTED_OUT",
                "200 | {\"error\":{\"code\":\"INTERNAL_ERROR\"}}                  | Unconfirmed     | INTERNAL_ERROR",
                "200 | {\"success\":true}                                         | Unconfirmed     | http_200"
            })
    void shouldFindTheCodeWhereverItStands(int status, String body, String outcome, String code)
            throws JsonProcessingException {
        assertThat(WacrReplies.read(reply(status, body)))
                .hasFieldOrPropertyWithValue("code", code)
                .satisfies(said -> assertThat(said.getClass().getSimpleName()).isEqualTo(outcome));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{\"message_id\":5}                                           | 5 | -",
                "{\"data\":{\"message_id\":\"a\",\"media_url\":\"http://m\"}} | a | http://m",
                "{\"status\":\"sent\"}                                        | - | -",
                "{\"data\":{\"status\":\"sent\"}}                             | - | -"
            })
    void shouldAcceptWhenTheReplyHasAnIdOrSaysSent(String body, @Nullable String id, @Nullable String url)
            throws JsonProcessingException {
        assertThat(WacrReplies.read(reply(201, body))).isEqualTo(new Outcome.Accepted(id, url));
    }

    @ParameterizedTest
    @EnumSource(MediaType.class)
    void shouldTakeWhatTheVendorDocumentsWhenNothingElseIsSaid(MediaType type) {
        assertThat(type().limits(type, Map.of()).isPresent()).isEqualTo(type != MediaType.STICKER);
    }

    @Test
    void shouldTakeWhatTheTenantTakesWhenTheSenderSaysSo() {
        Map<String, String> settings =
                Map.of("limits", "{\"image\":{\"extensions\":[\"jpeg\"]},\"audio\":{\"maxBytes\":7}}");

        assertThat(type().checkSettings(settings)).isEmpty();
        assertThat(type().limits(MediaType.IMAGE, Map.of()).orElseThrow().mimeTypes())
                .containsExactlyInAnyOrder("image/jpeg", "image/png", "image/webp");
        assertThat(type().limits(MediaType.IMAGE, settings).orElseThrow()).satisfies(limits -> {
            assertThat(limits.mimeTypes()).containsExactly("image/jpeg");
            assertThat(limits.maxBytes()).isEqualTo(5 << 20);
        });
        assertThat(type().limits(MediaType.AUDIO, settings).orElseThrow()).satisfies(limits -> {
            assertThat(limits.mimeTypes()).contains("audio/ogg", "audio/aac").doesNotContain("audio/mp4");
            assertThat(limits.maxBytes()).isEqualTo(7);
        });
        assertThat(type().limits(MediaType.DOCUMENT, settings).orElseThrow().mimeTypes())
                .contains("text/csv");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"sticker\":{}}                          | limits.sticker",
                "{\"image\":5}                             | limits.image",
                "{\"image\":{\"max\":5}}                   | limits.image.max",
                "{\"image\":{\"maxBytes\":0}}              | limits.image.maxBytes",
                "{\"image\":{\"maxBytes\":\"5\"}}          | limits.image.maxBytes",
                "{\"image\":{\"maxBytes\":104857601}}      | limits.image.maxBytes",
                "{\"image\":{\"extensions\":\"png\"}}      | limits.image.extensions",
                "{\"image\":{\"extensions\":[]}}           | limits.image.extensions",
                "{\"image\":{\"extensions\":[\"png\",\"mp3\"]}} | limits.image.extensions[1]"
            })
    void shouldNameThePathWhenALimitIsWrong(String limits, String path) {
        assertThat(type().checkSettings(Map.of("limits", limits))).containsOnlyKeys(path);
    }

    private static Reply reply(int status, String body) throws JsonProcessingException {
        return new Reply(status, new JsonMapper().readTree(body), null, false);
    }

    private static Message message(
            MediaType type,
            MediaReference media,
            @Nullable String caption,
            @Nullable String fileName,
            Map<String, String> columns) {
        return new Message(UUID.randomUUID(), ASHA, type, media, "image/png", fileName, caption, null, columns);
    }

    /** The parts of the request, by name; a file's has its file name behind it. */
    private Map<String, String> fields(Message message) throws IOException {
        WacrGateway gateway = (WacrGateway) gateway(URI.create("http://127.0.0.1/api"), "1", PATIENT);
        HttpEntity entity = gateway.request(message).getEntity();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        entity.writeTo(out);
        String body = out.toString(StandardCharsets.UTF_8);
        Map<String, String> fields = new TreeMap<>();
        for (String part : body.split("\r\n?--[^\r]+\r\n|^--[^\r]+\r\n", -1)) {
            if (part.contains(" name=\"")) {
                String name = part.replaceFirst("(?s).* name=\"([^\"]*)\".*", "$1");
                String file =
                        part.contains("filename=\"") ? part.replaceFirst("(?s).*filename=\"([^\"]*)\".*", " ($1)") : "";
                fields.put(name + file, part.substring(part.indexOf("\r\n\r\n") + 4));
            }
        }
        return fields;
    }
}
