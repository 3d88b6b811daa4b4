package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.workbook.SampleWorkbook;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecipientRoutesTest extends HttpTest {

    @Test
    void shouldShowRecipientsAndRejectsWhenAFileHasBoth() {
        Multipart form = new Multipart()
                .field("spec", Multipart.SPEC)
                .field("recipients", Multipart.RECIPIENTS + "12,=1+1\n+919812345670,Twice\n")
                .file("media", "offer.png", Multipart.PNG);
        String path = created(server.post(Role.MARKETER, form));

        JsonNode page = json(server.get(Role.VIEWER, path + "/recipients?status=pending&limit=1"));
        assertThat(page.path("items").toString()).isEqualTo("""
                        [{"row":2,"phone":"+919812345670","status":"pending","sender":null,"attempts":0,\
                        "messageId":null,"errorCode":null,"errorMessage":null,"sentAt":null,"deliveredAt":null,\
                        "readAt":null,"repliedAt":null}]""");
        assertThat(page.path("nextCursor").isTextual()).isTrue();
        HttpResponse<String> recipients = server.get(Role.VIEWER, path + "/recipients.csv");
        assertThat(recipients.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(recipients.body().lines().toList())
                .containsExactly(
                        "\uFEFFphone,name,status,sender,attempts,message_id,error_code,error_message,sent_at,delivered_at,"
                                + "read_at,replied_at",
                        "+919812345670,Asha,pending,,0,,,,,,,",
                        "+919812345671,Bela,pending,,0,,,,,,,");
        assertThat(server.get(Role.VIEWER, path + "/rejects.csv").body().lines().toList())
                .hasSize(3)
                .satisfies(lines ->
                        assertThat(lines.get(0)).isEqualTo("\uFEFFreject_line,reject_code,reject_reason,phone,name"))
                .satisfies(lines ->
                        assertThat(lines.get(1)).startsWith("4,phone_invalid,").endsWith(",12,'=1+1"));
    }

    @Test
    void shouldCallFilesLikeTheCampaign() {
        String spec = Multipart.SPEC.replace("Offer", "Été: 50 % \\\"off\\\"");
        String path = created(server.post(Role.MARKETER, Multipart.campaign(spec)));

        assertThat(server.get(Role.VIEWER, path + "/recipients.csv").headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"_t__ 50 % _off_ recipients.csv\";"
                        + " filename*=UTF-8''%C3%89t%C3%A9_%2050%20%25%20_off_%20recipients.csv");
    }

    @Test
    void shouldShowTheMediaAndWhyNobodyFailed() {
        String path = created(server.post(Role.MARKETER, Multipart.campaign(Multipart.SPEC)));

        HttpResponse<String> media = server.get(Role.VIEWER, path + "/media");
        assertThat(media.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(media.body()).contains("PNG");
        HttpResponse<String> part =
                server.send(server.as(Role.VIEWER, path + "/media").header("Range", "bytes=1-3"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("PNG");
        String tag = media.headers().firstValue("ETag").orElseThrow();
        assertThat(server.send(server.as(Role.VIEWER, path + "/media").header("If-None-Match", tag))
                        .statusCode())
                .isEqualTo(304);
        assertThat(server.get(Role.VIEWER, path + "/errors").body()).isEqualTo("{\"items\":[]}");
        assertProblem(server.get(Role.VIEWER, CAMPAIGNS + "/gone/media"), 404);
        assertProblem(server.get(Role.VIEWER, CAMPAIGNS + "/gone/errors"), 404);
    }

    @Test
    void shouldFindPeopleByTheirPhones() throws Exception {
        String path = created(server.post(Role.MARKETER, Multipart.campaign(Multipart.SPEC)));

        assertThat(json(server.get(Role.VIEWER, path + "/recipients?phone=%2B91+98123-45671"))
                        .path("items")
                        .findValuesAsText("phone"))
                .containsExactly("+919812345671");
        assertThat(json(server.get(Role.VIEWER, path + "/recipients?phone=919812&limit=1"))
                        .path("nextCursor")
                        .isTextual())
                .isTrue();
        assertThat(fields(server.get(Role.VIEWER, path + "/recipients?phone=Asha")))
                .containsExactly("phone");
        assertThat(json(server.get(Role.VIEWER, path + "/recipients?phone=5671"))
                        .path("items")
                        .findValuesAsText("phone"))
                .containsExactly("+919812345671");
        server.post(Role.MARKETER, path + "/exclude", "{\"phones\": [\"+919812345671\"]}");
        assertThat(json(server.get(Role.VIEWER, path + "/recipients?errorCode=excluded&status=skipped"))
                        .path("items")
                        .findValuesAsText("phone"))
                .containsExactly("+919812345671");
        assertThat(fields(server.get(
                        Role.VIEWER, path + "/recipients?phone=12&errorCode=&status=lost&limit=0&errorCodes=1")))
                .containsExactlyInAnyOrder("phone", "errorCode", "status", "limit", "errorCodes");
    }

    @Test
    void shouldTellHowManyWereSentWhen() throws Exception {
        String path = created(server.post(Role.MARKETER, Multipart.campaign(Multipart.SPEC)));
        server.post(Role.OPERATOR, path + "/pause", "{\"reason\": \"The price is wrong\"}");

        JsonNode sends = json(server.get(Role.VIEWER, path + "/sends"));

        assertThat(sends.path("width").textValue()).isEqualTo("PT10S");
        assertThat(sends.path("counts")).isNotEmpty();
        assertThat(sends.at("/pauses/0/reason").textValue()).isEqualTo("The price is wrong");
        assertThat(sends.at("/pauses/0/to").isNull()).isTrue();
        assertProblem(server.get(Role.VIEWER, CAMPAIGNS + "/gone/sends"), 404);
    }

    /** In whatever form it came: a delimiter of its own, cells that are missing, lines of several, columns called like ours. */
    @Test
    void shouldShowTheFilesOwnColumnsAsTheyCame() {
        String file = """
                name;Status;Mobile No;note;sender
                Asha;gold;+91 98123 45670;=1+1;x
                "Be|la";;98123-45671
                Twice;;+919812345670;;

                Chand;;9812345672;;;;
                """.replace("\n", "\r\n").replace('|', '\n');
        Multipart form = Multipart.campaign(
                Multipart.SPEC.replaceFirst("\\{", "{\"defaultRegion\": \"IN\", "),
                file.getBytes(StandardCharsets.UTF_8));
        String path = created(server.post(Role.MARKETER, form));

        assertThat(server.get(Role.VIEWER, path + "/recipients.csv").body())
                .isEqualTo("""
                        \uFEFFname,Status,Mobile No,note,sender,drumbeat_status,drumbeat_sender,attempts,message_id,error_code,\
                        error_message,sent_at,delivered_at,read_at,replied_at
                        Asha,gold,+91 98123 45670,'=1+1,x,pending,,0,,,,,,,
                        "Be
                        la",,98123-45671,,,pending,,0,,,,,,,
                        Chand,,9812345672,,,pending,,0,,,,,,,
                        """.replace("\n", "\r\n").replace("Be\r\n", "Be\n"));
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldShowTheColumnsOfAWorkbook() throws Exception {
        byte[] file = SampleWorkbook.of("""
                        <row r="1"><c t="str"><v>phone</v></c><c t="str"><v>name</v></c></row>
                        <row r="3"><c><v>919812345670</v></c><c t="str"><v>Asha</v></c></row>""").bytes();
        String path = created(server.post(Role.MARKETER, Multipart.campaign(Multipart.SPEC, file)));

        assertThat(server.get(Role.VIEWER, path + "/recipients.csv")
                        .body()
                        .lines()
                        .skip(1))
                .containsExactly("919812345670,Asha,pending,,0,,,,,,,");
    }

    /** Campaigns from before files were kept. */
    @Test
    void shouldShowPhonesWhenTheFileIsNotKept() {
        String path = CAMPAIGNS + "/" + server.campaign();
        server.database.database().jdbi().useHandle(handle -> handle.execute("delete from recipients_file"));

        assertThat(server.get(Role.VIEWER, path + "/recipients.csv").body().lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("\uFEFFphone,status,");
    }
}
