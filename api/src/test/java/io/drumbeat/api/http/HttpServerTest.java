package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.StartFailure;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.sender.SenderId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpServerTest {

    private static final String CAMPAIGNS = "/api/v1/campaigns";

    private RunningServer server;

    @BeforeAll
    void start() {
        server = new RunningServer();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void shouldCreateACampaignWhenAllIsRight() {
        HttpResponse<String> response = server.post(Role.MARKETER, Multipart.campaign());

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonNode campaign = json(response);
        String id = campaign.path("id").textValue();
        assertThat(response.headers().firstValue("Location")).contains(CAMPAIGNS + "/" + id);
        assertThat(campaign.path("status").textValue()).isEqualTo("running");
        assertThat(campaign.path("createdBy").textValue()).isEqualTo("a-marketer");
        assertThat(campaign.path("workflowId").textValue()).isEqualTo("campaign-" + id);
        assertThat(campaign.path("audience").toString())
                .isEqualTo("{\"rows\":2,\"accepted\":2,\"rejected\":0,\"duplicates\":0,\"suppressed\":0}");
        assertThat(campaign.path("progress").path("pending").longValue()).isEqualTo(2);
        assertThat(campaign.path("lanes").path(0).path("sender").textValue()).isEqualTo("main");
        assertThat(campaign.path("spec").path("phoneFormat").textValue()).isEqualTo("auto");
        assertThat(campaign.path("warnings")).isEmpty();
        assertThat(server.signalled).contains(CampaignId.parse(id).orElseThrow());
        assertThat(withoutEstimate(json(server.get(Role.VIEWER, CAMPAIGNS + "/" + id))))
                .isEqualTo(withoutEstimate(campaign));
        assertThat(server.spooled()).isZero();
    }

    /** The end is counted from the moment of each answer. */
    private static JsonNode withoutEstimate(JsonNode campaign) {
        ((ObjectNode) campaign.path("progress")).remove("estimatedFinishAt");
        return campaign;
    }

    @Test
    void shouldTakePartsInAnyOrder() {
        Multipart form = new Multipart()
                .file("media", "offer.png", Multipart.PNG)
                .field("recipients", Multipart.RECIPIENTS)
                .file("spec", "spec.json", Multipart.SPEC.getBytes(StandardCharsets.UTF_8));

        assertThat(server.post(Role.MARKETER, form).statusCode()).isEqualTo(201);
    }

    @Test
    void shouldWarnWhenAVendorCannotFetchFromHere() {
        JsonNode campaign =
                json(server.post(Role.MARKETER, Multipart.campaign(Multipart.SPEC.replace("main", "second"))));

        assertThat(campaign.path("warnings")).hasSize(1);
        assertThat(campaign.path("warnings").path(0).textValue()).contains("DRUMBEAT_PUBLIC_URL", "second");
    }

    @Test
    void shouldNameEverythingThatIsWrongAtOnce() {
        long before = server.rows("campaign");
        HttpResponse<String> response = server.post(
                Role.MARKETER,
                new Multipart()
                        .field("spec", """
                                {"name": "", "senders": ["main", "gone", "bulk", "main"], "extra": 1,
                                 "media": {"type": "image", "caption": "{{"},
                                 "pacing": {"minDelay": "PT1S", "maxDelay": "PT2S"}, "schedule": {},
                                 "onUnconfirmed": "resend", "autoPause": {"window": 0}}""")
                        .file("media", "offer.png", "%PDF-1.7".getBytes(StandardCharsets.UTF_8))
                        .field("media", "again")
                        .field("comment", "hello"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(fields(response))
                .containsExactlyInAnyOrder(
                        "media",
                        "comment",
                        "recipients",
                        "name",
                        "senders[1]",
                        "senders[3]",
                        "extra",
                        "media.caption",
                        "schedule",
                        "onUnconfirmed",
                        "autoPause.window",
                        "pacing",
                        "media");
        assertThat(response.body()).contains("there are bulk, main, second", "application/pdf");
        assertProblem(response, 422);
        assertThat(server.rows("campaign")).isEqualTo(before);
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldNameWhatIsWrongInSpecMediaHeaderAndPlaceholdersInOneAnswer() {
        // it took three rounds: the spec, then the header, then the placeholders
        long before = server.rows("campaign");
        HttpResponse<String> response = server.post(
                Role.MARKETER,
                new Multipart()
                        .field("spec", """
                                {"name": "", "senders": ["gone"], "columns": {"phone": "Telefon"}, "encoding": "ANSI",
                                 "media": {"type": "image", "caption": "Hi {{nmae}}, {{cdoe|x}} {{"}}""")
                        .file(
                                "recipients",
                                "list.csv",
                                "phone,name,code\n+919812345670,Asha,X1\n".getBytes(StandardCharsets.UTF_8))
                        .file("media", "offer.png", "%PDF-1.7".getBytes(StandardCharsets.UTF_8)));

        assertThat(fields(response))
                .containsExactlyInAnyOrder(
                        "name",
                        "senders[0]",
                        "encoding",
                        "media",
                        "columns.phone",
                        "media.caption",
                        "media.caption",
                        "media.caption");
        assertThat(response.body())
                .contains("nearest header is \\\"name\\\"", "nearest header is \\\"code\\\"", "headers found are");
        assertProblem(response, 422);
        assertThat(server.rows("campaign")).isEqualTo(before);
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldReadTheFileInTheEncodingThatTheSpecNames() {
        byte[] file = "phone,name\n+919812345670,Иван\n+919812345671,Пётр\n".getBytes(Charset.forName("windows-1251"));

        HttpResponse<String> refused = server.post(
                Role.MARKETER,
                new Multipart()
                        .field("spec", Multipart.SPEC)
                        .file("recipients", "list.csv", file)
                        .file("media", "offer.png", Multipart.PNG));
        HttpResponse<String> taken = server.post(
                Role.MARKETER,
                new Multipart()
                        .field("spec", Multipart.SPEC.replaceFirst("\\{", "{\"encoding\": \"windows-1251\", "))
                        .file("recipients", "list.csv", file)
                        .file("media", "offer.png", Multipart.PNG));

        assertThat(fields(refused)).containsExactly("recipients");
        assertThat(refused.body()).contains("looks like windows-1251", "Set encoding");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        assertThat(json(taken).path("spec").path("encoding").textValue()).isEqualTo("windows-1251");
    }

    @Test
    void shouldNameTheRegionWhenTheListIsACountrysOwn() {
        HttpResponse<String> response = server.post(
                Role.MARKETER,
                new Multipart()
                        .field("spec", Multipart.SPEC)
                        .file(
                                "recipients",
                                "list.csv",
                                "phone,name\n2125550123,A\n6592345678,B\n3105550147,C\n"
                                        .getBytes(StandardCharsets.UTF_8))
                        .file("media", "offer.png", Multipart.PNG));

        assertThat(fields(response)).containsExactly("defaultRegion");
        assertThat(response.body()).contains("look like national numbers");
    }

    @Test
    void shouldNameTheSendersThatTakeNoTemplate() {
        HttpResponse<String> response = server.post(Role.MARKETER, Multipart.campaign("""
                {"name": "Offer", "senders": ["main", "second"], "media": {"type": "image", "caption": "Hi"},
                 "template": {"name": "offer", "language": "en", "parameters": ["{{name}}"]}}"""));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(fields(response)).containsExactly("template", "template");
        assertThat(response.body()).contains("second (wachat)").doesNotContain("main (cloud)");
    }

    @Test
    void shouldNameTheNearestHeaderWhenAParametersColumnIsAbsent() {
        HttpResponse<String> response = server.post(Role.MARKETER, Multipart.campaign("""
                {"name": "Offer", "senders": ["main"], "media": {"type": "image"},
                 "template": {"name": "offer", "language": "en", "parameters": ["{{phone}}", "{{nmae|friend}}"]}}"""));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(fields(response)).containsExactly("template.parameters[1]");
        assertThat(response.body()).contains("nearest header is \\\"name\\\"");
    }

    @Test
    void shouldLeaveNothingBehindWhenTheFileIsNoCsv() {
        long recipients = server.rows("recipient");
        Multipart form = new Multipart()
                .field("spec", Multipart.SPEC)
                .file("recipients", "list.csv", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 0, 1})
                .file("media", "offer.png", "\u0089PNG\r\n\u001a\nunique".getBytes(StandardCharsets.ISO_8859_1));
        long assets = server.rows("media_asset");

        HttpResponse<String> response = server.post(Role.MARKETER, form);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(fields(response)).containsExactly("recipients");
        assertThat(server.rows("recipient")).isEqualTo(recipients);
        assertThat(server.rows("media_asset")).isEqualTo(assets);
    }

    @Test
    void shouldAnswer400WhenTheSpecIsNoJson() {
        assertProblem(server.post(Role.MARKETER, Multipart.campaign("{\"name\": ")), 400);
        assertProblem(server.post(Role.MARKETER, Multipart.campaign("{\"name\": \"a\", \"name\": \"b\"}")), 400);
    }

    /** It said "Source: REDACTED", and no place. */
    @Test
    void shouldSayWhereAndWhatWasExpectedWhenItIsNoJson() {
        String path = CAMPAIGNS + "/" + server.campaign() + "/pause";

        assertThat(detail(server.post(Role.MARKETER, Multipart.campaign("{\"name\": \"Offer\"\n \"senders\": []}"))))
                .isEqualTo("The part spec is not JSON: line 2, column 2: a comma or } was expected, but there is \".");
        assertThat(detail(server.post(Role.MARKETER, path, "{\"reason\": ")))
                .isEqualTo("The body is not JSON: line 1, column 12: a value was expected, but the text ends here.");
        assertThat(detail(server.post(Role.OPERATOR, "/api/v1/suppressions", "{'phones': []}")))
                .startsWith("The body is not JSON: line 1, column 2: a field's name in double quotes");
        assertProblem(server.post(Role.MARKETER, Multipart.campaign(" ")), 400);
        assertThat(server.post(Role.MARKETER, Multipart.campaign("\uFEFF" + Multipart.SPEC))
                        .statusCode())
                .as("a spec behind a byte order mark")
                .isEqualTo(201);
    }

    @Test
    void shouldNameTheNearestWhenAFieldOrAPartIsUnknown() {
        HttpResponse<String> post = server.post(
                Role.MARKETER,
                new Multipart()
                        .field(
                                "spec",
                                Multipart.SPEC.replace("caption", "cation").replace("\"name\"", "\"nmae\""))
                        .field("recipient", Multipart.RECIPIENTS)
                        .file("media", "offer.png", Multipart.PNG));

        assertThat(json(post).path("errors").findValuesAsText("message"))
                .contains(
                        "is an unknown field; did you mean `caption`?",
                        "is an unknown field; did you mean `name`?",
                        "is an unknown part; did you mean `recipients`?");
        assertThat(server.post(Role.MARKETER, CAMPAIGNS + "/" + server.campaign() + "/pause", "{\"raeson\": \"x\"}")
                        .body())
                .contains("did you mean `reason`?");
        assertThat(server.post(Role.OPERATOR, "/api/v1/suppressions", "{\"phnoes\": [], \"x\": 1}")
                        .body())
                .contains("did you mean `phones`?");
        assertThat(fields(server.post(Role.VIEWER, "/api/v1/session", "{\"tokne\": \"x\"}")))
                .containsExactly("tokne", "token");
    }

    private static String detail(HttpResponse<String> response) {
        assertProblem(response, 400);
        return json(response).path("detail").textValue();
    }

    @Test
    void shouldAnswer415WhenTheBodyHasAnotherType() {
        assertProblem(server.post(Role.MARKETER, CAMPAIGNS, "{}"), 415);
        assertProblem(
                server.send(server.as(Role.MARKETER, CAMPAIGNS + "/x/pause").POST(BodyPublishers.ofString("x"))), 404);
        assertProblem(
                server.send(server.as(Role.MARKETER, CAMPAIGNS + "/" + server.campaign() + "/pause")
                        .POST(BodyPublishers.ofString("x"))),
                415);
    }

    @Test
    void shouldAnswer400WhenThePartsCannotBeToldApart() {
        assertProblem(
                server.send(server.as(Role.MARKETER, CAMPAIGNS)
                        .header("Content-Type", "multipart/form-data")
                        .POST(BodyPublishers.ofString("x"))),
                400);
        assertProblem(
                server.send(server.as(Role.MARKETER, CAMPAIGNS)
                        .header("Content-Type", "multipart/form-data; boundary=b")
                        .POST(BodyPublishers.ofString(
                                "--b\r\nContent-Disposition: form-data; name=\"spec\"\r\n\r\n{"))),
                400);
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldAnswer413WhenTheRequestIsTooLarge() {
        Multipart large = Multipart.campaign().file("more", "more", new byte[(int) RunningServer.MAX_UPLOAD]);

        HttpResponse<String> told = server.post(Role.MARKETER, large);
        HttpResponse<String> found = server.send(server.as(Role.MARKETER, CAMPAIGNS)
                .header("Content-Type", large.contentType())
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large.bytes()))));

        // Not said, the next call of the same client, whichever that was, found its connection closed.
        assertThat(List.of(told, found)).allSatisfy(answer -> {
            assertProblem(answer, 413);
            assertThat(answer.headers().firstValue("Connection")).contains("close");
        });
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldLeaveNothingBehindWhenAnUploadIsCutOff() throws Exception {
        long before = server.rows("campaign");
        byte[] body = Multipart.campaign().bytes();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + CAMPAIGNS + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                            + server.token(Role.MARKETER) + "\r\nContent-Type: "
                            + new Multipart().contentType() + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body, 0, body.length - 60);
            out.flush();
            await().until(() -> server.spooled() == 1);
        }

        await().until(() -> server.spooled() == 0);
        assertThat(server.rows("campaign")).isEqualTo(before);
    }

    /** It answered 200, as if there were a campaign now. */
    @Test
    void shouldAnswer400WhenAnUploadIsCutOffByOneWhoStillReads() throws Exception {
        byte[] body = Multipart.campaign().bytes();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + CAMPAIGNS + " HTTP/1.1\r\nHost: here\r\nAuthorization: Bearer "
                            + server.token(Role.MARKETER) + "\r\nContent-Type: "
                            + Multipart.campaign().contentType() + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.write(body, 0, body.length / 2);
            socket.shutdownOutput();

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("application/problem+json", "cut off");
        }
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldCheckWhatStandsAtAUrl() {
        String spec = """
                {"name": "Offer", "senders": ["main"], "media": {"type": "%s", "url": "%s"}}""";
        URI notMedia = server.uri("/healthz");
        URI missing = server.uri("/nowhere.png");

        assertThat(fields(server.post(Role.MARKETER, urlCampaign(spec.formatted("image", notMedia)))))
                .containsExactly("media.url");
        HttpResponse<String> response = server.post(Role.MARKETER, urlCampaign(spec.formatted("image", missing)));
        assertThat(fields(response)).containsExactly("media.url");
        assertThat(response.body()).contains("404");
    }

    /** Vendors that are told a type beside the URL were told none. */
    @Test
    void shouldKeepTheTypeOfWhatStandsAtAUrl(@TempDir Path folder) throws IOException {
        MediaStore.Asset png =
                server.ports.media().put(Files.write(folder.resolve("offer"), Multipart.PNG), "image/png");
        String spec = """
                {"name": "Offer", "senders": ["second"], "media": {"type": "image", "url": "%s"}}""";
        HttpResponse<String> created =
                server.post(Role.MARKETER, urlCampaign(spec.formatted(server.uri("/media/" + png.token() + ".png"))));

        assertThat(created.statusCode()).isEqualTo(201);
        CampaignId campaign =
                CampaignId.parse(json(created).path("id").textValue()).orElseThrow();
        assertThat(server.ports.campaigns().content(campaign).orElseThrow().mimeType())
                .isEqualTo("image/png");
    }

    private static Multipart urlCampaign(String spec) {
        return new Multipart().field("spec", spec).field("recipients", Multipart.RECIPIENTS);
    }

    @Test
    void shouldGiveTheFirstAnswerAgainWhenTheSameIsPostedAgain() {
        HttpRequest.Builder post = keyed(Multipart.campaign(), "twice");
        CompletableFuture<HttpResponse<String>> one = CompletableFuture.supplyAsync(() -> server.send(post.copy()));
        HttpResponse<String> two = server.send(post.copy());

        assertThat(one.join().statusCode()).isEqualTo(201);
        assertThat(two.statusCode()).isEqualTo(201);
        assertThat(json(two).path("id")).isEqualTo(json(one.join()).path("id"));
        HttpResponse<String> other =
                server.send(keyed(Multipart.campaign(Multipart.SPEC.replace("Offer", "Other")), "twice"));
        assertThat(fields(other)).containsExactly("Idempotency-Key");
        assertProblem(other, 422);
    }

    /** The page said that nothing was posted, and nine seconds later the campaign ran. */
    @Test
    void shouldTellWhatBecameOfAPostWhenItIsAskedByItsKey() {
        JsonNode before = json(asked("told"));
        assertThat(before.toString()).isEqualTo("{\"items\":[],\"nextCursor\":null,\"inProgress\":false}");

        String id = json(server.send(keyed(Multipart.campaign(), "told")))
                .path("id")
                .textValue();

        assertThat(json(asked("told")).path("items").findValuesAsText("id")).containsExactly(id);
        assertThat(json(server.get(Role.OPERATOR, CAMPAIGNS + "?idempotencyKey=told"))
                        .path("items"))
                .as("posted by another token")
                .isEmpty();
        assertThat(fields(server.get(Role.MARKETER, CAMPAIGNS + "?idempotencyKey=")))
                .containsExactly("idempotencyKey");
    }

    @Test
    void shouldSayThatAPostIsInProgressWhileItIsRead() {
        JsonNode asked = server.database.database().jdbi().inTransaction(handle -> {
            // What the transaction that creates a campaign holds to its end.
            handle.execute("select pg_advisory_xact_lock(hashtextextended('idempotency a-marketer being read', 0))");
            assertThat(json(gaveUp("being%20read")).path("inProgress").booleanValue())
                    .isTrue();
            return json(asked("being%20read"));
        });

        assertThat(asked.path("inProgress").booleanValue()).isTrue();
        assertThat(json(asked("being%20read")).path("inProgress").booleanValue())
                .isFalse();
        assertThat(server.send(keyed(Multipart.campaign(), "being read")).statusCode())
                .as("it was not given up")
                .isEqualTo(201);
    }

    @Test
    void shouldCreateNothingUnderAKeyThatWasGivenUp() {
        assertThat(json(gaveUp("stopped")).toString())
                .isEqualTo("{\"items\":[],\"nextCursor\":null,\"inProgress\":false}");
        assertThat(gaveUp("stopped").statusCode()).as("a second time").isEqualTo(200);
        long before = server.rows("campaign");

        HttpResponse<String> late = server.send(keyed(Multipart.campaign(), "stopped"));

        assertProblem(late, 422);
        assertThat(late.body()).contains("given up");
        assertThat(server.rows("campaign")).isEqualTo(before);
        assertThat(fields(server.send(server.as(Role.MARKETER, CAMPAIGNS).DELETE())))
                .containsExactly("idempotencyKey");
    }

    @Test
    void shouldLeaveACampaignAsItIsWhenItsKeyIsGivenUpTooLate() {
        String id = json(server.send(keyed(Multipart.campaign(), "late")))
                .path("id")
                .textValue();

        assertThat(json(gaveUp("late")).path("items").findValuesAsText("status"))
                .contains("running");
        assertThat(json(server.send(keyed(Multipart.campaign(), "late")))
                        .path("id")
                        .textValue())
                .isEqualTo(id);
    }

    /** What a client that has gone away posted is created nevertheless: only that way can it be asked about. */
    @Test
    void shouldCreateTheCampaignWhenItsClientGoesAwayBeforeTheAnswer() throws Exception {
        byte[] body = Multipart.campaign().bytes();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
            socket.getOutputStream()
                    .write(("POST " + CAMPAIGNS
                                    + " HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: gone\r\nAuthorization: Bearer "
                                    + server.token(Role.MARKETER) + "\r\nContent-Type: "
                                    + new Multipart().contentType() + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
        }

        await().until(() -> json(asked("gone")).path("items").size() == 1);
    }

    private HttpResponse<String> asked(String key) {
        return server.get(Role.MARKETER, CAMPAIGNS + "?idempotencyKey=" + key);
    }

    private HttpResponse<String> gaveUp(String key) {
        return server.send(
                server.as(Role.MARKETER, CAMPAIGNS + "?idempotencyKey=" + key).DELETE());
    }

    private HttpRequest.Builder keyed(Multipart form, String key) {
        return server.as(Role.MARKETER, CAMPAIGNS)
                .header("Content-Type", form.contentType())
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofByteArray(form.bytes()));
    }

    @Test
    void shouldListNewestFirstInPages() {
        String older = server.campaign();
        String newer = server.campaign();

        JsonNode first = json(server.get(Role.VIEWER, CAMPAIGNS + "?limit=1"));
        JsonNode second = json(server.get(
                Role.VIEWER,
                CAMPAIGNS + "?limit=1&cursor=" + first.path("nextCursor").textValue()));

        assertThat(first.path("items").path(0).path("id").textValue()).isEqualTo(newer);
        assertThat(second.path("items").path(0).path("id").textValue()).isEqualTo(older);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit",
        "limit=501, limit",
        "limit=many, limit",
        "cursor=made-up, cursor",
        "status=gone, status"
    })
    void shouldNameWhatIsWrongInTheQuery(String query, String field) {
        String recipients = CAMPAIGNS + "/" + server.campaign() + "/recipients?" + query;
        for (String path : List.of(CAMPAIGNS + "?" + query, recipients)) {
            HttpResponse<String> response = server.get(Role.VIEWER, path);
            assertProblem(response, 422);
            assertThat(fields(response)).containsExactly(field);
        }
    }

    /** A filter that was misspelt was taken for none. */
    @ParameterizedTest
    @CsvSource({
        "GET, /campaigns, statsu, status",
        "GET, /campaigns, idempotencykey, idempotencyKey",
        "DELETE, /campaigns, idempotency_key, idempotencyKey",
        "GET, /campaigns/{id}/recipients, cursur, cursor",
        "GET, /campaigns/{id}/log, limits, limit",
        "GET, /suppressions, phones, phone",
        "DELETE, /suppressions, phones, phone"
    })
    void shouldNameTheNearestWhenAParameterIsUnknown(String method, String path, String written, String meant) {
        String address = "/api/v1" + path.replace("{id}", server.campaign()) + "?" + written + "=x";

        HttpResponse<String> response =
                server.send(server.as(Role.OPERATOR, address).method(method, BodyPublishers.noBody()));

        assertThat(fields(response)).containsExactly(written);
        assertThat(response.body()).contains("did you mean `" + meant + "`?");
    }

    @Test
    void shouldNameEverythingThatIsWrongInAnAddressAtOnce() {
        assertThat(fields(server.get(Role.VIEWER, CAMPAIGNS + "?limit=0&status=gone&colour=red&q=" + "x".repeat(201))))
                .containsExactlyInAnyOrder("limit", "status", "colour", "q");
    }

    @Test
    void shouldFindCampaignsByAPartOfTheirName() {
        String id = json(server.post(
                        Role.MARKETER, Multipart.campaign(Multipart.SPEC.replace("Offer", "50% off: Ünique"))))
                .path("id")
                .textValue();

        assertThat(json(server.get(Role.VIEWER, CAMPAIGNS + "?q=OFF:%20%C3%9CNI"))
                        .path("items")
                        .findValuesAsText("id"))
                .containsExactly(id);
        assertThat(json(server.get(Role.VIEWER, CAMPAIGNS + "?q=50%25%25")).path("items"))
                .isEmpty();
        assertThat(json(server.get(Role.VIEWER, CAMPAIGNS + "?q=")).path("items"))
                .isNotEmpty();
    }

    @Test
    void shouldPauseResumeAndCancelWhenThatIsPossible() {
        String path = CAMPAIGNS + "/" + server.campaign();

        JsonNode paused = json(server.post(Role.MARKETER, path + "/pause", "{\"reason\": \"lunch\"}"));
        assertThat(paused.path("status").textValue()).isEqualTo("paused");
        assertThat(paused.path("statusReason").textValue()).isEqualTo("lunch");
        assertThat(server.post(Role.MARKETER, path + "/pause", "").statusCode()).isEqualTo(200);
        assertProblem(server.post(Role.MARKETER, path + "/resume", ""), 403);
        assertThat(json(server.post(Role.OPERATOR, path + "/resume", "{}"))
                        .path("status")
                        .textValue())
                .isEqualTo("running");
        JsonNode cancelled = json(server.post(Role.OPERATOR, path + "/cancel", "{\"reason\": null}"));
        assertThat(cancelled.path("status").textValue()).isEqualTo("cancelled");
        assertThat(cancelled.path("progress").path("skipped").longValue()).isEqualTo(2);
        HttpResponse<String> late = server.post(Role.MARKETER, path + "/pause", "{}");
        assertProblem(late, 409);
        assertThat(late.body()).contains("cancelled");
        assertThat(StreamSupport.stream(
                                json(server.get(Role.VIEWER, path + "/log"))
                                        .path("items")
                                        .spliterator(),
                                false)
                        .map(line -> line.path("event").textValue() + " by "
                                + line.path("actor").textValue()))
                .containsExactly(
                        "created by a-marketer",
                        "started by a-marketer",
                        "paused by a-marketer",
                        "resumed by a-operator",
                        "cancelled by a-operator");
    }

    @Test
    void shouldStartADraft() {
        String spec = Multipart.SPEC.replace("\"name\": \"Offer\"", "\"name\": \"Offer\", \"start\": false");
        JsonNode draft = json(server.post(Role.MARKETER, Multipart.campaign(spec)));
        String path = CAMPAIGNS + "/" + draft.path("id").textValue();

        assertThat(draft.path("status").textValue()).isEqualTo("draft");
        assertProblem(server.post(Role.OPERATOR, path + "/resume", ""), 409);
        assertThat(json(server.post(Role.MARKETER, path + "/start", ""))
                        .path("status")
                        .textValue())
                .isEqualTo("running");
    }

    /** What the page posted and a person thought better of: nothing of it was sent. */
    @Test
    void shouldLetAMarketerCancelTheirOwnDraftOnly() {
        String spec = Multipart.SPEC.replace("\"name\": \"Offer\"", "\"name\": \"Offer\", \"start\": false");
        String own = CAMPAIGNS + "/"
                + json(server.post(Role.MARKETER, Multipart.campaign(spec)))
                        .path("id")
                        .textValue();
        String others = CAMPAIGNS + "/"
                + json(server.post(Role.OPERATOR, Multipart.campaign(spec)))
                        .path("id")
                        .textValue();
        String running = CAMPAIGNS + "/" + server.campaign();

        assertThat(json(server.post(Role.MARKETER, own + "/cancel", ""))
                        .path("status")
                        .textValue())
                .isEqualTo("cancelled");
        assertThat(server.post(Role.MARKETER, own + "/cancel", "").statusCode()).isEqualTo(200);
        assertProblem(server.post(Role.MARKETER, others + "/cancel", ""), 403);
        assertProblem(server.post(Role.MARKETER, running + "/cancel", ""), 403);
        assertProblem(server.post(Role.VIEWER, own + "/cancel", ""), 403);
        assertThat(json(server.get(Role.VIEWER, running)).path("status").textValue())
                .isEqualTo("running");
    }

    /** Whoever discarded what they took for a draft ended a campaign that a colleague had started. */
    @Test
    void shouldCancelNothingThatIsStartedWhenOnlyADraftIsMeant() {
        String spec = Multipart.SPEC.replace("\"name\": \"Offer\"", "\"name\": \"Offer\", \"start\": false");
        String path = CAMPAIGNS + "/"
                + json(server.post(Role.MARKETER, Multipart.campaign(spec)))
                        .path("id")
                        .textValue();
        String running = CAMPAIGNS + "/" + server.campaign();

        HttpResponse<String> refused = server.post(Role.OPERATOR, running + "/cancel", "{\"draft\": true}");
        assertProblem(refused, 409);
        assertThat(json(refused).path("detail").textValue()).contains("running");
        assertProblem(server.post(Role.MARKETER, running + "/cancel", "{\"draft\": true}"), 409);
        assertThat(json(server.get(Role.VIEWER, running)).path("status").textValue())
                .isEqualTo("running");
        assertThat(json(server.post(Role.ADMIN, path + "/cancel", "{\"draft\": true}"))
                        .path("status")
                        .textValue())
                .isEqualTo("cancelled");
        assertThat(json(server.post(Role.OPERATOR, running + "/cancel", "{\"draft\": false}"))
                        .path("status")
                        .textValue())
                .isEqualTo("cancelled");
        assertThat(fields(server.post(Role.OPERATOR, running + "/cancel", "{\"draft\": \"yes\"}")))
                .containsExactly("draft");
        assertThat(fields(server.post(Role.MARKETER, running + "/pause", "{\"draft\": true}")))
                .containsExactly("draft");
    }

    @Test
    void shouldRefuseACommandWhoseBodyIsWrong() {
        String path = CAMPAIGNS + "/" + server.campaign() + "/pause";

        assertThat(fields(server.post(Role.MARKETER, path, "{\"reason\": \"" + "x".repeat(501) + "\"}")))
                .containsExactly("reason");
        assertThat(fields(server.post(Role.MARKETER, path, "{\"why\": \"x\"}"))).containsExactly("why");
        assertProblem(server.post(Role.MARKETER, path, "{"), 400);
        assertThat(fields(server.post(Role.MARKETER, path, "[]"))).containsExactly("body");
        assertProblem(server.post(Role.MARKETER, path, "{\"reason\": \"" + "x".repeat(70_000) + "\"}"), 413);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,,",
        "GET,/recipients,",
        "GET,/recipients.csv,",
        "GET,/rejects.csv,",
        "GET,/events,",
        "GET,/log,",
        "POST,/start,",
        "POST,/pause,",
        "POST,/resume,",
        "POST,/cancel,"
    })
    void shouldAnswer404WhenThereIsNoSuchCampaign(String method, String call) {
        for (String id : List.of(CampaignId.random().toString(), "1")) {
            String path = CAMPAIGNS + "/" + id + (call == null ? "" : call);
            assertProblem(server.send(server.as(Role.ADMIN, path).method(method, BodyPublishers.noBody())), 404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/preflight",
        "GET, /api/v1/tokens",
        "POST, /api/v1/campaigns/1/retry",
        "POST, /api/v1/campaigns/1/test-send",
        "GET, /api/v2/campaigns",
        "GET, /nothing.js"
    })
    void shouldAnswer404WhenThereIsNoSuchCall(String method, String path) {
        assertProblem(server.send(server.as(Role.ADMIN, path).method(method, BodyPublishers.noBody())), 404);
    }

    @Test
    void shouldAnswer405WithWhatIsAllowed() {
        HttpResponse<String> response =
                server.send(server.as(Role.ADMIN, CAMPAIGNS + "/x").method("PATCH", BodyPublishers.noBody()));

        assertProblem(response, 405);
        assertThat(response.headers().firstValue("Allow")).contains("GET");
    }

    @Test
    void shouldAnswer401WhenNobodyKnowsTheCaller() {
        HttpResponse<String> nobody = server.send(server.request(CAMPAIGNS));
        assertProblem(nobody, 401);
        assertThat(nobody.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
        assertProblem(server.send(server.request(CAMPAIGNS).header("Authorization", "Bearer wrong")), 401);
        assertProblem(server.send(server.request(CAMPAIGNS).header("Authorization", "Basic YTpi")), 401);
    }

    @Test
    void shouldAnswer403NamingTheRoleWhenAViewerPosts() {
        HttpResponse<String> response = server.post(Role.VIEWER, Multipart.campaign());

        assertProblem(response, 403);
        assertThat(response.body()).contains("marketer", "viewer");
    }

    @Test
    void shouldShowRecipientsAndRejects() {
        Multipart form = new Multipart()
                .field("spec", Multipart.SPEC)
                .field("recipients", Multipart.RECIPIENTS + "12,=1+1\n+919812345670,Twice\n")
                .file("media", "offer.png", Multipart.PNG);
        String path = CAMPAIGNS + "/"
                + json(server.post(Role.MARKETER, form)).path("id").textValue();

        JsonNode page = json(server.get(Role.VIEWER, path + "/recipients?status=pending&limit=1"));
        assertThat(page.path("items").toString()).isEqualTo("""
                        [{"row":2,"phone":"+919812345670","status":"pending","sender":null,"attempts":0,\
                        "messageId":null,"errorCode":null,"errorMessage":null,"sentAt":null,"deliveredAt":null,\
                        "readAt":null}]""");
        assertThat(page.path("nextCursor").isTextual()).isTrue();
        HttpResponse<String> recipients = server.get(Role.VIEWER, path + "/recipients.csv");
        assertThat(recipients.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(recipients.body().lines().toList())
                .containsExactly(
                        "\uFEFFrow,phone,status,sender,attempts,messageId,errorCode,errorMessage,sentAt,deliveredAt,readAt",
                        "2,+919812345670,pending,,0,,,,,,",
                        "3,+919812345671,pending,,0,,,,,,");
        assertThat(server.get(Role.VIEWER, path + "/rejects.csv").body().lines().toList())
                .hasSize(3)
                .satisfies(lines ->
                        assertThat(lines.get(0)).isEqualTo("\uFEFFreject_line,reject_code,reject_reason,phone,name"))
                .satisfies(lines ->
                        assertThat(lines.get(1)).startsWith("4,phone_invalid,").endsWith(",12,'=1+1"));
    }

    @Test
    void shouldStreamProgressUntilTheEnd() throws Exception {
        String path = CAMPAIGNS + "/" + server.campaign();
        HttpResponse<Stream<String>> events = server.stream(server.as(Role.VIEWER, path + "/events"));
        var lines = events.body().iterator();

        assertThat(events.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        assertThat(lines.next()).isEqualTo("event: progress");
        assertThat(lines.next()).contains("\"status\":\"running\"");
        assertThat(lines.next()).isEmpty();
        server.post(Role.OPERATOR, path + "/cancel", "");
        assertThat(lines.next()).isEqualTo("event: progress");
        assertThat(lines.next()).contains("\"status\":\"cancelled\"");
        assertThat(lines.next()).isEmpty();
        assertThat(lines.next()).isEqualTo("event: end");
        assertThat(lines.next()).isEqualTo("data: {}");
        assertThat(lines.next()).isEmpty();
        assertThat(lines.hasNext()).isFalse();
    }

    @Test
    void shouldListPauseAndResumeSenders() {
        JsonNode senders = json(server.get(Role.VIEWER, "/api/v1/senders")).path("items");
        assertThat(senders.findValuesAsText("id")).containsExactly("bulk", "main", "second");
        assertThat(senders.path(0).path("pacing").toString()).isEqualTo("{\"ratePerSecond\":80.0,\"maxInFlight\":64}");
        assertThat(senders.path(1).path("pacing").toString())
                .isEqualTo("{\"minDelay\":\"PT3S\",\"maxDelay\":\"PT5S\"}");

        assertProblem(server.post(Role.MARKETER, "/api/v1/senders/bulk/pause", ""), 403);
        JsonNode paused = json(server.post(Role.OPERATOR, "/api/v1/senders/bulk/pause", ""));
        assertThat(paused.path("status").textValue()).isEqualTo("paused");
        assertThat(paused.path("pausedBy").textValue()).isEqualTo("a-operator");
        assertThat(server.signalled).contains(new SenderId("bulk"));
        assertThat(json(server.post(Role.OPERATOR, "/api/v1/senders/bulk/resume", ""))
                        .path("status")
                        .textValue())
                .isEqualTo("ready");
        assertProblem(server.post(Role.OPERATOR, "/api/v1/senders/gone/pause", ""), 404);
    }

    @Test
    void shouldSignInAndOutByCookie() {
        assertProblem(
                server.send(server.request("/api/v1/session")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString("{\"token\": \"wrong\"}"))),
                401);
        HttpResponse<String> signedIn = server.send(server.request("/api/v1/session")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"token\": \"" + server.token(Role.OPERATOR) + "\"}")));
        assertThat(signedIn.statusCode()).isEqualTo(200);
        String cookie = cookie(signedIn);

        assertThat(server.send(server.request("/api/v1/session").header("Cookie", cookie))
                        .body())
                .isEqualTo(signedIn.body());
        assertThat(server.send(server.request(CAMPAIGNS).header("Cookie", cookie))
                        .statusCode())
                .isEqualTo(200);
        String pause = CAMPAIGNS + "/" + server.campaign() + "/pause";
        assertProblem(
                server.send(server.request(pause)
                        .header("Cookie", cookie)
                        .header("Origin", "https://elsewhere.example")
                        .POST(BodyPublishers.noBody())),
                403);
        assertThat(server.send(server.request(pause)
                                .header("Cookie", cookie)
                                .header("Sec-Fetch-Site", "same-origin")
                                .POST(BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.send(server.request("/api/v1/session")
                                .header("Cookie", cookie)
                                .DELETE())
                        .statusCode())
                .isEqualTo(204);
        assertProblem(server.send(server.request(CAMPAIGNS).header("Cookie", cookie)), 401);
    }

    @Test
    void shouldSignInByALoginAddress() {
        HttpResponse<String> response = server.send(server.request("/login?code=" + server.loginCode(Role.MARKETER)));

        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).contains("/");
        assertThat(server.send(server.request(CAMPAIGNS).header("Cookie", cookie(response)))
                        .statusCode())
                .isEqualTo(200);
        assertProblem(server.send(server.request("/login?code=guessed")), 401);
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    @Test
    void shouldSayWhatDoesNotAnswer() {
        assertThat(server.send(server.request("/healthz")).statusCode()).isEqualTo(200);
        assertThat(server.send(server.request("/readyz")).statusCode()).isEqualTo(200);
        server.temporal.set(() -> Optional.of("no answer"));
        HttpResponse<String> response = server.send(server.request("/readyz"));
        server.temporal.set(Optional::empty);

        assertProblem(response, 503);
        assertThat(response.body()).contains("Not ready. Temporal: no answer.");
    }

    @Test
    void shouldShowMetricsToThisMachineOnly() {
        assertThat(server.send(server.request("/metrics")).statusCode()).isEqualTo(200);
        assertProblem(server.send(server.request("/metrics").header("X-Forwarded-For", "203.0.113.9")), 401);
        assertThat(server.send(server.as(Role.VIEWER, "/metrics").header("X-Forwarded-For", "203.0.113.9"))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/docs, text/html",
        "/docs/problems, text/html",
        "/docs.js, text/javascript",
        "/openapi.json, application/json",
        "/webjars/swagger-ui/5.34.1/swagger-ui.css, text/css",
        "/webjars/swagger-ui/5.34.1/swagger-ui-bundle.js, text/javascript",
        "/webjars/lit-html/3.3.1/lit-html.js, text/javascript",
        "/webjars/picocss__pico/2.1.1/css/pico.min.css, text/css"
    })
    void shouldServeThePagesWithAStrictPolicy(String path, String type) {
        HttpResponse<String> response = server.send(server.request(path));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(response.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self';")
                .doesNotContain("unsafe-eval");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void shouldSayWhichPortIsTakenWhenItIs() {
        HttpSettings taken =
                new HttpSettings("127.0.0.1", server.server.port(), URI.create("http://localhost"), 1, server.spool);

        assertThatThrownBy(() -> HttpServer.start(taken, server.ports))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("Port " + server.server.port());
    }

    @Test
    void shouldAnswerInProblemsEvenWhenTheRequestIsNone() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.server.port())) {
            socket.getOutputStream().write("GARBAGE\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json", "\"status\":400");
        }
    }

    @Test
    void shouldRefuseAPartWithoutAName() {
        Multipart form = Multipart.campaign().file("", "x", new byte[0]);

        assertProblem(server.post(Role.MARKETER, form), 422);
    }

    @Test
    void shouldMeasureRequestsByTheirRoute() {
        server.get(Role.VIEWER, CAMPAIGNS + "/" + server.campaign());

        assertThat(server.send(server.request("/metrics")).body())
                .contains(
                        "http_server_requests_seconds_count{method=\"GET\",route=\"/api/v1/campaigns/{id}\",status=\"200\"}");
    }

    @Test
    void shouldAnswer503WhenPostgresIsAway() {
        try (RunningServer away = new RunningServer()) {
            away.database.database().close();

            HttpResponse<String> response = away.get(Role.VIEWER, CAMPAIGNS);

            assertProblem(response, 503);
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
            assertThat(away.send(away.request("/healthz")).statusCode()).isEqualTo(200);
        }
    }

    /** A pause that a 503 said had failed had been written: only the look at the campaign after it had failed. */
    @Test
    void shouldSayWhetherAChangeMayHaveBeenMadeWhenPostgresIsAway() {
        try (RunningServer away = new RunningServer()) {
            String pause = CAMPAIGNS + "/" + away.campaign() + "/pause";
            Consumer<String> execute = sql -> away.database.database().jdbi().useHandle(handle -> handle.execute(sql));
            // The order in which it looks at a campaign: the log is written by the pause, the counts are read after it.
            execute.accept("alter table receipt_count rename to away");
            execute.accept("""
                    create function away() returns bigint language plpgsql as
                        $$ begin raise exception 'away' using errcode = '57P03'; end $$;
                    create view receipt_count as
                        select campaign_id, away() as delivered, away() as read from campaign""");

            HttpResponse<String> written =
                    away.send(away.as(Role.MARKETER, pause).POST(BodyPublishers.noBody()));

            assertProblem(written, 503);
            assertThat(written.body()).contains("may have been done all the same");

            execute.accept("create function no_log() returns trigger language plpgsql as"
                    + " $$ begin raise exception 'full' using errcode = '53100'; end $$;"
                    + " create trigger no_log before insert on campaign_log for each row execute function no_log();"
                    + " update campaign set status = 'running'");
            HttpResponse<String> refused =
                    away.send(away.as(Role.MARKETER, pause).POST(BodyPublishers.noBody()));

            assertProblem(refused, 503);
            assertThat(refused.body()).contains("disk is full. Nothing was changed");
            assertProblem(away.get(Role.VIEWER, CAMPAIGNS), 503);
        }
    }

    @Test
    void shouldHideAFaultBehindItsNumber() {
        server.temporal.set(() -> {
            throw new IllegalStateException("a secret of ours");
        });
        HttpResponse<String> response = server.send(server.request("/readyz"));
        server.temporal.set(Optional::empty);

        assertProblem(response, 500);
        assertThat(response.body())
                .doesNotContain("secret", "IllegalState", "at io.drumbeat")
                .containsPattern("[0-9a-f-]{36}");
    }

    private static List<String> fields(HttpResponse<String> response) {
        return json(response).path("errors").findValuesAsText("field");
    }

    private static void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = json(response);
        assertThat(problem.path("status").intValue()).isEqualTo(status);
        assertThat(problem.path("type").textValue())
                .isEqualTo(ProblemKind.of(status).uri())
                .startsWith("/docs/problems#")
                .doesNotEndWith("#not-http");
        assertThat(problem.path("title").isTextual()).isTrue();
        assertThat(problem.path("detail").textValue()).isNotBlank();
    }
}
