package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.dispatch.DispatchStores;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.stores.Stores;
import io.drumbeat.campaigns.suppression.Consent;
import io.drumbeat.campaigns.suppression.Speaker;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import io.drumbeat.campaigns.workbook.SampleWorkbook;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Isolated("reads what all classes of this process log")
class SuppressionRoutesTest extends HttpTest {

    private static final String PATH = "/api/v1/suppressions";
    private static final String ASHA = "+919812345670";
    private static final String BELA = "+919812345671";
    private static final AccountKey MAIN = new AccountKey("cloud|graph.facebook.com:443|111");

    @AfterEach
    void forget() {
        server.database.database().jdbi().useHandle(handle -> handle.execute("delete from suppression"));
    }

    private HttpResponse<String> postJson(String json) {
        return server.post(Role.OPERATOR, PATH, json);
    }

    private HttpResponse<String> postCsv(String query, byte[] csv) {
        return server.send(server.as(Role.OPERATOR, PATH + query)
                .header("Content-Type", "text/csv; charset=utf-8")
                .POST(BodyPublishers.ofByteArray(csv)));
    }

    private HttpResponse<String> postCsv(String query, String csv) {
        return postCsv(query, csv.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> delete(String path) {
        return server.send(server.as(Role.OPERATOR, path).DELETE());
    }

    private HttpResponse<String> deleteJson(String path, String json) {
        return server.send(server.as(Role.OPERATOR, path)
                .header("Content-Type", "application/json")
                .method("DELETE", BodyPublishers.ofString(json)));
    }

    private List<String> listed() {
        return json(server.get(Role.VIEWER, PATH)).path("items").findValuesAsText("phone");
    }

    @Test
    void shouldShowWhoWasAddedWhyAndByWhom() {
        HttpResponse<String> added =
                postJson("{\"phones\": [\"" + ASHA + "\", \"+91 98123-45671\"], \"reason\": \"complained\"}");

        assertThat(added.statusCode()).isEqualTo(200);
        assertThat(added.body()).isEqualTo("{\"added\":2,\"existing\":0,\"rejected\":0,\"errors\":[]}");
        JsonNode page = json(server.get(Role.VIEWER, PATH));
        assertThat(page.path("nextCursor").isNull()).isTrue();
        assertThat(page.path("items").findValuesAsText("phone")).containsExactlyInAnyOrder(ASHA, BELA);
        JsonNode entry = page.path("items").path(0);
        assertThat(entry.path("reason").textValue()).isEqualTo("complained");
        assertThat(entry.path("source").textValue()).isEqualTo("api a-operator");
        assertThat(entry.path("createdAt").textValue()).endsWith("Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"phones\": [\"+919812345670\", \"+919812345671\"]}",
                "{\"items\": [{\"phone\": \"+919812345670\", \"reason\": \"r\"}, {\"phone\": \"+919812345671\"}]}",
                "[{\"phone\": \"+919812345670\"}, {\"phone\": \"09812345671\", \"reason\": null}]",
                "{\"phones\": [\"9812345670\", \"00919812345671\"], \"defaultRegion\": \"IN\", \"phoneFormat\": \"auto\"}"
            })
    void shouldTakeEveryFormOfJson(String body) {
        HttpResponse<String> added = postJson(body.contains("\"098") ? body.replace("098", "+9198") : body);

        assertThat(added.body()).startsWith("{\"added\":2,\"existing\":0");
        assertThat(listed()).containsExactlyInAnyOrder(ASHA, BELA);
    }

    @Test
    void shouldTakeOnePhoneAndSayThatItIsThereWhenItIsAddedAgain() {
        assertThat(postJson("{\"phone\": \"" + ASHA + "\", \"reason\": \"one\"}")
                        .body())
                .startsWith("{\"added\":1,\"existing\":0");
        assertThat(postJson("{\"phones\": [\"" + ASHA + "\", \"" + ASHA + "\"], \"reason\": \"two\"}")
                        .body())
                .startsWith("{\"added\":0,\"existing\":2");
        assertThat(server.get(Role.VIEWER, PATH).body()).contains("\"one\"").doesNotContain("\"two\"");
    }

    @Test
    void shouldReadPhonesInTheRegionOfTheQuery() {
        assertThat(server.post(Role.OPERATOR, PATH + "?defaultRegion=IN", "[{\"phone\": \"09812345670\"}]")
                        .statusCode())
                .isEqualTo(200);
        assertThat(listed()).containsExactly(ASHA);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            {"phones": ["+919812345670", "12", 7, "", "+1"]}; phones[1] phones[2] phones[3] phones[4]
            {"items": [{"phone": "+919812345670", "why": 1}, {}, 3]}; items[0].why items[1].phone items[2]
            [{"phone": "+919812345670", "reason": 1}, {"phone": "x"}]; [0].reason [1].phone
            {"phones": ["+919812345670"], "phone": "+919812345671", "extra": 1}; extra phone
            {"phones": "+919812345670", "reason": "\\u0000"}; reason phones
            {"reason": "x"}; phones
            {"phones": []}; phones
            []; items
            3; body
            {"phones": ["+919812345670"], "defaultRegion": "ZZ", "phoneFormat": "x"}; defaultRegion phoneFormat
            """)
    void shouldNameEverythingThatIsWrongAndAddNothing(String body, String fields) {
        assertThat(fields(postJson(body))).containsExactlyInAnyOrder(fields.split(" "));
        assertThat(listed()).isEmpty();
    }

    @Test
    void shouldReadACsvAsRecipientsAreRead() {
        String csv = """
                \uFEFFName;Mobile No;Reason
                Asha;+91 98123 45670;wrote a letter
                Bela;98123-45671;
                Chris;9.19E+11;x
                ;;
                Dora;nobody;x
                Asha;00919812345670;again
                """.replace("\n", "\r\n");

        JsonNode answer = json(postCsv("?defaultRegion=IN", csv));

        assertThat(answer.path("added").longValue()).isEqualTo(2);
        assertThat(answer.path("existing").longValue()).isEqualTo(1);
        assertThat(answer.path("rejected").longValue()).isEqualTo(2);
        assertThat(answer.path("errors").findValuesAsText("line")).containsExactly("4", "6");
        assertThat(answer.path("errors").path(0).path("message").textValue()).contains("Excel");
        assertThat(listed()).containsExactlyInAnyOrder(ASHA, BELA);
        assertThat(server.get(Role.VIEWER, PATH).body())
                .contains("\"wrote a letter\"", "\"no reason given\"")
                .doesNotContain("again");
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldReadACsvInTheEncodingThatTheAddressNames() {
        byte[] csv = ("phone,reason\n" + ASHA + ",просила\n" + BELA + ",написал\n").getBytes(Charset.forName("KOI8-R"));

        assertThat(fields(postCsv("", csv))).containsExactly("suppressions");
        assertThat(fields(postCsv("?encoding=odd", csv))).containsExactly("encoding");
        assertThat(json(postCsv("?encoding=koi8-r", csv)).path("added").longValue())
                .isEqualTo(2);
        assertThat(server.get(Role.VIEWER, PATH).body()).contains("\"просила\"", "\"написал\"");
    }

    @Test
    void shouldAddNothingWhenThePhonesAreOfACountryThatNobodyNamed() {
        assertThat(fields(postCsv("", "phone\n98123 45670\n6592345678\n98123 45671\n")))
                .containsExactly("defaultRegion");
        assertThat(listed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"suppressions", "file"})
    void shouldTakeACsvAsAPartOfAForm(String part) {
        Multipart form = new Multipart()
                .file(part, "list.csv", ("Nummer,kept\n" + ASHA + ",x\n").getBytes(StandardCharsets.UTF_16));

        HttpResponse<String> answer = send(form, "?phoneColumn=nummer");

        assertThat(answer.body()).startsWith("{\"added\":1,");
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldTakeAWorkbookAsAPartOfAForm() {
        Multipart form = new Multipart()
                .file(
                        "file",
                        "list.xlsx",
                        SampleWorkbook.ofTexts(List.of("phone", "reason"), List.of(ASHA, "wrote a letter")));

        HttpResponse<String> refused = send(form, "?sheet=Sheet2");
        HttpResponse<String> taken = send(form, "?sheet=list+1");

        assertThat(fields(refused)).containsExactly("sheet");
        assertThat(taken.body()).startsWith("{\"added\":1,");
        assertThat(server.get(Role.VIEWER, PATH).body()).contains("\"wrote a letter\"");
    }

    private HttpResponse<String> send(Multipart form, String query) {
        return server.send(server.as(Role.OPERATOR, PATH + query)
                .header("Content-Type", form.contentType())
                .POST(BodyPublishers.ofByteArray(form.bytes())));
    }

    @Test
    void shouldShowTheFirstTwentyRejectsOfManyAndImportTheRest() {
        StringBuilder csv = new StringBuilder("phone\n");
        for (int i = 0; i < 2_500; i++) {
            csv.append(i % 100 == 0 ? "nobody\n" : "+9198%08d\n".formatted(10_000_000 + i));
        }

        JsonNode answer = json(postCsv("", csv.toString()));

        assertThat(answer.path("added").longValue()).isEqualTo(2_475);
        assertThat(answer.path("rejected").longValue()).isEqualTo(25);
        assertThat(answer.path("errors")).hasSize(20);
        assertThat(server.rows("suppression")).isEqualTo(2_475);
    }

    @Test
    void shouldAddNothingOfAFileThatCannotBeReadToItsEnd() {
        String many = IntStream.range(0, 1_500)
                .mapToObj(i -> "+9198%08d\n".formatted(10_000_000 + i))
                .collect(Collectors.joining());

        HttpResponse<String> unclosed = postCsv("", "phone\n" + many + "\"" + ASHA);
        assertThat(fields(unclosed)).containsExactly("suppressions");
        assertThat(unclosed.body()).contains("line 1502");
        HttpResponse<String> noColumn = postCsv("", "name,town\nAsha,Pune\n");
        assertThat(fields(noColumn)).containsExactly("suppressions");
        assertThat(noColumn.body()).contains("phoneColumn", "town").doesNotContain("columns.phone");
        assertThat(fields(postCsv("?phoneColumn=tel", "phone\n" + ASHA + "\n"))).containsExactly("phoneColumn");
        assertThat(fields(postCsv("", new byte[] {'P', 'K', 3, 4, 0, 0}))).containsExactly("suppressions");
        assertThat(fields(postCsv("", ""))).containsExactly("suppressions");
        assertThat(fields(postCsv("?defaultRegion=xx&phoneFormat=odd", "phone\n")))
                .containsExactly("defaultRegion", "phoneFormat");
        assertThat(listed()).isEmpty();
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldRefuseAFormWithoutAFileOrWithTwo() {
        Multipart two = new Multipart().field("suppressions", "phone\n").field("file", "phone\n");
        for (Multipart form : List.of(two, new Multipart().field("other", "x"))) {
            assertThat(fields(server.send(server.as(Role.OPERATOR, PATH)
                            .header("Content-Type", form.contentType())
                            .POST(BodyPublishers.ofByteArray(form.bytes())))))
                    .contains("suppressions");
        }
    }

    @Test
    void shouldAnswer415And413And403() {
        String large = "phone\n" + "+919812345670\n".repeat(30_000);
        assertThat(server.send(server.as(Role.OPERATOR, PATH)
                                .header("Content-Type", "application/xml")
                                .POST(BodyPublishers.ofString("<a/>")))
                        .statusCode())
                .isEqualTo(415);
        assertThat(server.send(server.as(Role.OPERATOR, PATH).POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(415);
        assertThat(postCsv("", large).statusCode()).isEqualTo(413);
        assertThat(postJson("{\"reason\": \"" + "x".repeat((int) RunningServer.MAX_UPLOAD) + "\"}")
                        .statusCode())
                .isEqualTo(413);
        assertThat(server.post(Role.MARKETER, PATH, "{\"phone\": \"" + ASHA + "\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(server.send(server.as(Role.MARKETER, PATH + "/" + ASHA).DELETE())
                        .statusCode())
                .isEqualTo(403);
        assertThat(postJson("{").statusCode()).isEqualTo(400);
        assertThat(server.spooled()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"%2B919812345670", "+919812345670", "919812345670", "%20919812345670", "00919812345670"})
    void shouldFindAndRemoveAPhoneHoweverItsPlusIsWritten(String phone) {
        postJson("{\"phones\": [\"" + ASHA + "\", \"" + BELA + "\"]}");

        assertThat(json(server.get(Role.VIEWER, PATH + "?phone=" + phone))
                        .path("items")
                        .findValuesAsText("phone"))
                .containsExactly(ASHA);
        assertThat(delete(PATH + "/" + phone).body()).startsWith("{\"removed\":1,");
        assertThat(delete(PATH + "/" + phone).statusCode()).isEqualTo(404);
        assertThat(delete(PATH + "?phone=" + phone).body()).isEqualTo("{\"removed\":0,\"undo\":[]}");
        assertThat(json(server.get(Role.VIEWER, PATH + "?phone=" + phone)).path("items"))
                .isEmpty();
        assertThat(listed()).containsExactly(BELA);
    }

    @Test
    void shouldRemoveManyByQueryAndBody() {
        postJson("{\"phones\": [\"" + ASHA + "\", \"" + BELA + "\", \"+919812345672\"]}");

        assertThat(deleteJson(PATH + "?phone=+919812345672", "{\"phones\": [\"" + ASHA + "\", \"919812345671\"]}")
                        .body())
                .startsWith("{\"removed\":3,");
        assertThat(listed()).isEmpty();
    }

    /** Who had opted out by themselves was an operator's entry once they were put back, and stayed whatever they wrote then. */
    @Test
    void shouldUndoARemovalAsIfItHadNotBeen() {
        Instant now = Instant.now();
        suppressions().heard(MAIN, Speaker.at(ASHA), Consent.WITHDRAWN, now.minusSeconds(9), "reply to main");
        String before = server.get(Role.VIEWER, PATH).body();

        JsonNode removed = json(delete(PATH + "/" + ASHA));
        assertThat(listed()).isEmpty();
        String undo = "{\"undo\": " + removed.path("undo") + "}";
        assertThat(postJson(undo).body()).isEqualTo("{\"added\":1,\"existing\":0,\"rejected\":0,\"errors\":[]}");
        assertThat(server.get(Role.VIEWER, PATH).body()).isEqualTo(before);

        delete(PATH + "/" + ASHA);
        suppressions().heard(MAIN, Speaker.at(ASHA), Consent.GIVEN, now.minusSeconds(5), "reply to main");
        assertThat(postJson(undo).body())
                .isEqualTo("{\"added\":0,\"existing\":0,\"rejected\":1,"
                        + "\"errors\":[{\"line\":1,\"message\":\"has asked for messages again since\"}]}");
        assertThat(listed()).isEmpty();
    }

    private SuppressionStore suppressions() {
        return SuppressionStore.on(server.database.database());
    }

    @Test
    void shouldUndoNothingButWhatARemovalAnsweredWith() {
        postJson("{\"phone\": \"" + ASHA + "\"}");
        String undo = json(delete(PATH + "/" + ASHA)).path("undo").path(0).toString();

        assertThat(fields(postJson("{\"undo\": [%s, %s, \"\"]}".formatted(undo, undo.replace("api ", "reply to ")))))
                .containsExactly("undo[1]", "undo[2]");
        assertThat(fields(postJson("{\"undo\": []}"))).containsExactly("undo");
        assertThat(fields(postJson("{\"undo\": [7]}"))).containsExactly("undo[0]");
        assertThat(fields(postJson("{\"undo\": [%s], \"reason\": \"x\"}".formatted(undo))))
                .containsExactly("reason");
        assertThat(server.post(Role.MARKETER, PATH, "{\"undo\": [%s]}".formatted(undo))
                        .statusCode())
                .isEqualTo(403);
        assertThat(listed()).isEmpty();
    }

    @Test
    void shouldRemoveAPhoneThatWouldNotBeAddedToday() {
        server.database
                .database()
                .jdbi()
                .useHandle(handle -> handle.execute("insert into suppression values ('+4915', 'old', 'old', now())"));

        assertThat(delete(PATH + "/+4915").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseARemovalThatNamesNoPhone() {
        postJson("{\"phone\": \"" + ASHA + "\"}");

        assertThat(fields(delete(PATH))).containsExactly("phones");
        assertThat(fields(deleteJson(PATH, "{\"phones\": [\"" + ASHA + "\", \"x\", 3]}")))
                .containsExactlyInAnyOrder("phones[1]", "phones[2]");
        assertThat(fields(deleteJson(PATH, "{\"phone\": \"" + ASHA + "\"}"))).containsExactly("phone");
        assertThat(fields(delete(PATH + "?phone=everybody"))).containsExactly("phone");
        assertThat(delete(PATH + "/everybody").statusCode()).isEqualTo(404);
        assertThat(fields(server.get(Role.VIEWER, PATH + "?phone=everybody"))).containsExactly("phone");
        assertThat(listed()).containsExactly(ASHA);
    }

    @Test
    void shouldListInPagesWhoseCursorsHoldNoPhone() {
        for (String phone : List.of(ASHA, BELA)) {
            postJson("{\"phone\": \"" + phone + "\"}");
        }

        JsonNode first = json(server.get(Role.VIEWER, PATH + "?limit=1"));
        String cursor = first.path("nextCursor").textValue();
        JsonNode second = json(server.get(Role.VIEWER, PATH + "?limit=1&cursor=" + cursor));

        assertThat(first.path("items").findValuesAsText("phone")).containsExactly(BELA);
        assertThat(second.path("items").findValuesAsText("phone")).containsExactly(ASHA);
        assertThat(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8))
                .doesNotContain("98123");
        assertThat(fields(server.get(Role.VIEWER, PATH + "?limit=501"))).containsExactly("limit");
        assertThat(fields(server.get(Role.VIEWER, PATH + "?cursor=x"))).containsExactly("cursor");
    }

    @Test
    void shouldCountTheListOnItsFirstPageOnly() {
        postJson("{\"phones\": [\"%s\", \"%s\"]}".formatted(ASHA, BELA));

        JsonNode first = json(server.get(Role.VIEWER, PATH + "?limit=1"));
        JsonNode second = json(server.get(
                Role.VIEWER,
                PATH + "?limit=1&cursor=" + first.path("nextCursor").textValue()));

        assertThat(first.path("total").intValue()).isEqualTo(2);
        assertThat(second.path("total").isNull()).isTrue();
    }

    @Test
    void shouldGiveTheWholeListAsAFileThatItTakes() {
        String phones =
                IntStream.range(0, 600).mapToObj("\"+9198123%05d\""::formatted).collect(Collectors.joining(", "));
        postJson("{\"phones\": [%s], \"reason\": \"=HYPERLINK(\\\"x\\\"), he said\"}".formatted(phones));

        String file = server.get(Role.VIEWER, PATH + ".csv").body();

        assertThat(file.lines()).hasSize(601);
        assertThat(file.lines().skip(1))
                .first()
                .asString()
                .startsWith("+919812300599,\"'=HYPERLINK(\"\"x\"\"), he said\",api a-operator,2");
        forget();
        assertThat(json(postCsv("", file)).path("added").intValue()).isEqualTo(600);
    }

    @Test
    void shouldLeaveOutOfAnAudienceWhoIsSuppressed() {
        postJson("{\"phone\": \"" + ASHA + "\"}");

        JsonNode campaign = json(server.post(Role.MARKETER, Multipart.campaign()));

        assertThat(campaign.path("audience").toString())
                .isEqualTo("{\"rows\":2,\"accepted\":1,\"rejected\":0,\"duplicates\":0,\"suppressed\":1}");
        assertThat(server.get(
                                Role.VIEWER,
                                "/api/v1/campaigns/" + campaign.path("id").textValue() + "/rejects.csv")
                        .body()
                        .lines()
                        .skip(1))
                .singleElement()
                .asString()
                .startsWith("2,suppressed,")
                .endsWith(",'" + ASHA + ",Asha");
    }

    @Test
    void shouldSkipWithTheReasonWhoIsSuppressedAfterTheCampaignWasPosted() {
        String campaign = server.campaign();
        postJson("{\"phones\": [\"" + ASHA + "\", \"" + BELA + "\"], \"reason\": \"complained\"}");
        DispatchStores dispatches =
                Stores.on(server.database.database(), new Random(1)).dispatches();

        Turn turn = dispatches
                .sending()
                .begin(
                        new LaneId(CampaignId.parse(campaign).orElseThrow(), new SenderId("main")),
                        new Means("test", RunningServer.account("main", "cloud"), MediaWay.LINK),
                        List.of(UUID.randomUUID()));

        assertThat(turn).isEqualTo(new Turn.Exhausted());
        JsonNode skipped = json(server.get(Role.VIEWER, "/api/v1/campaigns/" + campaign + "/recipients?status=skipped"))
                .path("items");
        assertThat(skipped.findValuesAsText("phone")).containsExactly(ASHA, BELA);
        assertThat(skipped.path(0).path("errorCode").textValue()).isEqualTo("suppressed");
        assertThat(skipped.path(0).path("errorMessage").textValue()).contains("complained", "api a-operator");
    }

    @Test
    void shouldWriteNoPhoneIntoTheLog() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        try {
            postJson("{\"phones\": [\"" + ASHA + "\"]}");
            postJson("{\"phones\": [\"" + ASHA + "x\"]}");
            postCsv("", "phone\n" + BELA + "\n" + BELA + "x\n\"" + BELA);
            server.get(Role.VIEWER, PATH + "?phone=" + ASHA);
            delete(PATH + "/" + ASHA);
            delete(PATH + "/" + ASHA);
            delete(PATH + "/" + ASHA + "/more");
        } finally {
            root.detachAppender(log);
        }

        assertThat(new ArrayList<>(log.list))
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(message -> message.contains("98123"));
    }
}
