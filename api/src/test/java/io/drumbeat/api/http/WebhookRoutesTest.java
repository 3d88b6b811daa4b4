package io.drumbeat.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CapturedLog;
import io.drumbeat.engine.receipt.Webhooks;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("reads what all classes of this process log")
class WebhookRoutesTest {

    private static final String DELIVERED = """
            {"entry":[{"changes":[{"value":{"statuses":[
             {"id":"wamid.1","status":"delivered","timestamp":"1764000000","recipient_id":"919876500001"}]}}]}]}""";

    @AutoClose
    private final RunningServer server = new RunningServer();

    private HttpResponse<String> post(String sender, String signature, byte[] body) {
        return server.send(server.request("/webhooks/" + sender)
                .header("Content-Type", "application/json")
                .header("X-Hub-Signature-256", signature)
                .POST(BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<String> genuine(String body) {
        return post("main", signature(body), bytes(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** As Meta signs a callback to main. */
    static String signature(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(RunningServer.APP_SECRET), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(bytes(body)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String written(String text, long at) {
        return """
                {"entry":[{"changes":[{"value":{"messages":[
                 {"from":"919876500001","id":"wamid.2","timestamp":"%d","type":"text","text":{"body":"%s"}}]}}]}]}""".formatted(at, text);
    }

    @Test
    void shouldStoreAReceiptBeforeItIsAnswered() {
        assertThat(genuine(DELIVERED).statusCode()).isEqualTo(200);

        assertThat(server.rows("receipt where message_id = 'wamid.1' and stage = 'delivered'"))
                .isEqualTo(1);
    }

    private String byTemplate() {
        HttpResponse<String> posted = server.post(Role.MARKETER, Multipart.campaign("""
                        {"name": "By template", "senders": ["main"], "media": {"type": "image", "fileName": "offer.png"},
                         "template": {"name": "offer", "language": "en_US", "parameters": ["{{name}}"]}}"""));
        return HttpTest.created(posted);
    }

    private static String announced(String field, String value) {
        return """
                {"object":"whatsapp_business_account","entry":[{"id":"102290129340398","time":1739321024,"changes":[
                 {"field":"%s","value":%s}]}]}""".formatted(field, value);
    }

    @Test
    void shouldPauseACampaignBeforeItAnswersThatItsTemplateIsPaused() {
        String campaign = byTemplate();

        assertThat(genuine(announced("message_template_status_update", """
                {"event":"PAUSED","message_template_name":"offer","message_template_language":"en_US","reason":"NONE",
                 "other_info":{"title":"FIRST_PAUSE","description":"It had issues; ask +91 98765 00001."}}""")).statusCode())
                .isEqualTo(200);

        JsonNode paused = RunningServer.json(server.get(Role.VIEWER, campaign));
        assertThat(paused.path("status").asText()).isEqualTo("paused");
        assertThat(paused.path("statusReason").asText())
                .isEqualTo("Meta says of template offer (en_US): PAUSED (FIRST_PAUSE; It had issues; ask [number].)");
        assertThat(RunningServer.json(server.get(Role.VIEWER, campaign + "/log"))
                        .path("items")
                        .findValuesAsText("detail"))
                .contains(paused.path("statusReason").asText());
    }

    @Test
    void shouldBlockASenderBeforeItAnswersThatItsAccountIsRestricted() {
        byTemplate();

        genuine(announced("account_update", """
                {"event":"ACCOUNT_RESTRICTION","restriction_info":[{"restriction_type":"RESTRICTED_BIZ_INITIATED_MESSAGING"}]}"""));

        JsonNode senders =
                RunningServer.json(server.get(Role.VIEWER, "/api/v1/senders")).path("items");
        assertThat(senders.findValuesAsText("status")).containsExactly("ready", "blocked", "ready");
        assertThat(senders.path(1).path("blockedReason").asText())
                .isEqualTo("Meta says of the account: ACCOUNT_RESTRICTION (RESTRICTED_BIZ_INITIATED_MESSAGING)");
    }

    /** Callbacks come by the thousand a second. */
    @Test
    void shouldNoteOnceAMinuteThatAVendorCallsBackAndNeverForWhatIsForged() {
        post("main", "sha256=00", bytes(DELIVERED));
        assertThat(lastCallback()).isNull();

        genuine(DELIVERED);
        String noted = lastCallback();
        assertThat(noted).isNotNull();
        server.database.shiftClock(Duration.ofHours(1));
        genuine(DELIVERED);
        assertThat(lastCallback()).isEqualTo(noted);
    }

    private @Nullable String lastCallback() {
        return RunningServer.json(server.get(Role.VIEWER, "/api/v1/senders"))
                .path("items")
                .path(1)
                .path("lastCallbackAt")
                .textValue();
    }

    @Test
    void shouldStopNothingThatIsForged() {
        String campaign = byTemplate();
        String body = announced("account_update", "{\"event\":\"ACCOUNT_DELETED\"}");

        assertThat(post("main", "sha256=00", bytes(body)).statusCode()).isEqualTo(401);

        assertThat(HttpTest.status(server.get(Role.VIEWER, campaign))).isEqualTo("running");
    }

    @Test
    void shouldRememberWhoWroteToANumberOfAPortfolio() {
        genuine(written("Is it still on?", 1_764_000_000));

        assertThat(server.rows("portfolio_writer where (portfolio_id, person) = ('acme', '+919876500001')"
                        + " and wrote_at = to_timestamp(1764000000)"))
                .isEqualTo(1);
    }

    @Test
    void shouldStoreThatSomebodyRepliedAndNotWhat() {
        assertThat(genuine(written("How much is it", 1_764_000_000)).statusCode())
                .isEqualTo(200);
        assertThat(genuine(written("STOP", 1_764_000_001)).statusCode()).isEqualTo(200);

        assertThat(server.rows("reply where person = '+919876500001' and message and not opts_out"))
                .isEqualTo(1);
        assertThat(server.rows("reply where person = '+919876500001' and message and opts_out"))
                .isEqualTo(1);
        assertThat(server.rows("reply where reply::text like '%How much%'")).isZero();
    }

    @Test
    void shouldStoreNothingWhenOneByteDiffers() {
        HttpResponse<String> answer =
                post("main", signature(DELIVERED), bytes(DELIVERED.replace("wamid.1", "wamid.2")));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(server.rows("receipt")).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "main, sha256=00, {}, 401",
        "nobody, sha256=00, {}, 404",
        "second, sha256=00, {}, 403",
    })
    void shouldRefuseWhatIsNotTheVendors(String sender, String signature, String body, int status) {
        assertThat(post(sender, signature, bytes(body)).statusCode()).isEqualTo(status);
    }

    @Test
    void shouldSayThatItIsNoJsonOnlyToTheVendor() {
        assertThat(genuine("<html>").statusCode()).isEqualTo(400);
        assertThat(post("main", "sha256=00", bytes("<html>")).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({"{}", "[]", "null", "'{\"entry\":[{\"changes\":7}]}'", "1"})
    void shouldTakeWhatItDoesNotUnderstand(String body) {
        assertThat(genuine(body).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseACallbackThatIsTooLarge() {
        assertThat(genuine("\"" + "x".repeat(5 << 20) + "\"").statusCode()).isEqualTo(413);
    }

    @Test
    void shouldAnswerMetasChallengeWhenTheTokenIsRight() {
        String asked = "/webhooks/main?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=";

        HttpResponse<String> right = server.send(server.request(asked + "verify"));
        assertThat(right.statusCode()).isEqualTo(200);
        assertThat(right.body()).isEqualTo("1158201444");
        assertThat(right.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain");
        assertThat(server.send(server.request(asked + "guess")).statusCode()).isEqualTo(403);
    }

    @Test
    void shouldSuppressWhoWritesStopUntilTheyWriteStart() {
        String phone = "/api/v1/suppressions?phone=%2B919876500001";
        assertThat(genuine(written("Stop!", 1_764_000_000)).statusCode()).isEqualTo(200);
        assertThat(RunningServer.json(server.get(Role.VIEWER, phone))
                        .at("/items/0/source")
                        .asText())
                .isEqualTo("reply to main");

        assertThat(genuine(written("don't stop", 1_764_000_001)).statusCode()).isEqualTo(200);
        assertThat(genuine(written("START", 1_763_999_999)).statusCode()).isEqualTo(200);
        assertThat(server.rows("suppression")).as("an older word").isEqualTo(1);

        assertThat(genuine(written("start", 1_764_000_002)).statusCode()).isEqualTo(200);
        assertThat(server.rows("suppression")).isZero();
    }

    private static String value(String json) {
        return "{\"entry\":[{\"changes\":[{\"value\":{" + json + "}}]}]}";
    }

    private static String stop(String who) {
        return value(
                "\"messages\":[{" + who + ",\"timestamp\":\"1764000000\",\"text\":{\"body\":\"Stop. Thank you\"}}]");
    }

    private String suppressedOfANewCampaign(String phone) {
        String recipients = "phone,name\n+919812345670,Asha\n" + phone + ",Bela\n";
        HttpResponse<String> posted = server.post(Role.MARKETER, Multipart.campaign(Multipart.SPEC, bytes(recipients)));
        return RunningServer.json(posted).at("/audience").toString();
    }

    /** The next campaign sent to them, for its list had the other form of the number. */
    @ParameterizedTest
    @CsvSource({"551187654321, +5511987654321", "22507080910, +2250707080910", "5511987654321, +5511987654321"})
    void shouldSkipInTheNextCampaignWhoWroteStopFromAnotherFormOfTheirNumber(String from, String listed) {
        assertThat(genuine(stop("\"from\":\"" + from + "\"")).statusCode()).isEqualTo(200);

        assertThat(suppressedOfANewCampaign(listed)).contains("\"suppressed\":1");
        assertThat(RunningServer.json(server.get(Role.VIEWER, "/api/v1/suppressions?phone=" + from))
                        .at("/items/0/phone")
                        .asText())
                .isEqualTo(listed);
        HttpResponse<String> removed = server.send(
                server.as(Role.OPERATOR, "/api/v1/suppressions/" + from).DELETE());
        assertThat(removed.statusCode()).isEqualTo(200);
        assertThat(suppressedOfANewCampaign(listed)).contains("\"suppressed\":0");
    }

    private JsonNode unmatched() {
        return RunningServer.json(server.get(Role.VIEWER, "/api/v1/suppressions"))
                .path("unmatched");
    }

    /** They hide their phone; an opt-out of theirs was dropped without a word. */
    @Test
    void shouldSayThatAnOptOutIsUnmatchedUntilAReceiptTellsWhoseItIs() {
        assertThat(genuine(stop("\"from_user_id\":\"IN.1\"")).statusCode()).isEqualTo(200);
        assertThat(genuine(stop("\"from_user_id\":\"IN.1\"")).statusCode()).isEqualTo(200);

        assertThat(unmatched().toString())
                .isEqualTo("{\"count\":1,\"items\":[{\"userId\":\"IN.1\",\"source\":\"reply to main\","
                        + "\"saidAt\":\"2025-11-24T16:00:00Z\"}]}");
        assertThat(server.get(Role.VIEWER, "/metrics").body()).contains("drumbeat_opt_outs_unmatched_total 1.0");

        genuine(value("\"statuses\":[{\"id\":\"wamid.1\",\"status\":\"read\",\"recipient_id\":\"919812345671\","
                + "\"recipient_user_id\":\"IN.1\"}]"));
        server.stores.receipts().apply();
        assertThat(unmatched().path("count").asInt()).isZero();
        assertThat(suppressedOfANewCampaign("+919812345671")).contains("\"suppressed\":1");
    }

    /** The log had it twice that a word was heard which nobody could tell whose it was. */
    @Test
    void shouldLogAWordAsHeardOnlyWhereItIsSomebodys() {
        try (CapturedLog log = new CapturedLog(Webhooks.class)) {
            genuine(stop("\"from_user_id\":\"IN.1\""));
            genuine(stop("\"from_user_id\":\"IN.1\""));
            assertThat(log.lines()).noneMatch(line -> line.startsWith("INFO An opt-out word was heard:"));

            genuine(stop("\"from\":\"919876500001\""));
            assertThat(log.lines()).contains("INFO An opt-out word was heard: WITHDRAWN (reply to main)");
        }
    }

    private static String read(String number) {
        return value("\"metadata\":{\"phone_number_id\":\"" + number
                + "\"},\"statuses\":[{\"id\":\"wamid.1\",\"status\":\"read\"}],"
                + "\"messages\":[{\"from\":\"919876500001\",\"text\":{\"body\":\"STOP\"}}]");
    }

    /** Two of our numbers whose vendor has one address for callbacks: the second's receipts were lost. */
    @ParameterizedTest
    @CsvSource({"number-of-main, main", "number-of-bulk, bulk"})
    void shouldTakeWhatIsAboutAnotherNumberOfOursForThatOne(String number, String sender) {
        assertThat(genuine(read(number)).statusCode()).isEqualTo(200);

        assertThat(server.rows("receipt where account_key = 'cloud|127.0.0.1:1|number-of-" + sender + "'"))
                .isEqualTo(1);
        assertThat(server.rows("suppression where source = 'reply to " + sender + "'"))
                .isEqualTo(1);
    }

    /**
     * A receipt about a test number that nobody had told Drumbeat of settled the unconfirmed send of another number to the
     * same phone: by its phone it is looked for at the number that it is about, and no other.
     */
    @ParameterizedTest
    @ValueSource(strings = {"number-of-second", "number-of-nobody"}) // second is another vendor's
    void shouldNotTakeAReceiptAboutANumberOfNobodysForOneOfTheAddressedNumber(String number) {
        assertThat(genuine(read(number)).statusCode()).isEqualTo(200);

        assertThat(server.rows("receipt where account_key = 'cloud|127.0.0.1:1|'"))
                .isEqualTo(1);
        assertThat(server.rows("receipt")).isEqualTo(1);
        assertThat(server.rows("suppression where source = 'reply to main'")).isEqualTo(1);
    }

    @Test
    void shouldTakeNothingAboutAnotherNumberWhenTheAddressedOnesSecretIsNotGood() {
        assertThat(post("main", "sha256=00", bytes(read("number-of-bulk"))).statusCode())
                .isEqualTo(401);
        assertThat(post("second", signature(read("number-of-bulk")), bytes(read("number-of-bulk")))
                        .statusCode())
                .isEqualTo(403);

        assertThat(server.rows("receipt")).isZero();
    }
}
