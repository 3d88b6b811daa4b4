package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.media.SampleMedia;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Drafts: all of one can be another until it starts, and one can be made of a campaign that is there. */
class DraftTest extends HttpTest {

    private HttpResponse<String> patch(Role role, String path, String json) {
        return server.send(server.as(role, path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> put(String path, String type, byte[] body) {
        return server.send(
                server.as(Role.MARKETER, path).header("Content-Type", type).PUT(BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<String> putRecipients(String path, String csv) {
        return put(path + "/recipients", "text/csv", csv.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> putVideo(String path, String spec) {
        Multipart form = new Multipart().field("spec", spec).file("media", "offer.mp4", SampleMedia.MP4);
        return put(path + "/media", form.contentType(), form.bytes());
    }

    private String draft() {
        return created(server.post(Role.MARKETER, Multipart.campaign(Multipart.DRAFT)));
    }

    private String recipients(String path) {
        return server.get(Role.VIEWER, path + "/recipients.csv").body();
    }

    @Test
    void shouldReadTheFileAgainWhenItIsToBeReadOtherwise() {
        String path = created(server.post(
                Role.MARKETER,
                Multipart.campaign(
                        Multipart.DRAFT,
                        "phone,other,name,city\n+919812345670,98123 45672,Asha,Pune\n+919812345671,,Bela,\n"
                                .getBytes(StandardCharsets.UTF_8))));

        JsonNode changed = json(patch(
                Role.MARKETER,
                path,
                "{\"name\": \"Other\", \"media\": {\"caption\": \"To {{city}}\"}, \"senders\": [\"second\"]}"));
        assertThat(changed.path("name").textValue()).as(changed.toString()).isEqualTo("Other");
        assertThat(changed.at("/spec/media/type").textValue()).isEqualTo("image");
        assertThat(changed.path("audience").toString())
                .isEqualTo("{\"rows\":2,\"accepted\":1,\"rejected\":1,\"duplicates\":0,\"suppressed\":0}");
        assertThat(changed.path("lanes").findValuesAsText("sender")).containsExactly("second");
        assertThat(server.get(Role.VIEWER, path + "/rejects.csv").body()).contains("placeholder_empty");

        JsonNode other =
                json(patch(Role.MARKETER, path, "{\"columns\": {\"phone\": \"other\"}, \"defaultRegion\": \"IN\"}"));
        assertThat(other.at("/audience/accepted").intValue()).isEqualTo(1);
        assertThat(server.get(Role.VIEWER, path + "/recipients").body()).contains("+919812345672");
        assertThat(server.get(Role.VIEWER, path + "/log").body()).contains("columns; defaultRegion");
        assertThat(json(server.post(Role.MARKETER, path + "/start", ""))
                        .path("status")
                        .textValue())
                .isEqualTo("running");
    }

    @Test
    void shouldLeaveADraftAsItIsWhenAChangeIsRefused() {
        String path = draft();
        String before = recipients(path);

        assertThat(fields(
                        patch(Role.MARKETER, path, "{\"media\": {\"caption\": \"To {{city}}\"}, \"name\": \"Other\"}")))
                .containsExactly("media.caption");
        assertThat(fields(patch(Role.MARKETER, path, "{\"start\": true, \"colour\": \"red\", \"media\": null}")))
                .containsExactlyInAnyOrder("start", "colour", "media");
        assertThat(fields(putRecipients(path, "phone,name\n12,Short\n"))).containsExactly("recipients");
        assertThat(fields(putRecipients(path, ""))).containsExactly("recipients");
        assertThat(fields(put(path + "/media", "image/png", "no picture".getBytes(StandardCharsets.UTF_8))))
                .containsExactly("media");

        assertThat(json(server.get(Role.VIEWER, path)).path("name").textValue()).isEqualTo("Offer");
        assertThat(recipients(path)).isEqualTo(before);
    }

    /** WhatsApp shows a document without a name as "Untitled". */
    @Test
    void shouldCallADocumentAsItsFileWhenItIsPutAndHasNoName() {
        byte[] pdf = "%PDF-1.4\n".getBytes(StandardCharsets.US_ASCII);
        Multipart first = new Multipart()
                .field("spec", "{\"media\": {\"type\": \"document\"}}")
                .file("media", "May.pdf", pdf);
        Multipart second = new Multipart().file("media", "June.pdf", pdf);
        String path = draft();

        assertThat(json(put(path + "/media", first.contentType(), first.bytes()))
                        .at("/spec/media/fileName")
                        .textValue())
                .isEqualTo("May.pdf");
        assertThat(json(put(path + "/media", second.contentType(), second.bytes()))
                        .at("/spec/media/fileName")
                        .textValue())
                .isEqualTo("May.pdf");
    }

    @Test
    void shouldReplaceThePartsOfADraft() {
        String path = draft();

        JsonNode list = json(putRecipients(path, "phone,name\n+919812345672,Chand\n12,Short\n+919812345673,Devi\n"));
        assertThat(list.path("audience").toString())
                .isEqualTo("{\"rows\":3,\"accepted\":2,\"rejected\":1,\"duplicates\":0,\"suppressed\":0}");
        assertThat(recipients(path)).contains("Chand", "Devi").doesNotContain("Asha");
        Multipart form = new Multipart()
                .file("recipients", "list.csv", "phone\n+919812345674\n".getBytes(StandardCharsets.UTF_8));
        assertThat(put(path + "/recipients", form.contentType(), form.bytes()).statusCode())
                .isEqualTo(422);
        Multipart otherwise = new Multipart()
                .field("spec", "{\"columns\": {\"phone\": \"Contact\"}, \"defaultRegion\": \"IN\"}")
                .file("recipients", "list.csv", "Contact,name\n98123 45675,Esha\n".getBytes(StandardCharsets.UTF_8));
        JsonNode read = json(put(path + "/recipients", otherwise.contentType(), otherwise.bytes()));
        assertThat(read.at("/spec/columns/phone").textValue())
                .as(read.toString())
                .isEqualTo("Contact");
        assertThat(recipients(path)).contains("Esha");
        assertThat(put(path + "/media", "image/jpeg", SampleMedia.JPEG).statusCode())
                .isEqualTo(200);

        CampaignId id = CampaignId.parse(list.path("id").textValue()).orElseThrow();
        assertThat(server.stores.campaigns().content(id).orElseThrow().media())
                .satisfies(asset -> assertThat(asset.mimeType()).isEqualTo("image/jpeg"));
        assertThat(server.get(Role.VIEWER, path + "/log").body())
                .contains("another recipients file", "another media file", "a-marketer");
        assertThat(server.spooled()).isZero();
    }

    @Test
    void shouldReplaceNothingWhenItIsNoDraftAnyMore() {
        String path = CAMPAIGNS + "/" + server.campaign();

        for (HttpResponse<String> late : List.of(
                putRecipients(path, "phone,name\n+919812345672,Chand\n"),
                put(path + "/media", "image/png", Multipart.PNG))) {
            assertProblem(late, 409);
            assertThat(late.body()).contains("running");
        }
        assertProblem(patch(Role.MARKETER, path, "{\"name\": \"Other\"}"), 403);
        assertThat(fields(patch(Role.OPERATOR, path, "{\"defaultRegion\": \"IN\"}")))
                .containsExactly("defaultRegion");
    }

    @Test
    void shouldMakeADraftOfACampaignWithoutItsRecipients() {
        String path = CAMPAIGNS + "/" + server.campaign();
        JsonNode source = json(server.get(Role.VIEWER, path));

        HttpResponse<String> response = server.post(Role.MARKETER, path + "/duplicate", "{\"name\": \"Again\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        JsonNode copy = json(response);
        String copied = response.headers().firstValue("Location").orElseThrow();
        assertThat(copied).isEqualTo(CAMPAIGNS + "/" + copy.path("id").textValue());
        assertThat(copy.path("status").textValue()).isEqualTo("draft");
        assertThat(copy.path("name").textValue()).isEqualTo("Again");
        assertThat(copy.at("/spec/media")).isEqualTo(source.at("/spec/media"));
        assertThat(copy.at("/progress/total").intValue()).isZero();
        assertThat(copy.at("/progress/percent").intValue()).isZero();
        HttpResponse<String> early = server.post(Role.MARKETER, copied + "/start", "");
        assertProblem(early, 409);
        assertThat(early.body()).contains("no recipients");
        assertThat(patch(Role.MARKETER, copied, "{\"senders\": [\"main\", \"second\"]}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(putRecipients(copied, "phone,name\n+919812345672,Chand\n").statusCode())
                .isEqualTo(200);
        assertThat(json(server.post(Role.MARKETER, copied + "/start", ""))
                        .path("status")
                        .textValue())
                .isEqualTo("running");
        assertThat(fields(server.post(Role.MARKETER, path + "/duplicate", "{\"nmae\": 1, \"start\": true}")))
                .containsExactlyInAnyOrder("nmae", "start");
        assertProblem(server.post(Role.MARKETER, CAMPAIGNS + "/" + CampaignId.random() + "/duplicate", ""), 404);
    }

    /** The page saves a list before anybody has thought of a picture. */
    @Test
    void shouldKeepADraftThatIsStillWithoutItsParts() {
        String bare = "{\"name\": \"Offer\", \"senders\": [\"main\"], \"media\": {\"type\": \"image\"}, \"start\": %s}";
        assertThat(fields(server.post(Role.MARKETER, CAMPAIGNS, new Multipart().field("spec", bare.formatted("true")))))
                .containsExactlyInAnyOrder("media.url", "recipients", "audience");
        String path =
                created(server.post(Role.MARKETER, CAMPAIGNS, new Multipart().field("spec", bare.formatted("false"))));

        assertThat(server.post(Role.MARKETER, path + "/start", "").body())
                .as("all at once")
                .contains("no recipients and no media", path + "/recipients and " + path + "/media");
        assertThat(putRecipients(path, "phone,name\n+919812345672,Chand\n").statusCode())
                .isEqualTo(200);
        HttpResponse<String> start = server.post(Role.MARKETER, path + "/start", "");
        assertProblem(start, 409);
        assertThat(start.body()).contains("no media").contains(path + "/media");
        HttpResponse<String> test = server.post(Role.MARKETER, path + "/test-send", "{\"phone\": \"+919812345670\"}");
        assertProblem(test, 409);
        assertThat(test.body()).contains("no media");
        assertThat(server.get(Role.VIEWER, path + "/media").statusCode()).isEqualTo(404);

        assertThat(fields(putVideo(path, "{\"media\": {\"type\": \"film\"}, \"start\": true}")))
                .containsExactlyInAnyOrder("media.type", "start");
        assertThat(fields(put(path + "/media", "video/mp4", SampleMedia.MP4))).containsExactly("media");
        assertThat(json(putVideo(path, "{\"media\": {\"type\": \"video\"}}"))
                        .at("/spec/media/type")
                        .textValue())
                .isEqualTo("video");
        assertThat(json(server.post(Role.MARKETER, path + "/start", ""))
                        .path("status")
                        .textValue())
                .isEqualTo("running");
    }

    @Test
    void shouldTellOfADraftAsItWouldBe() {
        String path = draft();
        String before = server.get(Role.VIEWER, path).body();

        JsonNode found =
                json(server.post(Role.MARKETER, path + "/preflight", "{\"media\": {\"caption\": \"Dear {{name}}\"}}"));

        assertThat(found.at("/samples/0/caption").textValue())
                .as(found.toString())
                .isEqualTo("Dear Asha");
        assertThat(found.at("/media/mimeType").textValue()).isEqualTo("image/png");
        assertThat(found.at("/estimate/bySender/0/sends").intValue()).isEqualTo(2);
        assertThat(fields(server.post(
                        Role.MARKETER, path + "/preflight", "{\"media\": {\"caption\": \"Dear {{nmae}}\"}}")))
                .containsExactly("media.caption");
        assertThat(server.get(Role.VIEWER, path).body()).isEqualTo(before);
        assertThat(server.spooled()).isZero();
        server.post(Role.MARKETER, path + "/start", "");
        assertProblem(server.post(Role.MARKETER, path + "/preflight", "{}"), 409);
    }

    /** The file of a draft from before files were kept cannot be read again. */
    @Test
    void shouldAskForTheFileWhenItIsNotKept() {
        String path = draft();
        server.database.database().jdbi().useHandle(handle -> handle.execute("delete from recipients_file"));

        assertThat(fields(patch(Role.MARKETER, path, "{\"defaultRegion\": \"IN\"}")))
                .containsExactly("recipients");
        assertThat(patch(Role.MARKETER, path, "{\"name\": \"Other\"}").statusCode())
                .isEqualTo(200);
    }
}
