package io.drumbeat.engine.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.engine.gateway.type.GatewayType;
import io.drumbeat.engine.vendor.GatewayTypes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorTest {

    private static final String CLOUD = "/cloud/v23.0/111/messages";
    private static final String WACHAT = "/wachat/api/v1/send/media";
    private static final String GOOD_CLOUD = """
            {"messaging_product":"whatsapp","recipient_type":"individual","to":"919876500001","type":"image",
             "image":{"link":"https://example.com/a.png","caption":"Hi"},"biz_opaque_callback_data":"d"}""";
    private static final String GOOD_TEMPLATE = """
            {"messaging_product":"whatsapp","to":"919876500001","type":"template",
             "template":{"name":"offer_2","language":{"code":"en_US"},"components":[
              {"type":"header","parameters":[{"type":"image","image":{"link":"https://example.com/a.png"}}]},
              {"type":"body","parameters":[{"type":"text","text":"Asha"},{"type":"text","text":"a    b"}]}]}}""";
    private static final String WACONNECT = "/waconnect/api/messages/";
    private static final String PEPIPOST = "/pepipost/api/v2/message/";
    private static final String GOOD_WACONNECT = """
            {"to":"919876500001","mediaUrl":"https://example.com/a.png","caption":"Hi","phoneNumberId":"111"}""";
    private static final String GOOD_PEPIPOST = """
            {"message":[{"recipient_whatsapp":"919876500001","recipient_type":"individual","message_type":"media",
             "source":"5bf1","x-apiheader":"d","type_media":[{"attachments":[
             {"attachment_url":"https://example.com/a.png","attachment_type":"image","caption":"Hi"}]}]}]}""";
    private static final String GOOD_WACHAT = """
            {"instanceName":"main","number":"919876500001","type":"image","mediaUrl":"https://example.com/a.png",
             "message":"Hi","fileName":"a.png","mimetype":"image/png","delay":1}""";

    private final HttpClient client = HttpClient.newHttpClient();
    private Simulator simulator;

    @BeforeEach
    void start() throws IOException {
        simulator = Simulator.start("127.0.0.1", 0, new Simulator.Options(Duration.ZERO, false, true));
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void shouldCountWhatItReceivedUntilItForgets() throws Exception {
        assertThat(post(CLOUD, "Bearer t", GOOD_CLOUD).statusCode()).isEqualTo(200);
        assertThat(post(CLOUD, "Bearer t", GOOD_CLOUD).statusCode()).isEqualTo(200);
        assertThat(post(WACHAT, "Bearer t", GOOD_WACHAT.replace("00001", "00002"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(post(CLOUD, "Bearer t", GOOD_CLOUD.replace("00001", "99126")).statusCode())
                .isEqualTo(400);

        JsonNode counters = get("/simulator/counters");
        assertThat(counters.path("sends").asInt()).isEqualTo(4);
        assertThat(counters.path("received").asInt()).isEqualTo(3);
        assertThat(counters.path("phones").asInt()).isEqualTo(2);
        assertThat(counters.path("doubled").asInt()).isEqualTo(1);
        assertThat(counters.at("/accounts/cloud~1111/answers/131026").asInt()).isEqualTo(1);
        assertThat(get("/simulator/phones").path("+919876500002").asInt()).isEqualTo(1);
        assertThat(get("/simulator/phones?phone=+919876500001")
                        .path("+919876500001")
                        .asInt())
                .isEqualTo(2);
        JsonNode sends = get("/simulator/sends?account=cloud/111");
        assertThat(sends).hasSize(3);
        assertThat(sends.get(1).path("arrivedNanos").asLong())
                .isGreaterThanOrEqualTo(sends.get(0).path("repliedNanos").asLong());

        post("/simulator/reset", "Bearer t", "");
        assertThat(get("/simulator/counters").path("sends").asInt()).isZero();
        assertThat(simulator.received()).isEmpty();
    }

    @Test
    void shouldBehaveToAllAsItIsToldUntilToldOtherwise() throws Exception {
        assertThat(post("/simulator/behave", "Bearer t", "{\"as\":\"99503\"}").statusCode())
                .isEqualTo(200);
        assertThat(post(CLOUD, "Bearer t", GOOD_CLOUD).statusCode()).isEqualTo(503);
        assertThat(simulator.received()).isEmpty();
        assertThat(simulator.sends()).extracting(Simulator.Send::answer).containsExactly("503");

        assertThat(post("/simulator/behave", "Bearer t", "{}").statusCode()).isEqualTo(200);
        assertThat(post(CLOUD, "Bearer t", GOOD_CLOUD).statusCode()).isEqualTo(200);
        assertThat(post("/simulator/behave", "Bearer t", "{\"as\":\"503\"}").body())
                .contains("as must be five digits, or empty");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"messaging_product\":\"whatsapp\", | ",
                "\"whatsapp\"                       | \"sms\"",
                "\"individual\"                     | \"group\"",
                "\"to\":\"919876500001\",           | ",
                "\"919876500001\"                   | \"abc\"",
                "\"type\":\"image\"                 | \"type\":\"video\"",
                "\"type\":\"image\"                 | \"type\":\"template\"",
                "\"type\":\"image\"                 | \"type\":\"to\"",
                "\"link\":\"https://example.com/a.png\" | \"link\":\"https://example.com/a.png\",\"id\":\"1\"",
                "\"link\":\"https://example.com/a.png\", | ",
                "\"caption\":\"Hi\"                 | \"filename\":\"a.png\"",
                "\"d\"}                             | \"d\",\"delay\":1}",
                "{\"messaging_product\"             | \"messaging_product\""
            })
    void shouldRefuseWhenAFieldIsNotWhatCloudAsksFor(String good, String bad) throws Exception {
        String body = GOOD_CLOUD.replace(good, bad == null ? "" : bad);
        HttpResponse<String> answer = post(CLOUD, "Bearer t", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":100");
        assertThat(simulator.received()).isEmpty();
    }

    @Test
    void shouldTakeATemplateWhenItIsAsCloudAsksFor() throws Exception {
        String withoutBody = GOOD_TEMPLATE.replaceAll("(?s),\\s*\\{\"type\":\"body\".*", "]}}");

        assertThat(post(CLOUD, "Bearer t", GOOD_TEMPLATE).statusCode()).isEqualTo(200);
        assertThat(post(CLOUD, "Bearer t", withoutBody).statusCode()).isEqualTo(200);
        assertThat(simulator.received("+919876500001")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"name\":\"offer_2\",              | ``",
                "offer_2                            | Offer 2",
                "{\"code\":\"en_US\"}               | \"en_US\"",
                "en_US                              | english",
                "\"components\"                     | \"namespace\":\"x\",\"components\"",
                "{\"type\":\"header\"               | {\"type\":\"body\"",
                "{\"type\":\"header\"               | {\"type\":\"footer\"",
                "{\"type\":\"image\",\"image\"        | {\"type\":\"video\",\"image\"",
                "{\"type\":\"image\",\"image\"        | {\"type\":\"sticker\",\"sticker\"",
                "a.png\"}                            | a.png\",\"caption\":\"Hi\"}",
                "a.png\"}                            | a.png\",\"id\":\"1\"}",
                "{\"type\":\"text\",\"text\":\"Asha\"}  | {\"type\":\"text\"}",
                "{\"type\":\"text\",\"text\":\"Asha\"}  | \"Asha\"",
                "Asha                               | ``",
                "Asha                               | a\\nb",
                "Asha                               | a\\tb",
                "Asha                               | a     b",
            })
    void shouldRefuseWhenATemplateIsNotWhatCloudAsksFor(String good, String bad) throws Exception {
        HttpResponse<String> answer = post(CLOUD, "Bearer t", GOOD_TEMPLATE.replace(good, bad));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":100");
        assertThat(simulator.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"instanceName\":\"main\",         | ",
                "\"919876500001\"                   | \"+919876500001\"",
                "\"image\"                          | \"sticker\"",
                "https://example.com/a.png          | /a.png",
                "\"delay\":1                        | \"delay\":\"1\"",
                "\"delay\":1                        | \"caption\":\"Hi\"",
                "\"message\":\"Hi\"                 | \"message\":null"
            })
    void shouldRefuseWhenAFieldIsNotWhatWachatAsksFor(String good, String bad) throws Exception {
        String body = GOOD_WACHAT.replace(good, bad == null ? "" : bad);
        assertThat(post(WACHAT, "Bearer t", body).statusCode()).isEqualTo(400);
        assertThat(simulator.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "image | \"to\":\"919876500001\", | ",
                "image | \"919876500001\" | \"+919876500001\"",
                "image | \"mediaUrl\":\"https://example.com/a.png\", | ",
                "image | https://example.com/a.png | /a.png",
                "image | \"caption\":\"Hi\" | \"mediaId\":\"1\"",
                "image | \"caption\":\"Hi\" | \"filename\":\"a.png\"",
                "image | \"caption\":\"Hi\" | \"caption\":null",
                "image | \"mediaUrl\":\"https://example.com/a.png\" | \"mediaId\":\"1\"",
                "image | \"111\" | 111",
                "audio | \"to\" | \"to\"",
                "sticker | \"to\" | \"to\""
            })
    void shouldRefuseWhenAFieldIsNotWhatWaConnectAsksFor(String type, String good, String bad) throws Exception {
        String body = GOOD_WACONNECT.replace(good, bad == null ? "" : bad);
        assertThat(post(WACONNECT + type, "Bearer t", body).statusCode()).isEqualTo(400);
        assertThat(simulator.received()).isEmpty();
    }

    @Test
    void shouldCountByNumberOrAsDefaultWhenWaConnectSends() throws Exception {
        String nameless = GOOD_WACONNECT.replace(",\"phoneNumberId\":\"111\"", "");
        assertThat(post(WACONNECT + "image", "", GOOD_WACONNECT).statusCode()).isEqualTo(200);
        assertThat(post(WACONNECT + "video", "", nameless).statusCode()).isEqualTo(200);
        assertThat(post(WACONNECT + "contact", "", nameless).statusCode()).isEqualTo(404);
        JsonNode accounts = get("/simulator/counters").path("accounts");
        assertThat(accounts.at("/waconnect~1111/received").asInt()).isEqualTo(1);
        assertThat(accounts.at("/waconnect~1default/received").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"recipient_whatsapp\":\"919876500001\", | | 8001",
                "\"message_type\":\"media\", | | 8001",
                "\"source\":\"5bf1\", | | 8001",
                "\"source\":\"5bf1\", | \"source\":\"5bf1\",\"delay\":1, | 8006",
                "\"919876500001\" | \"+919876500001\" | 8006",
                "\"individual\" | \"group\" | 8006",
                "\"media\" | \"text\" | 8006",
                "\"attachment_type\":\"image\", | | 8001",
                "\"image\" | \"gif\" | 8006",
                "\"image\" | \"audio\" | 8006",
                "https://example.com/a.png | /a.png | 8006",
                "\"attachment_url\" | \"attachment_id\":\"1\",\"attachment_url\" | 8006",
                "\"Hi\"}] | \"Hi\"},{}] | 8006",
                "]}]}]} | ]}]},{}]} | 8006",
                "{\"message\":[ | {\"messages\":[ | 8006"
            })
    void shouldRefuseWhenAFieldIsNotWhatPepipostAsksFor(String good, String bad, String code) throws Exception {
        HttpResponse<String> answer = post(PEPIPOST, "Bearer t", GOOD_PEPIPOST.replace(good, bad == null ? "" : bad));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"status\":\"failure\"").contains("\"code\":\"" + code + "\"");
        assertThat(simulator.received()).isEmpty();
    }

    @Test
    void shouldSayPepipostsCodesBehindA200() throws Exception {
        assertThat(post(PEPIPOST, "Bearer t", GOOD_PEPIPOST).body()).contains("\"status\":\"success\"");
        HttpResponse<String> answer = post(PEPIPOST, "Bearer t", GOOD_PEPIPOST.replace("00001", "99906"));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"status\":\"failure\"").contains("\"code\":\"8006\"");
        assertThat(get("/simulator/counters")
                        .at("/accounts/pepipost~15bf1/answers/8006")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "bearer t", "Bearer ", "Basic t", "Bearer bad", "Bearer  t"})
    void shouldRefuseWhenTheTokenIsNotInItsForm(String authorization) throws Exception {
        assertThat(post(CLOUD, authorization, GOOD_CLOUD).statusCode()).isEqualTo(401);
        assertThat(post(WACHAT, authorization, GOOD_WACHAT).statusCode()).isEqualTo(401);
        assertThat(post(PEPIPOST, authorization, GOOD_PEPIPOST).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bad", "wba 1"})
    void shouldRefuseWhenTheKeyIsNotInItsForm(String key) throws Exception {
        HttpRequest request = request(simulator, WACONNECT + "image", GOOD_WACONNECT)
                .header("X-API-Key", key)
                .build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldRefuseWhenWachatCannotFetchTheMedia() throws Exception {
        try (Simulator strict = Simulator.start("127.0.0.1", 0)) {
            String reachable = "http://127.0.0.1:" + strict.port() + "/simulator/counters";
            assertThat(post(strict, WACHAT, "Bearer t", GOOD_WACHAT.replace("https://example.com/a.png", reachable))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(post(
                                    strict,
                                    WACHAT,
                                    "Bearer t",
                                    GOOD_WACHAT.replace("https://example.com/a.png", reachable + "x"))
                            .statusCode())
                    .isEqualTo(422);
        }
    }

    @Test
    void shouldServeEveryNumberWhenToldNotToMisbehave() throws Exception {
        try (Simulator meek =
                Simulator.start("127.0.0.1", 0, new Simulator.Options(Duration.ofMillis(50), false, false))) {
            long start = System.nanoTime();
            assertThat(post(meek, CLOUD, "Bearer t", GOOD_CLOUD.replace("00001", "99012"))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000);
        }
    }

    @Test
    void shouldSimulateEveryVendorAsItIsWhenItCallsBackOrDoesNot() {
        assertThat(simulator.baseUrls("127.0.0.1").keySet())
                .containsExactlyElementsOf(
                        GatewayTypes.all().stream().map(GatewayType::name).toList());
        for (GatewayType type : GatewayTypes.all()) {
            URI url = URI.create("http://127.0.0.1:1/");
            ThrowingCallable registration = () -> simulator.reportTo(type.name() + "/1", url, "secret");
            if (type.callbacks().isPresent()) {
                assertThatNoException().isThrownBy(registration);
            } else {
                assertThatThrownBy(registration).hasMessageStartingWith("account must be one of cloud, ");
            }
        }
    }

    private HttpResponse<String> post(String path, String authorization, String body) throws Exception {
        return post(simulator, path, authorization, body);
    }

    private HttpResponse<String> post(Simulator to, String path, String authorization, String body) throws Exception {
        HttpRequest request = request(to, path, body)
                .header("Authorization", authorization)
                .header("X-API-Key", "wba_1")
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(Simulator to, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + to.port() + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private JsonNode get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + simulator.port() + path))
                .build();
        return new JsonMapper()
                .readTree(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
    }
}
