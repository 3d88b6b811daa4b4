package io.drumbeat.engine.vendor.wachat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaReference;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.StatusOnlyContract;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;

class WachatGatewayTest extends StatusOnlyContract {

    private static final MediaReference LINK = new MediaReference.Link("https://example.com/offer.png");

    @Override
    protected GatewayType type() {
        return new WachatGatewayType();
    }

    @Override
    protected MediaReference media(Gateway gateway) {
        return LINK;
    }

    @Override
    protected String success() {
        return "{\"success\":true,\"data\":{\"key\":{\"id\":\"3EB0\"}}}";
    }

    @Override
    protected String refusal(String text) {
        return "{\"success\":false,\"message\":\"" + text + "\"}";
    }

    @Test
    void shouldSendEveryFieldWhenItIsADocument() throws IOException, HttpException {
        assertThat(body(MediaType.DOCUMENT)).isEqualTo(new JsonMapper().readTree("""
                {"instanceName":"main","number":"919876500001","type":"document",
                 "mediaUrl":"https://example.com/offer.png","message":"Hi","fileName":"offer.pdf",
                 "mimetype":"application/pdf","delay":1}"""));
    }

    @Test
    void shouldLeaveOutCaptionWhenItIsAudio() throws IOException, HttpException {
        assertThat(body(MediaType.AUDIO).has("message")).isFalse();
    }

    @Test
    void shouldKnowNoStickers() {
        assertThat(type().limits(MediaType.STICKER, Map.of())).isEmpty();
        assertThat(type().limits(MediaType.IMAGE, Map.of())).isPresent();
    }

    @Test
    void shouldNameTheSettingWhenDelayIsNoNumber() {
        assertThat(type().checkSettings(Map.of("instanceName", "a", "delay", "fast")))
                .containsOnlyKeys("delay");
        assertThat(type().checkSettings(Map.of("instanceName", "a", "delay", "500")))
                .isEmpty();
    }

    private JsonNode body(MediaType type) throws IOException, HttpException {
        WachatGateway gateway = (WachatGateway) gateway(java.net.URI.create("http://127.0.0.1:1"), "main", PATIENT);
        Message message = new Message(
                UUID.randomUUID(), "+919876500001", type, LINK, "application/pdf", "offer.pdf", "Hi", null, Map.of());
        return new JsonMapper()
                .readTree(EntityUtils.toString(gateway.request(message).getEntity()));
    }
}
