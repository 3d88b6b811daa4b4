package io.drumbeat.api.http;

import static io.drumbeat.api.http.RunningServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.workbook.SampleWorkbook;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Campaigns that are posted as they should be, and what is kept of them. */
class CampaignPostingTest extends HttpTest {

    @Test
    void shouldNameTheOtherCampaignWhenTheSameGoesToTheSamePeople() {
        String spec = """
                {"name": "Twice", "senders": ["main"], "media": {"type": "image", "caption": "Only once"}}""";
        String first = created(server.post(Role.MARKETER, Multipart.campaign(spec)));

        HttpResponse<String> second = server.post(Role.MARKETER, Multipart.campaign(spec));

        assertThat(second.statusCode()).isEqualTo(409);
        JsonNode problem = json(second);
        assertThat(problem.path("type").asText()).isEqualTo("/docs/problems#already-sent");
        assertThat(problem.path("code").asText()).isEqualTo("already_sent");
        assertThat(first).endsWith(problem.path("campaign").asText());
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
    void shouldCreateACampaignWhenItsPartsComeInAnyOrder() {
        Multipart form = new Multipart()
                .file("media", "offer.png", Multipart.PNG)
                .field("recipients", Multipart.RECIPIENTS)
                .file("spec", "spec.json", Multipart.SPEC.getBytes(StandardCharsets.UTF_8));

        assertThat(server.post(Role.MARKETER, form).statusCode()).isEqualTo(201);
    }

    /** WhatsApp shows a document without a name as "Untitled". */
    @ParameterizedTest
    @CsvSource({
        "Preisliste März.pdf, '', Preisliste März.pdf",
        "C:\\Offers\\May.pdf, '', May.pdf",
        "upload-17.pdf, ', \"fileName\": \"Offer.pdf\"', Offer.pdf",
        "upload-17.pdf, ', \"fileName\": null', ",
        "' ', '', "
    })
    void shouldCallADocumentAsItsFileWhenTheSpecDoesNotSay(String file, String said, @Nullable String shown) {
        byte[] pdf = "%PDF-1.4\n".getBytes(StandardCharsets.US_ASCII);
        String spec = """
                {"name": "Prices", "senders": ["main"], "media": {"type": "document"%s}, "allowRepeat": true, "start": false}""";
        Multipart form = new Multipart()
                .field("spec", spec.formatted(said))
                .field("recipients", Multipart.RECIPIENTS)
                .file("media", file, pdf);

        JsonNode posted = json(server.post(Role.MARKETER, form));

        assertThat(posted.at("/spec/media/fileName").textValue()).isEqualTo(shown);
    }

    @Test
    void shouldWarnWhenAVendorCannotFetchFromHere() {
        JsonNode campaign =
                json(server.post(Role.MARKETER, Multipart.campaign(Multipart.SPEC.replace("main", "second"))));

        assertThat(campaign.path("warnings")).hasSize(1);
        assertThat(campaign.path("warnings").path(0).textValue()).contains("DRUMBEAT_PUBLIC_URL", "second");
    }

    @Test
    void shouldReadTheFileInItsEncodingWhenTheSpecNamesOne() {
        byte[] file = "phone,name\n+919812345670,Иван\n+919812345671,Пётр\n".getBytes(Charset.forName("windows-1251"));

        HttpResponse<String> refused = server.post(Role.MARKETER, Multipart.campaign(Multipart.SPEC, file));
        HttpResponse<String> taken = server.post(
                Role.MARKETER,
                Multipart.campaign(Multipart.SPEC.replaceFirst("\\{", "{\"encoding\": \"windows-1251\", "), file));

        assertThat(fields(refused)).containsExactly("recipients");
        assertThat(refused.body()).contains("looks like windows-1251", "Set encoding");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        assertThat(json(taken).path("spec").path("encoding").textValue()).isEqualTo("windows-1251");
    }

    @Test
    void shouldTakeAWorkbookWhenItIsPostedAsRecipients() {
        byte[] file = SampleWorkbook.of("""
                        <row r="2"><c t="str"><v>phone</v></c><c t="str"><v>name</v></c></row>
                        <row r="4"><c><v>9.1981234567E11</v></c><c t="str"><v>Asha</v></c></row>""").bytes();

        HttpResponse<String> refused = server.post(
                Role.MARKETER,
                Multipart.campaign(Multipart.SPEC.replaceFirst("\\{", "{\"sheet\": \"Sheet2\", "), file));
        HttpResponse<String> taken = server.post(
                Role.MARKETER,
                Multipart.campaign(Multipart.SPEC.replaceFirst("\\{", "{\"sheet\": \"List 1\", "), file));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(fields(refused)).containsExactly("sheet");
        assertThat(refused.body()).contains("List 1");
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(201);
        assertThat(json(taken).path("spec").path("sheet").textValue()).isEqualTo("List 1");
        String recipients = "/api/v1/campaigns/" + json(taken).path("id").textValue() + "/recipients";
        assertThat(json(server.get(Role.VIEWER, recipients)).at("/items/0/row").intValue())
                .isEqualTo(4);
        assertThat(server.get(Role.VIEWER, recipients).body()).contains("+919812345670");
    }

    /** Vendors that are told a type beside the URL were told none. */
    @Test
    void shouldKeepTheTypeOfTheMediaWhenItStandsAtAUrl(@TempDir Path folder) throws IOException {
        MediaStore.Asset png =
                server.stores.media().put(Files.write(folder.resolve("offer"), Multipart.PNG), "image/png");
        String spec = """
                {"name": "Offer", "senders": ["second"], "media": {"type": "image", "url": "%s"}}""";
        HttpResponse<String> created = server.post(
                Role.MARKETER, Multipart.campaignOfUrl(spec.formatted(server.uri("/media/" + png.token() + ".png"))));

        assertThat(created.statusCode()).isEqualTo(201);
        CampaignId campaign =
                CampaignId.parse(json(created).path("id").textValue()).orElseThrow();
        assertThat(server.stores.campaigns().content(campaign).orElseThrow().mimeType())
                .isEqualTo("image/png");
    }
}
