package io.drumbeat.engine.gateway.wachat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.dispatch.Outcome;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.GatewayContract;
import io.drumbeat.engine.gateway.GatewayType;
import io.drumbeat.engine.gateway.MediaReference;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.Reply;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WachatGatewayTest extends GatewayContract {

    private static final MediaReference LINK = new MediaReference.Link("https://example.com/offer.png");

    @Override
    protected GatewayType type() {
        return new WachatGatewayType();
    }

    @Override
    protected String path() {
        return "/wachat/api/v1";
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

    @Override
    protected Class<? extends Outcome> emptyMeaning() {
        return Outcome.Accepted.class;
    }

    @ParameterizedTest
    @ValueSource(strings = {"99400", "99404", "99413", "99415", "99422", "99126"})
    void shouldRejectWhenStatusRefusesTheRecipient(String digits) {
        assertThat(behaving(digits))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        outcome -> assertThat(outcome.suppress()).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"99401", "99403"})
    void shouldBlockSenderWhenStatusRefusesTheAccount(String digits) {
        assertThat(behaving(digits)).isInstanceOf(Outcome.SenderBlocked.class);
    }

    @Test
    void shouldSlowDownWhenStatusIs429() {
        assertThat(behaving("99429")).isInstanceOf(Outcome.AccountBusy.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99402", "99409"})
    void shouldBeUnconfirmedWhenStatusIsUndocumented(String digits) {
        assertThat(behaving(digits)).isInstanceOf(Outcome.Unconfirmed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"success\":false,\"message\":\"no session\"}            | refused | no session",
                "{\"status\":\"error\",\"code\":\"E1\",\"message\":\"no\"} | E1      | no",
                "{\"status\":\"FAILED\",\"message\":\"no\"}                | refused | no",
                "{\"status\":\"failure\",\"message\":\"no\"}               | refused | no",
                "{\"error\":\"not on WhatsApp\"}                           | refused | not on WhatsApp",
                "{\"error\":{\"code\":17,\"message\":\"no\"}}              | 17      | no"
            })
    void shouldRejectWhenBodyBehind200SaysItFailed(String body, String code, String message)
            throws JsonProcessingException {
        assertThat(WachatReplies.read(reply(body))).isEqualTo(new Outcome.Rejected(code, message, false));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"id\":\"a\"}                              | a",
                "{\"messageId\":\"a\"}                       | a",
                "{\"key\":{\"id\":\"a\"}}                    | a",
                "{\"data\":{\"id\":\"a\"},\"error\":null}    | a",
                "{\"data\":{\"messageId\":7},\"error\":\"\"} | 7",
                "{\"data\":{\"key\":{\"id\":\"a\"}},\"error\":false} | a",
                "{\"status\":\"success\"}                    |",
                "[]                                          |"
            })
    void shouldAcceptWithTheIdWhereverItStands(String body, String id) throws JsonProcessingException {
        assertThat(WachatReplies.read(reply(body))).isEqualTo(new Outcome.Accepted(id));
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

    private static Reply reply(String body) throws JsonProcessingException {
        return new Reply(200, new JsonMapper().readTree(body), null, false);
    }
}
