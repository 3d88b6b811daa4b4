package io.drumbeat.engine.vendor.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Outcome.Retry;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.ApprovedTemplate;
import io.drumbeat.engine.gateway.Gateway;
import io.drumbeat.engine.gateway.MediaReference;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.TemplateLookup;
import io.drumbeat.engine.gateway.UploadContract;
import io.drumbeat.engine.gateway.http.ScriptedVendor;
import io.drumbeat.engine.gateway.type.GatewayType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudGatewayTest extends UploadContract {

    @Override
    protected GatewayType type() {
        return new CloudGatewayType();
    }

    @Override
    protected String uploader(String number) {
        return "cloud/" + number;
    }

    @Override
    protected Class<? extends Outcome> goneMeaning() {
        return Outcome.MediaGone.class;
    }

    @Override
    protected String success() {
        return "{\"messages\":[{\"id\":\"wamid.1\"}]}";
    }

    @Override
    protected String refusal(String text) {
        return "{\"error\":{\"code\":131026,\"message\":\"" + text + "\"}}";
    }

    @Override
    protected Class<? extends Outcome> emptyMeaning() {
        return Outcome.Unconfirmed.class;
    }

    @ParameterizedTest
    @CsvSource({"99601,1", "99602,2", "99100,131000", "99116,131016"})
    void shouldRetryWithBackOffWhenCodeIsTransient(String digits, String code) {
        assertThat(behaving(digits)).isInstanceOfSatisfying(Outcome.Transient.class, outcome -> {
            assertThat(outcome.code()).isEqualTo(code);
            assertThat(outcome.retry()).isEqualTo(Retry.USUAL);
        });
    }

    @Test
    void shouldSayThatMetaHoldsAMessage() {
        assertThat(behaving("99020"))
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class,
                        accepted -> assertThat(accepted.held()).isTrue());
        assertThat(behaving("00001"))
                .isInstanceOfSatisfying(
                        Outcome.Accepted.class,
                        accepted -> assertThat(accepted.held()).isFalse());
    }

    private TemplateLookup templates(URI baseUrl, String token) {
        return new CloudGatewayType()
                .connect(
                        new SenderAccess(
                                new SenderId("main"),
                                baseUrl,
                                Map.of("accessToken", token),
                                Map.of("phoneNumberId", "1", "businessAccountId", "102"),
                                PATIENT),
                        http)
                .templates()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "offer,APPROVED,2",
        "offer_3,APPROVED,3",
        "offer_0,APPROVED,0",
        "offer_paused,PAUSED,2",
        "offer_rejected_1,REJECTED,1"
    })
    void shouldFindATemplate(String name, String status, int places) {
        assertThat(templates(base(), "token").find(name, "en_US"))
                .isEqualTo(new TemplateLookup.Found(status, places, "IMAGE"));
    }

    @Test
    void shouldSayInWhichLanguagesATemplateIsWhenItIsNotInThisOne() {
        assertThat(templates(base(), "token").find("offer", "fr"))
                .isEqualTo(new TemplateLookup.NotFound(List.of("de", "en", "en_US", "es", "hi", "pt_BR")));
        assertThat(templates(base(), "token").find("no_such_offer", "en"))
                .isEqualTo(new TemplateLookup.NotFound(List.of()));
    }

    private static List<ApprovedTemplate> listed(TemplateLookup.Listing listing) {
        return ((TemplateLookup.Listed) listing).templates();
    }

    /** The simulator has four on a page, so they come from two. */
    @Test
    void shouldListAllThatAreApproved() {
        List<ApprovedTemplate> all = listed(templates(base(), "token").approved());

        assertThat(all)
                .extracting(template -> template.name() + " " + template.language())
                .containsExactly(
                        "festival_greeting en",
                        "festival_greeting hi",
                        "new_film en",
                        "opening_hours en",
                        "order_on_its_way en",
                        "track_your_parcel en",
                        "your_ticket en");
        assertThat(all.get(0))
                .isEqualTo(new ApprovedTemplate(
                        "festival_greeting",
                        "en",
                        "marketing",
                        "image",
                        "Hello {{1}}, a happy festival of lights! Show your code {{2}} in our shop and take 20 % off until Sunday.",
                        "Reply STOP to hear no more",
                        List.of("See the offers", "Stop promotions"),
                        2,
                        null));
        assertThat(all)
                .filteredOn(template -> template.unusable() != null)
                .extracting(ApprovedTemplate::unusable)
                .containsExactly(
                        "it has no picture, video or document at its head",
                        "one of its buttons needs a value of its own",
                        "its places have names instead of numbers");
        assertThat(templates(base(), "token").find("winter_sale", "en"))
                .isEqualTo(new TemplateLookup.Found("PAUSED", 1, "IMAGE"));
    }

    private TemplateLookup.Listing approvedAt(String... pages) throws Exception {
        Iterator<String> answers = Stream.of(pages).iterator();
        try (ScriptedVendor meta = new ScriptedVendor(socket -> {
            ScriptedVendor.readRequest(socket);
            ScriptedVendor.reply(socket, 200, answers.next());
        })) {
            return templates(meta.url(), "token").approved();
        }
    }

    @Test
    void shouldSayNothingOfTemplatesUnlessAllPagesCame() throws Exception {
        String more = """
                {"data": [], "paging": {"cursors": {"after": "A"}, "next": "https://graph.facebook.com/v23.0/1/message_templates"}}""";

        assertThat(listed(approvedAt(more, "{\"data\": []}"))).isEmpty();
        assertThat(approvedAt(more, "{\"error\": {\"code\": 4, \"message\": \"Too many calls\"}}"))
                .isInstanceOfSatisfying(
                        TemplateLookup.Unanswered.class,
                        unanswered -> assertThat(unanswered.why().code()).isEqualTo("4"));
        String[] forEver = new String[100];
        Arrays.fill(forEver, more);
        assertThat(approvedAt(forEver)).isInstanceOf(TemplateLookup.Unanswered.class);
    }

    @Test
    void shouldSayThatMetaDoesNotTellWhenTheTokenMayNotAsk() {
        assertThat(templates(base(), "bad").find("offer", "en"))
                .isInstanceOfSatisfying(TemplateLookup.Unanswered.class, unanswered -> {
                    assertThat(unanswered.why()).isInstanceOf(Outcome.SenderBlocked.class);
                    assertThat(unanswered.why().code()).isEqualTo("190");
                });
        assertThat(templates(URI.create("http://127.0.0.1:1"), "token").find("offer", "en"))
                .isInstanceOf(TemplateLookup.Unanswered.class);
    }

    @Test
    void shouldLookUpNothingWithoutTheBusinessAccount() {
        assertThat(gateway(PATIENT).templates()).isEmpty();
        assertThat(new CloudGatewayType().checkSettings(Map.of("phoneNumberId", "1", "businessAccountId", "acme")))
                .containsOnlyKeys("businessAccountId");
    }

    /** Meta says nothing without an error object: whoever says 404 in another way is not Meta. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"detail\": \"Not Found\"}", "[]", ""})
    void shouldBlockSenderWhenSomebodyElsesApiAnswers(String body) throws Exception {
        try (ScriptedVendor elsewhere = new ScriptedVendor(socket -> {
            ScriptedVendor.readRequest(socket);
            ScriptedVendor.reply(socket, 404, body);
        })) {
            Gateway gateway = gateway(elsewhere.url(), "1", PATIENT);
            assertThat(send(gateway, message("+919876500001", new MediaReference.Id("1"))))
                    .isInstanceOf(Outcome.SenderBlocked.class);
            elsewhere.awaitClosed(); // else the upload may meet the connection while it is being closed
            assertThat(((Gateway.NotUploaded) gateway.upload(FILE)).why()).isInstanceOf(Outcome.SenderBlocked.class);
        }
    }

    @Test
    void shouldSpaceThisRecipientWhenPairIsTooFast() {
        assertThat(behaving("99156"))
                .isInstanceOfSatisfying(
                        Outcome.Transient.class,
                        outcome -> assertThat(outcome.retry()).isEqualTo(Retry.SAME_PAIR));
    }

    @Test
    void shouldDeferADayWhenMetaLimitsMarketing() {
        assertThat(behaving("99149"))
                .isInstanceOfSatisfying(
                        Outcome.Transient.class,
                        outcome -> assertThat(outcome.retry()).isEqualTo(Retry.DAILY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99604", "99607", "99629", "99157", "99429"})
    void shouldSlowDownWhenCodeIsARate(String digits) {
        assertThat(behaving(digits)).isInstanceOf(Outcome.AccountBusy.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99126", "99147", "99672", "99697", "99200", "99212", "99698", "99400", "99404", "99422"})
    void shouldRejectWhenRecipientIsRefusedOrCodeUnlisted(String digits) {
        assertThat(behaving(digits))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        outcome -> assertThat(outcome.suppress()).isFalse());
    }

    @Test
    void shouldSuppressWhenRecipientOptedOut() {
        assertThat(behaving("99150"))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        outcome -> assertThat(outcome.suppress()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "99600", "99603", "99610", "99633", "99690", "99620", "99699", "99668", "99105", "99131", "99137",
                "99142", "99145", "99148", "99310", "99403"
            })
    void shouldBlockSenderWhenAccountIsInTrouble(String digits) {
        assertThat(behaving(digits)).isInstanceOf(Outcome.SenderBlocked.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99201", "99215", "99216"})
    void shouldBlockCampaignWhenTemplateIsRefused(String digits) {
        assertThat(behaving(digits)).isInstanceOf(Outcome.CampaignBlocked.class);
    }

    @Test
    void shouldAskForAnotherUploadWhenMediaIsGone() {
        assertThat(behaving("99153")).isInstanceOf(Outcome.MediaGone.class);
    }

    @ParameterizedTest
    @CsvSource({"102400,0,Uploaded", "102401,0,NotUploaded", "512000,2,Uploaded", "512001,2,NotUploaded"})
    void shouldUploadAStickerWithinItsLimit(int size, byte flags, String result) {
        byte[] webp = Arrays.copyOf("RIFF....WEBPVP8X....".getBytes(StandardCharsets.US_ASCII), size);
        webp[20] = flags;
        Gateway.MediaFile file =
                new Gateway.MediaFile("a.webp", "image/webp", size, () -> new ByteArrayInputStream(webp));

        assertThat(gateway(PATIENT).upload(file))
                .extracting(upload -> upload.getClass().getSimpleName())
                .isEqualTo(result);
    }

    @Test
    void shouldSendByIdWithEveryFieldWhenItIsADocument() throws IOException, HttpException {
        UUID dispatch = UUID.randomUUID();
        JsonNode body = body(new Message(
                dispatch,
                "+919876500001",
                MediaType.DOCUMENT,
                new MediaReference.Id("77"),
                "application/pdf",
                "offer.pdf",
                "Hi",
                null,
                Map.of()));
        assertThat(body).isEqualTo(new JsonMapper().readTree("""
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"919876500001","type":"document",
                 "document":{"id":"77","caption":"Hi","filename":"offer.pdf"},"biz_opaque_callback_data":"%s"}
                """.formatted(dispatch)));
    }

    @Test
    void shouldSendATemplateWithTheMediaAsItsHeader() throws IOException, HttpException {
        UUID dispatch = UUID.randomUUID();
        JsonNode body = body(new Message(
                dispatch,
                "+919876500001",
                MediaType.DOCUMENT,
                new MediaReference.Id("77"),
                "application/pdf",
                "offer.pdf",
                null,
                new Message.Template("offer", "en_US", List.of("Asha", "X1")),
                Map.of()));
        assertThat(body).isEqualTo(new JsonMapper().readTree("""
                {"messaging_product":"whatsapp","recipient_type":"individual","to":"919876500001","type":"template",
                 "template":{"name":"offer","language":{"code":"en_US"},"components":[
                  {"type":"header","parameters":[{"type":"document","document":{"id":"77","filename":"offer.pdf"}}]},
                  {"type":"body","parameters":[{"type":"text","text":"Asha"},{"type":"text","text":"X1"}]}]},
                 "biz_opaque_callback_data":"%s"}
                """.formatted(dispatch)));
    }

    @Test
    void shouldLeaveOutTheBodyWhenATemplateHasNoParameters() throws IOException, HttpException {
        MediaReference link = new MediaReference.Link("https://example.com/a.png");
        assertThat(body(templateMessage("+919876500001", link)).path("template"))
                .isEqualTo(new JsonMapper().readTree("""
                {"name":"offer","language":{"code":"en_US"},"components":[
                 {"type":"header","parameters":[{"type":"image","image":{"link":"https://example.com/a.png"}}]}]}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "00001,Accepted",
        "99200,Rejected",
        "99212,Rejected",
        "99201,CampaignBlocked",
        "99215,CampaignBlocked",
        "99216,CampaignBlocked",
        "99153,MediaGone"
    })
    void shouldMeanTheSameWhenItIsATemplate(String digits, String outcome) {
        Gateway gateway = gateway(PATIENT);
        assertThat(send(gateway, templateMessage(phone(digits), media(gateway), "Asha")))
                .extracting(sent -> sent.getClass().getSimpleName())
                .isEqualTo(outcome);
        assertThat(simulator.sends()).hasSize(1);
    }

    @Test
    void shouldAskForAnotherUploadWhenATemplatesHeaderIsAnotherNumbers() {
        MediaReference media = media(gateway(PATIENT));
        assertThat(send(gateway(base(), "222", PATIENT), templateMessage("+919876500001", media, "Asha")))
                .isInstanceOf(Outcome.MediaGone.class);
    }

    @Test
    void shouldLeaveOutCaptionAndNameWhenItIsASticker() throws IOException, HttpException {
        JsonNode body = body(new Message(
                UUID.randomUUID(),
                "+919876500001",
                MediaType.STICKER,
                new MediaReference.Link("https://example.com/a.webp"),
                null,
                "a.webp",
                "Hi",
                null,
                Map.of()));
        assertThat(body.path("sticker")).isEqualTo(new JsonMapper().readTree("""
                {"link":"https://example.com/a.webp"}"""));
    }

    private JsonNode body(Message message) throws IOException, HttpException {
        CloudGateway gateway = (CloudGateway) gateway(base(), "111", PATIENT);
        return new JsonMapper()
                .readTree(EntityUtils.toString(gateway.request(message).getEntity()));
    }
}
