package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.workbook.SampleWorkbook;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told of a campaign that is not there yet. */
class PreflightTest extends HttpTest {

    private static final String PREFLIGHT = "/api/v1/preflight";
    private static final byte[] PNG = bytes("\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\3 \0\0\2X\b\2\0\0\0");
    private static final List<String> TABLES =
            List.of("campaign", "recipient", "reject", "media_asset", "media_chunk", "lane", "campaign_log");

    private List<Long> before = List.of();

    private static byte[] bytes(String latin1) {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    private HttpResponse<String> post(Multipart form) {
        before = rows();
        return server.post(Role.MARKETER, PREFLIGHT, form);
    }

    private JsonNode found(Multipart form) {
        HttpResponse<String> response = post(form);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    private JsonNode ofRecipients(String csv) {
        return found(new Multipart().field("recipients", csv));
    }

    private List<Long> rows() {
        return TABLES.stream().map(server::rows).toList();
    }

    private static List<String> codes(JsonNode found) {
        return found.path("warnings").findValuesAsText("code");
    }

    @AfterEach
    void shouldHaveCreatedNothing() {
        assertThat(rows()).isEqualTo(before);
        assertThat(server.spooled()).isZero();
        assertThat(server.signalled).isEmpty();
    }

    @Test
    void shouldTellAllThereIsToTell() {
        server.post(Role.OPERATOR, "/api/v1/suppressions", "{\"phones\": [\"+919812345673\"]}");
        String spec = """
                {"name": "Offer", "senders": ["main"], "defaultRegion": "IN", "columns": {"phone": "Mobile No"},
                 "media": {"type": "image", "caption": "Hello {{name|friend}}"}}""";
        String csv = """
                Mobile No;name
                98123 45670;Asha
                +919812345671;Bela with a long name
                9.198E+11;Chitra
                919812345671;Bela again
                +919812345673;Does not want it
                +919812345674;
                """;

        JsonNode found = found(new Multipart()
                .file("media", "offer.png", PNG)
                .file("recipients", "list.csv", csv.getBytes(StandardCharsets.UTF_8))
                .field("spec", spec));

        assertThat(found.path("partial").booleanValue()).isFalse();
        assertThat(found.path("audience").toString())
                .isEqualTo("{\"rows\":6,\"accepted\":3,\"rejected\":1,\"duplicates\":1,\"suppressed\":1}");
        assertThat(found.path("file").toString())
                .startsWith("{\"format\":\"csv\",\"delimiter\":\";\",\"encoding\":\"UTF-8\","
                        + "\"headers\":[\"Mobile No\",\"name\"],\"phoneColumn\":\"Mobile No\","
                        + "\"firstRows\":[[\"98123 45670\",\"Asha\"],");
        assertThat(found.at("/file/firstRows")).hasSize(5);
        assertThat(found.at("/file/emptyCells").toString()).isEqualTo("[0,1]");
        assertThat(found.path("rejects").findValuesAsText("code"))
                .containsExactly("phone_excel", "duplicate", "suppressed");
        assertThat(found.at("/rejects/0/line").intValue()).isEqualTo(4);
        assertThat(found.at("/rejects/0/cells").toString()).isEqualTo("[\"9.198E+11\",\"Chitra\"]");
        assertThat(found.path("samples").toString())
                .isEqualTo(
                        "[{\"line\":2,\"phone\":\"+919812345670\",\"caption\":\"Hello Asha\",\"cells\":[\"98123 45670\",\"Asha\"],\"parameters\":null},"
                                + "{\"line\":3,\"phone\":\"+919812345671\",\"caption\":\"Hello Bela with a long name\","
                                + "\"cells\":[\"+919812345671\",\"Bela with a long name\"],\"parameters\":null},"
                                + "{\"line\":7,\"phone\":\"+919812345674\",\"caption\":\"Hello friend\",\"cells\":[\"+919812345674\",\"\"],\"parameters\":null}]");
        assertThat(found.at("/limits/0").toString())
                .isEqualTo("{\"type\":\"image\",\"maxBytes\":5242880,\"mimeTypes\":[\"image/jpeg\",\"image/png\"]}");
        assertThat(found.path("media").toString())
                .isEqualTo("{\"type\":\"image\",\"mimeType\":\"image/png\",\"bytes\":" + PNG.length
                        + ",\"width\":800,\"height\":600}");
        assertThat(Duration.parse(found.at("/estimate/duration").textValue()))
                .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(9));
        assertThat(found.at("/estimate/byDay").findValues("sends")).hasSizeBetween(1, 2);
        assertThat(found.at("/estimate/days").intValue())
                .isEqualTo(found.at("/estimate/byDay").size());
        assertThat(found.at("/estimate/bySender/0/sends").intValue()).isEqualTo(3);
        assertThat(found.at("/estimate/bySender/0/finishesAt")).isEqualTo(found.at("/estimate/finishesAt"));
        server.send(
                server.as(Role.OPERATOR, "/api/v1/suppressions/+919812345673").DELETE());
    }

    @Test
    void shouldCountAsTheImportDoesWhenTheSameIsPosted() {
        String csv = "phone,name\n"
                + IntStream.range(0, 3_000)
                        .mapToObj(i -> i % 7 == 0 ? "nobody,x" : "+9198" + (10_000_000 + i % 2_000) + ",Name " + i)
                        .collect(Collectors.joining("\n"));
        Multipart form = Multipart.campaign(Multipart.DRAFT, csv.getBytes(StandardCharsets.UTF_8));

        JsonNode found = found(form);

        assertThat(found.path("rejects")).hasSize(20);
        assertThat(found.path("samples")).hasSize(2);
        JsonNode campaign = json(server.post(Role.MARKETER, form));
        assertThat(found.path("audience")).isEqualTo(campaign.path("audience"));
        server.signalled.clear();
        before = rows();
    }

    @Test
    void shouldSayNullOfWhatIsNotThereYet() {
        JsonNode nothing = found(new Multipart().field("spec", "{}"));
        JsonNode onlyFile = ofRecipients(Multipart.RECIPIENTS);
        JsonNode onlyMedia = found(new Multipart().file("media", "offer.png", PNG));
        JsonNode onlySenders = found(new Multipart().field("spec", "{\"senders\": [\"main\"]}"));

        for (String section : List.of("audience", "file", "rejects", "samples", "media", "estimate")) {
            assertThat(nothing.path(section).isNull()).as(section).isTrue();
        }
        assertThat(nothing.path("warnings")).isEmpty();
        assertThat(onlyFile.at("/audience/accepted").intValue()).isEqualTo(2);
        assertThat(onlyFile.at("/samples/0/caption").isNull()).isTrue();
        assertThat(onlyFile.path("estimate").isNull()).isTrue();
        assertThat(onlyMedia.path("media").toString()).contains("\"type\":null,\"mimeType\":\"image/png\"");
        assertThat(onlySenders.path("estimate").isNull()).isTrue();
    }

    @Test
    void shouldRefuseAsTheCampaignWouldWithAllThatIsWrong() {
        String spec = """
                {"name": "", "senders": ["nobody"], "media": {"type": "image", "caption": "Hello {{nmae}}"},
                 "defaultRegion": "XX", "wrong": 1}""";
        Multipart form = new Multipart()
                .field("spec", spec)
                .field("recipients", Multipart.RECIPIENTS)
                .field("other", "x")
                .file("media", "offer.png", bytes("%PDF-1.7"));

        HttpResponse<String> refused = post(form);

        assertThat(fields(refused)).isEqualTo(fields(server.post(Role.MARKETER, form)));
        assertThat(fields(refused))
                .containsExactlyInAnyOrder(
                        "other", "name", "defaultRegion", "wrong", "senders[0]", "media", "media.caption");
        assertThat(fields(post(new Multipart().field("recipients", "name\nAsha\n"))))
                .containsExactly("recipients");
        assertThat(post(new Multipart().field("recipients", "phone\nnobody\n")).body())
                .contains("No row can be sent to");
        assertProblem(server.post(Role.VIEWER, PREFLIGHT, new Multipart().field("spec", "{}")), 403);
    }

    @Test
    void shouldLeaveOutTheRecordThatTheHeadOfAFileEndsWithin() {
        String csv = "phone,name\n"
                + IntStream.range(0, 30)
                        .mapToObj(i -> "+9198123456" + (10 + i) + ",\"Anjou, n\u00e9e " + i + "\"\n")
                        .collect(Collectors.joining());
        byte[] file = csv.getBytes(StandardCharsets.UTF_8);
        int lastRecord =
                csv.getBytes(StandardCharsets.UTF_8).length - 1 - "+91981234561x,\"Anjou, n\u00c3\u00a9e 2x\"".length();

        for (int length = lastRecord; length <= file.length; length++) {
            JsonNode found = found(new Multipart().file("recipients", "head.csv", Arrays.copyOf(file, length)));
            boolean within = length > lastRecord && length < file.length - 1;
            assertThat(found.path("partial").booleanValue())
                    .as("%s bytes", length)
                    .isEqualTo(within);
            assertThat(found.at("/audience/accepted").intValue())
                    .as("%s bytes", length)
                    .isEqualTo(length < file.length - 1 ? 29 : 30);
            assertThat(found.at("/audience/rejected").intValue()).isZero();
        }
    }

    @Test
    void shouldNotRefuseAHeadForWhatIsBehindIt() {
        JsonNode head = ofRecipients("phone,name\n+91981");
        JsonNode estimated = found(new Multipart()
                .field("spec", "{\"senders\": [\"main\"]}")
                .field("recipients", "phone,name\n+919812345670,Asha\n+9198"));

        assertThat(head.path("partial").booleanValue()).isTrue();
        assertThat(head.at("/audience/rows").intValue()).isZero();
        assertThat(head.path("samples")).isEmpty();
        assertThat(estimated.at("/audience/rows").intValue()).isEqualTo(1);
        assertThat(estimated.path("estimate").isNull()).isTrue();
        assertThat(fields(post(new Multipart().field("recipients", "phone,name\n+919812345670,\"Asha\n"))))
                .containsExactly("recipients");
    }

    /** A person who is told only that the phone column is not there has nothing to choose from. */
    @Test
    void shouldShowTheFileWhenItCannotBeReadAsItIs() {
        HttpResponse<String> refused = post(new Multipart().field("recipients", """
                Customer,Ref,Contact
                Asha,12,98123 45670
                Bela,13,87654 32109
                Chitra,14,76543 21098
                Devi,15,none
                """));

        assertThat(fields(refused)).containsExactly("recipients");
        JsonNode file = json(refused).path("file");
        assertThat(file.path("headers").toString()).isEqualTo("[\"Customer\",\"Ref\",\"Contact\"]");
        assertThat(file.path("phoneColumn").isNull()).isTrue();
        assertThat(file.path("likelyPhoneColumn").textValue()).isEqualTo("Contact");
        assertThat(file.at("/firstRows/0").toString()).isEqualTo("[\"Asha\",\"12\",\"98123 45670\"]");
        assertThat(file.at("/regions/0").toString()).isEqualTo("{\"region\":\"IN\",\"mobiles\":3,\"looked\":3}");

        JsonNode national = json(post(new Multipart()
                .field("spec", "{\"columns\": {\"phone\": \"Contact\"}}")
                .field("recipients", "Customer,Contact\nAsha,98123 45670\nBela,87654 32109\nChitra,76543 21098\n")));
        assertThat(national.at("/errors/0/field").textValue()).isEqualTo("defaultRegion");
        assertThat(national.at("/file/phoneColumn").textValue()).isEqualTo("Contact");
        assertThat(national.at("/file/regions/0/region").textValue()).isEqualTo("IN");
    }

    @Test
    void shouldReadAWorkbook() {
        byte[] file = SampleWorkbook.of("""
                        <row r="2"><c t="str"><v>phone</v></c><c t="str"><v>name</v></c></row>
                        <row r="4"><c><v>9.1981234567E11</v></c><c t="str"><v>Asha</v></c></row>""").bytes();

        JsonNode found = found(new Multipart().file("recipients", "list.xlsx", file));

        assertThat(found.path("file").toString())
                .isEqualTo(
                        "{\"format\":\"xlsx\",\"delimiter\":null,\"encoding\":null,\"headers\":[\"phone\",\"name\"],"
                                + "\"phoneColumn\":\"phone\",\"firstRows\":[[\"919812345670\",\"Asha\"]],\"emptyCells\":[0,0]}");
        assertThat(found.at("/samples/0/line").intValue()).isEqualTo(4);
    }

    @Test
    void shouldWarnOfWhatVendorsCannotFetch() {
        Multipart form = new Multipart()
                .field("spec", "{\"senders\": [\"second\"], \"media\": {\"type\": \"image\"}}")
                .file("media", "offer.png", PNG);

        assertThat(codes(found(form))).containsExactly("media_not_public");
    }

    /** The night of the recipients' own clocks: nine in the evening in India. */
    @Test
    void shouldEstimateFromTheTimeOfTheStartAndThroughTheNight() {
        String spec = """
                {"senders": ["main"], "pacing": {"minDelay": "PT1H", "maxDelay": "PT1H"},
                 "schedule": {"startAt": "2099-12-01T20:30:00+05:30",
                              "quietHours": {"from": "21:00", "to": "09:00", "zone": "recipient"}}}""";

        JsonNode estimate = found(new Multipart()
                        .field("recipients", Multipart.RECIPIENTS)
                        .field("spec", spec))
                .path("estimate");

        assertThat(estimate.path("duration").textValue()).isEqualTo("PT12H30M");
        assertThat(estimate.path("finishesAt").textValue()).isEqualTo("2099-12-02T03:30:00Z");
        assertThat(estimate.path("byDay").toString())
                .isEqualTo("[{\"date\":\"2099-12-01\",\"sends\":1},{\"date\":\"2099-12-02\",\"sends\":1}]");
    }
}
