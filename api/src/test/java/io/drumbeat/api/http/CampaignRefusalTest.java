package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.api.security.Role;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Campaigns that are posted with something wrong in them: all of it is named at once, and nothing is left behind. */
class CampaignRefusalTest extends HttpTest {

    @Test
    void shouldNameEverythingAtOnceWhenMuchIsWrong() {
        long before = server.rows("campaign");
        HttpResponse<String> response = server.post(
                Role.MARKETER,
                new Multipart()
                        .field("spec", """
                                {"name": "", "senders": ["main", "gone", "bulk", "main"], "extra": 1,
                                 "media": {"type": "image", "caption": "{{"},
                                 "pacing": {"minDelay": "PT1S", "maxDelay": "PT2S"}, "schedule": {"startAt": "soon"},
                                 "onUnconfirmed": "again", "autoPause": {"window": 0}}""")
                        .file("media", "offer.png", "%PDF-1.7".getBytes(StandardCharsets.UTF_8))
                        .field("media", "again")
                        .field("comment", "hello"));

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(fields(response))
                .containsExactlyInAnyOrder(
                        "media",
                        "comment",
                        "recipients",
                        "audience",
                        "name",
                        "senders[1]",
                        "senders[3]",
                        "extra",
                        "media.caption",
                        "schedule.startAt",
                        "onUnconfirmed",
                        "autoPause.window",
                        "pacing",
                        "media");
        assertThat(response.body()).contains("the senders are bulk, main, second", "application/pdf");
        assertProblem(response, 422);
        assertThat(server.rows("campaign")).isEqualTo(before);
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldNameAllInOneAnswerWhenSpecMediaHeaderAndPlaceholdersAreWrong() {
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
    void shouldNameTheRegionWhenTheListIsACountrysOwn() {
        HttpResponse<String> response = server.post(
                Role.MARKETER,
                Multipart.campaign(
                        Multipart.SPEC,
                        "phone,name\n2125550123,A\n6592345678,B\n3105550147,C\n".getBytes(StandardCharsets.UTF_8)));

        assertThat(fields(response)).containsExactly("defaultRegion");
        assertThat(response.body()).contains("look like national numbers");
    }

    @Test
    void shouldNameTheSendersWhenTheyTakeNoTemplate() {
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
                .containsExactly("token", "tokne");
    }

    @Test
    void shouldRefuseAPartWhenItHasNoName() {
        Multipart form = Multipart.campaign().file("", "x", new byte[0]);

        assertProblem(server.post(Role.MARKETER, form), 422);
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
    void shouldNameTheUrlWhenWhatStandsThereIsNoMedia() {
        String spec = """
                {"name": "Offer", "senders": ["main"], "media": {"type": "%s", "url": "%s"}}""";
        URI notMedia = server.uri("/healthz");
        URI missing = server.uri("/nowhere.png");

        assertThat(fields(server.post(Role.MARKETER, Multipart.campaignOfUrl(spec.formatted("image", notMedia)))))
                .containsExactly("media.url");
        HttpResponse<String> response =
                server.post(Role.MARKETER, Multipart.campaignOfUrl(spec.formatted("image", missing)));
        assertThat(fields(response)).containsExactly("media.url");
        assertThat(response.body()).contains("404");
    }
}
