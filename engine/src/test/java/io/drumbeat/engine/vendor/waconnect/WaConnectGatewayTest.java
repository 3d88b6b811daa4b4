package io.drumbeat.engine.vendor.waconnect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.MediaReference;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.StatusOnlyContract;
import io.drumbeat.engine.gateway.http.VendorHttp;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** By URL: its senders without Meta credentials. */
class WaConnectGatewayTest extends StatusOnlyContract {

    private static final MediaReference LINK = new MediaReference.Link("https://example.com/offer.png");

    @Override
    protected GatewayType type() {
        return new WaConnectGatewayType();
    }

    @Override
    protected MediaReference media(Gateway gateway) {
        return LINK;
    }

    @Override
    protected String success() {
        return "{\"success\":true,\"messageId\":\"wamid.1\"}";
    }

    @Override
    protected String refusal(String text) {
        return "{\"success\":false,\"error\":\"" + text + "\"}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "IMAGE    | {\"to\":\"919876500001\",\"mediaUrl\":\"https://example.com/offer.png\",\"caption\":\"Hi\"}",
                "VIDEO    | {\"to\":\"919876500001\",\"mediaUrl\":\"https://example.com/offer.png\",\"caption\":\"Hi\"}",
                "AUDIO    | {\"to\":\"919876500001\",\"mediaUrl\":\"https://example.com/offer.png\"}",
                "STICKER  | {\"to\":\"919876500001\",\"mediaUrl\":\"https://example.com/offer.png\"}",
                "DOCUMENT | {\"to\":\"919876500001\",\"mediaUrl\":\"https://example.com/offer.png\",\"caption\":\"Hi\",\"filename\":\"offer.pdf\"}"
            })
    void shouldSendTheFieldsOfItsTypeToItsEndpoint(MediaType type, String body) throws Exception {
        ClassicHttpRequest request = request(Map.of(), message(type, LINK));
        assertThat(request.getUri()).hasToString("https://app.waconnect.me/api/messages/" + type.text());
        assertThat(request.getHeader("X-API-Key").getValue()).isEqualTo("wba_1");
        assertThat(request.containsHeader("Authorization")).isFalse();
        assertThat(json(request)).isEqualTo(new JsonMapper().readTree(body));
    }

    @Test
    void shouldSendTheMediasIdAloneWhenItWasUploaded() throws Exception {
        Message message = message(MediaType.AUDIO, new MediaReference.Id("77"));
        assertThat(json(request(Map.of("phoneNumberId", "111"), message)))
                .isEqualTo(new JsonMapper()
                        .readTree("{\"to\":\"919876500001\",\"mediaId\":\"77\",\"phoneNumberId\":\"111\"}"));
    }

    @ParameterizedTest
    @EnumSource(MediaType.class)
    void shouldBeTakenWhateverTheType(MediaType type) {
        assertThat(send(gateway(PATIENT), message(type, LINK))).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void shouldRejectWhenMetaCannotHaveTheUrl() {
        assertThat(behaving("99153"))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo("131053"));
    }

    @Test
    void shouldUploadNothingWithoutMetaCredentials() {
        Gateway gateway = gateway(PATIENT);
        assertThat(gateway.mediaWay()).isEqualTo(MediaWay.LINK);
        Gateway.MediaFile file =
                new Gateway.MediaFile("a.png", "image/png", 1, () -> new ByteArrayInputStream(new byte[1]));
        assertThatThrownBy(() -> gateway.upload(file)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void shouldHoldTheLimitsOfItsTable() {
        long mib = 1024 * 1024;
        assertThat(limits(MediaType.IMAGE)).isEqualTo(new MediaLimits(Set.of("image/jpeg", "image/png"), 5 * mib));
        assertThat(limits(MediaType.VIDEO)).isEqualTo(new MediaLimits(Set.of("video/mp4", "video/3gpp"), 16 * mib));
        assertThat(limits(MediaType.AUDIO))
                .isEqualTo(new MediaLimits(Set.of("audio/mpeg", "audio/ogg", "audio/amr", "audio/aac"), 16 * mib));
        assertThat(limits(MediaType.DOCUMENT).maxBytes()).isEqualTo(100 * mib);
        assertThat(limits(MediaType.STICKER)).isEqualTo(new MediaLimits(Set.of("image/webp"), 100 * 1024, 500 * 1024));
    }

    @Test
    void shouldNameWhatIsWrongWhenAnUploadHasNoNumberOrNoUrl() {
        assertThat(type().checkSettings(Map.of("phoneNumberId", "x", "graphBaseUrl", "graph.facebook.com")))
                .containsOnlyKeys("phoneNumberId", "graphBaseUrl");
        assertThat(type().checkSettings(Map.of())).isEmpty();
        Set<String> both = Set.of("apiKey", "metaAccessToken");
        assertThat(type().checkCredentials(both, Map.of())).containsOnlyKeys("metaAccessToken");
        assertThat(type().checkCredentials(both, Map.of("phoneNumberId", "1"))).isEmpty();
        assertThat(type().checkCredentials(Set.of("apiKey"), Map.of())).isEmpty();
    }

    private MediaLimits limits(MediaType type) {
        return type().limits(type, Map.of()).orElseThrow();
    }

    private static Message message(MediaType type, MediaReference media) {
        return new Message(
                UUID.randomUUID(), "+919876500001", type, media, "application/pdf", "offer.pdf", "Hi", null, Map.of());
    }

    private ClassicHttpRequest request(Map<String, String> settings, Message message) {
        try (VendorHttp http = new VendorHttp(Clock.systemUTC())) {
            SenderAccess sender = new SenderAccess(
                    new SenderId("main"),
                    new WaConnectGatewayType().defaultBaseUrl(),
                    Map.of("apiKey", "wba_1"),
                    settings,
                    PATIENT);
            return new WaConnectGateway(sender, http).request(message);
        }
    }

    private static Object json(ClassicHttpRequest request) throws IOException, HttpException {
        return new JsonMapper().readTree(EntityUtils.toString(request.getEntity()));
    }
}
