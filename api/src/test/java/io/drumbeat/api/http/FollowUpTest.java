package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.workbook.SampleWorkbook;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Campaigns whose recipients are those of another one, by what became of them. */
class FollowUpTest extends HttpTest {

    private static final String EACH = """
            pending,
            failed,status = 'failed'
            unconfirmed,status = 'unconfirmed'
            skipped,status = 'skipped'
            sent,status = 'sent'
            delivered,"status = 'sent', delivered_at = now()"
            read,"status = 'sent', read_at = now()"
            replied,"status = 'sent', delivered_at = now(), read_at = now(), replied_at = now()"
            """;

    private static String phone(int line) {
        return "98123456" + line;
    }

    /** One recipient each, by name, of whom that is known. */
    private String campaignOfEach() {
        List<String> names = EACH.lines().map(line -> line.split(",", 2)[0]).toList();
        StringBuilder file = new StringBuilder("name;note;Mobile No\n");
        for (int i = 0; i < names.size(); i++) {
            file.append(names.get(i))
                    .append(";\"=1+1; \"\"so\"\"\nit is, ü\";")
                    .append(phone(70 + i))
                    .append('\n');
        }
        file.append("nobody;;12\n");
        String path = created(server.post(
                Role.MARKETER,
                Multipart.campaign(
                        Multipart.SPEC.replaceFirst("\\{", "{\"defaultRegion\": \"IN\", "),
                        file.toString().getBytes(StandardCharsets.UTF_8))));
        EACH.lines()
                .map(line -> line.replace("\"", "").split(",", 2))
                .filter(known -> !known[1].isEmpty())
                .forEach(known -> set(path, known[0], known[1]));
        return path;
    }

    private void set(String path, String name, String what) {
        int rows = server.database
                .database()
                .jdbi()
                .withHandle(handle -> handle.execute(
                        "update recipient set " + what + " where campaign_id = cast(? as uuid) and variables[1] = ?",
                        id(path),
                        name));
        assertThat(rows).isOne();
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String spec(String of, String outcomes, String more) {
        return Multipart.SPEC.replaceFirst(
                "\\{",
                "{\"audience\": {\"campaign\": \"" + id(of) + "\", \"outcome\": [" + outcomes + "]" + more + "}, ");
    }

    private static Multipart form(String spec) {
        return new Multipart().field("spec", spec).file("media", "offer.png", Multipart.PNG);
    }

    private HttpResponse<String> post(String of, String outcomes) {
        return server.post(Role.MARKETER, form(spec(of, outcomes, "")));
    }

    /** The names of those whom that campaign is sent to. */
    private List<String> names(String path) {
        return server.database
                .database()
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select variables[1] from recipient where campaign_id = cast(:id as uuid) order by n")
                        .bind("id", id(path))
                        .mapTo(String.class)
                        .list());
    }

