package io.drumbeat.engine.vendor.pepipost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Retry;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.GatewayContract;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.gateway.MediaReference;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.http.Reply;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By URL: its senders without a path to upload to. */
class PepipostGatewayTest extends GatewayContract {

    private static final MediaReference LINK = new MediaReference.Link("https://example.com/offer.png");

    @Override
    protected GatewayType type() {
        return new PepipostGatewayType();
    }

    @Override
    protected MediaReference media(Gateway gateway) {
        return LINK;
    }

    @Override
    protected String success() {
        return "{\"status\":\"success\",\"data\":{\"id\":\"1\"}}";
    }

    @Override
    protected String refusal(String text) {
        return "{\"status\":\"failure\",\"error\":{\"code\":\"8006\",\"message\":\"" + text + "\"}}";
    }

    @Override
    protected String failureBehind200() {
        return "8003";
    }

    @Override
    protected Class<? extends Outcome> emptyMeaning() {
        return Outcome.Unconfirmed.class;
    }

    @ParameterizedTest
    @CsvSource({"99901,8001", "99902,8002", "99903,8003", "99904,8004", "99906,8006", "99150,8002"})
    void shouldRejectWhenCodeRefusesTheRecipient(String digits, String code) {
        assertThat(behaving(digits)).isEqualTo(new Outcome.Rejected(code, "Simulated error", false));
    }

    @Test
    void shouldRetryWithBackOffWhenErrorIsTechnical() {
        assertThat(behaving("99905")).isEqualTo(new Outcome.Transient("8005", "Simulated error", Retry.USUAL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99400", "99404", "99413", "99415", "99422"})
    void shouldRejectWhenStatusRefusesTheRecipient(String digits) {
        assertThat(behaving(digits)).isInstanceOf(Outcome.Rejected.class);
    }

    /** Whatever code stands beside it: 8004 here. */
    @Test
    void shouldJudgeByStatusWhenItIsTheAccounts() {
        assertThat(behaving("99403")).isInstanceOf(Outcome.SenderBlocked.class);
        assertThat(behaving("99429")).isInstanceOf(Outcome.AccountBusy.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"status\":\"success\",\"data\":{\"id\":\"a\"}}             | Accepted[messageId=a, publishedMedia=null, held=false]",
                "{\"status\":\"Success\",\"data\":{\"id\":7}}                 | Accepted[messageId=7, publishedMedia=null, held=false]",
                "{\"status\":\"success\"}                                     | Accepted[messageId=null, publishedMedia=null, held=false]",
                "{\"status\":\"failure\"}                                     | Rejected[code=refused, message=, suppress=false]",
                "{\"status\":\"failure\",\"error\":{\"code\":\"8099\",\"message\":\"no\"}} | Rejected[code=8099, message=no, suppress=false]",
                "{\"status\":\"failure\",\"error\":{\"code\":8006}}           | Rejected[code=8006, message=, suppress=false]",
                "{\"status\":\"queued\",\"data\":{\"id\":\"a\"}}              | Unconfirmed",
                "{\"error\":{\"code\":\"8005\"}}                              | Unconfirmed",
                "[]                                                           | Unconfirmed"
            })
    void shouldJudgeA200ByItsStatus(String body, String outcome) throws JsonProcessingException {
        assertThat(PepipostReplies.read(new Reply(200, new JsonMapper().readTree(body), null, false)))
                .asString()
                .startsWith(outcome);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"data\":{\"id\":\"a\"}}",
                "{\"status\":\"success\",\"data\":{\"attachment_id\":\"a\"}}",
                "{\"id\":\"a\"}",
                "{\"attachment_id\":\"a\"}"
            })
    void shouldFindAnUploadsIdWhereverItStands(String body) throws JsonProcessingException {
        assertThat(PepipostReplies.readUpload(new Reply(200, new JsonMapper().readTree(body), null, false)))
                .isInstanceOfSatisfying(
                        Gateway.Uploaded.class,
                        uploaded -> assertThat(uploaded.id()).isEqualTo("a"));
    }

    @Test
    void shouldSendEveryFieldByUrl() throws Exception {
        Message message = message(MediaType.DOCUMENT, LINK);
        ClassicHttpRequest request = request(message);
        assertThat(request.getUri()).hasToString("http://127.0.0.1:1/api/v2/message/");
        assertThat(request.getHeader("Authorization").getValue()).startsWith("Bearer ");
        assertThat(json(request)).isEqualTo(new JsonMapper().readTree("""
                {"message":[{"recipient_whatsapp":"919876500001","recipient_type":"individual","message_type":"media",
                 "source":"5bf1","x-apiheader":"%s","type_media":[{"attachments":[
                 {"attachment_url":"https://example.com/offer.png","attachment_type":"document","caption":"Hi"}]}]}]}
                """.formatted(message.dispatchId())));
    }

    @Test
    void shouldNameTheAttachmentByItsIdAloneWhenItWasUploaded() throws Exception {
        MediaReference id = new MediaReference.Id("77");
        assertThat(json(request(message(MediaType.IMAGE, id))).at("/message/0/type_media/0/attachments"))
                .isEqualTo(new JsonMapper().readTree("[{\"attachment_id\":\"77\",\"caption\":\"Hi\"}]"));
        assertThat(json(request(message(MediaType.AUDIO, id))).at("/message/0/type_media/0/attachments"))
                .isEqualTo(new JsonMapper().readTree("[{\"attachment_id\":\"77\"}]"));
    }

    @ParameterizedTest
    @EnumSource(MediaType.class)
    void shouldBeTakenWhateverTheType(MediaType type) {
        assertThat(send(gateway(PATIENT), message(type, LINK))).isInstanceOf(Outcome.Accepted.class);
        assertThat(type().limits(type, Map.of())).contains(MediaLimits.ofMeta(type));
    }

    @Test
    void shouldUploadNothingWithoutAPathForIt() {
        Gateway gateway = gateway(PATIENT);
        assertThat(gateway.mediaWay()).isEqualTo(MediaWay.LINK);
        Gateway.MediaFile file =
                new Gateway.MediaFile("a.png", "image/png", 1, () -> new ByteArrayInputStream(new byte[1]));
        assertThatThrownBy(() -> gateway.upload(file)).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"media", "/", "/a b", "/media?x=1", "https://example.com/media", "//", ""})
    void shouldNameTheSettingWhenUploadPathIsNone(String path) {
        assertThat(type().checkSettings(Map.of("source", "a", "mediaUploadPath", path)))
                .containsOnlyKeys("mediaUploadPath");
        assertThat(type().checkSettings(Map.of("source", " ", "mediaUploadPath", "/v1/media/")))
                .containsOnlyKeys("source");
    }

    private static Message message(MediaType type, MediaReference media) {
        return new Message(
                UUID.randomUUID(), "+919876500001", type, media, "application/pdf", "offer.pdf", "Hi", null, Map.of());
    }

    private ClassicHttpRequest request(Message message) {
        PepipostGateway gateway = (PepipostGateway) gateway(URI.create("http://127.0.0.1:1/api/v2"), "5bf1", PATIENT);
        return gateway.request(message);
    }

    private static JsonNode json(ClassicHttpRequest request) throws Exception {
        return new JsonMapper().readTree(EntityUtils.toString(request.getEntity()));
    }
}