    @Test
    void shouldSendToThoseForWhomAnOutcomeHolds() {
        String before = campaignOfEach();

        assertThat(names(created(post(before, "\"failed\"")))).containsExactly("failed");
        assertThat(names(created(post(before, "\"not_delivered\"")))).containsExactly("sent");
        assertThat(names(created(post(before, "\"not_read\"")))).containsExactly("sent", "delivered");
        assertThat(names(created(post(before, "\"not_replied\"")))).containsExactly("sent", "delivered", "read");
        assertThat(names(created(post(before, "\"replied\"")))).containsExactly("replied");
        assertThat(names(created(post(before, "\"replied\", \"failed\", \"not_delivered\""))))
                .containsExactly("failed", "sent", "replied");
        assertThat(names(created(server.post(
                        Role.MARKETER, form(spec(before, "\"unconfirmed\"", ", \"acceptDuplicates\": true"))))))
                .containsExactly("unconfirmed");
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldLeaveOutWhoeverIsBeingSentToAgain() {
        String before = campaignOfEach();
        server.database.database().jdbi().useHandle(handle -> handle.execute("""
                insert into journal (dispatch_id, campaign_id, tape, n, sender_id, account_key, attempt, worker,
                    begun_at, lease_until)
                select gen_random_uuid(), campaign_id, tape, n, 'main', 'a', 2, 'test', now(), now()
                from recipient where campaign_id = cast(? as uuid) and status = 'failed'""", id(before)));

        assertThat(fields(post(before, "\"failed\""))).containsExactly("audience");
    }

    @Test
    void shouldKeepTheRowsAsTheyCame() {
        String path = created(post(campaignOfEach(), "\"failed\", \"replied\""));

        JsonNode campaign = json(server.get(Role.VIEWER, path));
        assertThat(campaign.at("/spec/defaultRegion").textValue()).isEqualTo("IN");
        assertThat(campaign.at("/spec/audience/outcome").toString()).isEqualTo("[\"failed\",\"replied\"]");
        assertThat(server.get(Role.VIEWER, path + "/recipients.csv").body())
                .startsWith("\uFEFFname,note,Mobile No,status,")
                .contains(
                        "\r\nfailed,\"'=1+1; \"\"so\"\"\nit is, ü\"," + phone(71) + ",pending,",
                        "\r\nreplied,\"'=1+1; \"\"so\"\"\nit is, ü\"," + phone(77) + ",pending,")
                .doesNotContain("nobody");
    }

    /** A list of rejects that came back has columns and apostrophes of ours, which are no part of the rows. */
    @Test
    void shouldFollowUpAWorkbookAndAListOfRejects() throws Exception {
        byte[] workbook = SampleWorkbook.of("""
                        <row r="1"><c t="str"><v>phone</v></c><c t="str"><v>name</v></c><c t="str"><v>a;mobile;b;c</v></c></row>
                        <row r="3"><c><v>919812345670</v></c><c t="str"><v>Asha</v></c><c t="str"><v>1;2;3;4</v></c></row>""").bytes();
        String rejects = """
                reject_line,reject_code,reject_reason,phone,name
                2,phone_invalid,why,'+919812345671,'=Bela
                3,phone_invalid,why,'+919812345672,Chand
                """;
        for (byte[] file : List.of(workbook, rejects.getBytes(StandardCharsets.UTF_8))) {
            String before = created(server.post(Role.MARKETER, Multipart.campaign(Multipart.SPEC, file)));
            String first = names(before).get(0);
            set(before, first, "status = 'failed'");

            String path = created(post(before, "\"failed\""));
            assertThat(names(path)).containsExactly(first);
            assertThat(server.get(Role.VIEWER, path + "/recipients.csv").body()).startsWith("\uFEFFphone,name,");
        }
    }

    @Test
    void shouldImportThemAsAFileIsImported() {
        String before = campaignOfEach();
        server.post(Role.OPERATOR, "/api/v1/suppressions", "{\"phones\": [\"+91" + phone(71) + "\"]}");

        JsonNode campaign = json(server.post(
                Role.MARKETER,
                form(spec(before, "\"failed\", \"not_read\"", "")
                        .replace("{{name}}", "{{name}}, +91" + phone(74) + " {{Mobile No}}"))));

        assertThat(campaign.path("audience").toString())
                .isEqualTo("{\"rows\":3,\"accepted\":2,\"rejected\":0,\"duplicates\":0,\"suppressed\":1}");
        server.send(server.as(Role.OPERATOR, "/api/v1/suppressions/%2B91" + phone(71))
                .DELETE());
        assertThat(fields(server.post(
                        Role.MARKETER, form(spec(before, "\"failed\"", "").replace("{{name}}", "{{city}}")))))
                .containsExactly("media.caption");
    }

    @Test
    void shouldRefuseWhatCannotBeMeant() {
        String before = campaignOfEach();
        String draft = created(server.post(Role.MARKETER, Multipart.campaign(Multipart.DRAFT)));
        String none = CAMPAIGNS + "/7d444840-9dc0-11d1-b245-5ffdce74fad2";

        assertThat(fields(server.post(Role.MARKETER, form(Multipart.SPEC)))).containsExactly("recipients", "audience");
        assertThat(fields(server.post(Role.MARKETER, Multipart.campaign(spec(before, "\"failed\"", "")))))
                .containsExactly("recipients", "audience");
        assertThat(fields(post(none, "\"failed\""))).containsExactly("audience.campaign");
        assertThat(fields(post(draft, "\"failed\""))).containsExactly("audience.campaign");
        assertThat(fields(post("x", "\"bounced\""))).containsExactly("audience.campaign", "audience.outcome[0]");
        assertThat(fields(post(before, ""))).containsExactly("audience.outcome");
        assertThat(fields(post(before, "\"unconfirmed\""))).containsExactly("audience.acceptDuplicates");
        assertThat(fields(server.post(
                        Role.MARKETER,
                        form(spec(before, "\"failed\"", ", \"who\": 1")
                                .replaceFirst("\\{", "{\"encoding\": \"UTF-8\", \"sheet\": \"List\", ")))))
                .containsExactly("encoding", "sheet", "audience.who");
        server.database
                .database()
                .jdbi()
                .useHandle(handle ->
                        handle.execute("delete from recipients_file where campaign_id = cast(? as uuid)", id(before)));
        assertThat(post(before, "\"failed\"").body()).contains("audience.campaign", "earlier version");
    }

    @Test
    void shouldTellBeforehandWhoIsMeant() {
        String before = campaignOfEach();

        JsonNode found = json(server.post(
                Role.MARKETER,
                "/api/v1/preflight",
                new Multipart()
                        .field("spec", spec(before, "\"not_replied\"", "").replace("{{name}}", "{{name}} {{note}}"))));

        assertThat(found.at("/audience/accepted").intValue())
                .as(found.toString())
                .isEqualTo(3);
        assertThat(found.at("/samples/0/caption").textValue()).isEqualTo("Hello sent =1+1; \"so\"\nit is, ü");
        assertThat(fields(server.post(
                        Role.MARKETER, "/api/v1/preflight", Multipart.campaign(spec(before, "\"not_replied\"", "")))))
                .containsExactly("recipients", "audience");
    }

    /** Who was meant when it was posted stays who is meant, until a file takes their place. */
    @Test
    void shouldBeADraftAsOthers() {
        String before = campaignOfEach();
        String draft = created(server.post(
                Role.MARKETER, form(spec(before, "\"failed\"", "").replaceFirst("\\{", "{\"start\": false, "))));
        set(before, "sent", "status = 'failed'");

        assertThat(fields(patch(draft, "{\"audience\": null}"))).containsExactly("audience");
        assertThat(patch(draft, "{\"media\": {\"caption\": \"To {{name}} {{note}}\"}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(names(draft)).containsExactly("failed");

        JsonNode duplicate = json(server.post(Role.MARKETER, draft + "/duplicate", "{}"));
        assertThat(duplicate.at("/spec/audience").isMissingNode())
                .as(duplicate.toString())
                .isTrue();
        assertThat(duplicate.at("/audience/accepted").intValue()).isZero();

        JsonNode replaced = json(server.send(server.as(Role.MARKETER, draft + "/recipients")
                .header("Content-Type", "text/csv")
                .PUT(BodyPublishers.ofString("phone,name,note\n+919812345699,Devi,x\n"))));
        assertThat(replaced.at("/spec/audience").isMissingNode())
                .as(replaced.toString())
                .isTrue();
        assertThat(names(draft)).containsExactly("Devi");
    }

    /** What the page's "new campaign to those who did not read" does: message and file come along, and nothing is sent. */
    @Test
    void shouldMakeADraftToThoseOfADuplicatedCampaign() {
        String before = campaignOfEach();
        String id = before.substring(before.lastIndexOf('/') + 1);

        String draft = created(server.post(Role.MARKETER, before + "/duplicate", """
                {"name": "Again", "audience": {"campaign": "%s", "outcome": ["failed"]}}""".formatted(id)));

        assertThat(status(server.get(Role.VIEWER, draft))).isEqualTo("draft");
        assertThat(names(draft)).containsExactly("failed");
        assertThat(server.get(Role.VIEWER, draft + "/media").body())
                .isEqualTo(server.get(Role.VIEWER, before + "/media").body());
        assertThat(fields(server.post(Role.MARKETER, before + "/duplicate", """
                {"audience": {"campaign": "%s", "outcome": ["unconfirmed"]}}""".formatted(id))))
                .containsExactly("audience.acceptDuplicates");
        assertThat(fields(server.post(Role.MARKETER, before + "/duplicate", """
                {"audience": {"campaign": "%s", "outcome": ["failed"]}, "encoding": "UTF-8"}""".formatted(id))))
                .containsExactly("encoding");
    }

    private HttpResponse<String> patch(String path, String json) {
        return server.send(server.as(Role.MARKETER, path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json)));
    }

    @Test
    void shouldAskWhenTheSameGoesToTheSamePeopleAgain() {
        String before = campaignOfEach();
        String spec =
                spec(before, "\"failed\", \"not_read\"", "").replace("\"allowRepeat\": true", "\"allowRepeat\": false");

        assertThat(server.post(Role.MARKETER, form(spec)).statusCode()).isEqualTo(201);
        assertThat(json(server.post(Role.MARKETER, form(spec))).path("code").textValue())
                .isEqualTo("already_sent");
        assertThat(server.post(Role.MARKETER, form(spec.replace("false", "true")))
                        .statusCode())
                .isEqualTo(201);
    }
}
