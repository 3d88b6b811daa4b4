package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.Creation;
import io.drumbeat.campaigns.campaign.NewCampaign;
import io.drumbeat.campaigns.campaign.SpecJson;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.engine.gateway.Message;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCampaignsTest {

    private static final List<String> ASHA = List.of("Asha", "X1", "what somebody else wants of the row");

    private final TestDatabase database = TestDatabase.fresh();
    private final CampaignStore store = CampaignStore.on(database.database());

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void shouldSayTheCaptionWhenThereIsOne() throws IOException {
        assertThat(said("\"caption\": \"{{name}}: {{code}}, {{name}}\"}"))
                .isEqualTo(new CampaignContent.Said("Asha: X1, Asha", null));
    }

    @Test
    void shouldFillTheTemplateWhenThereIsOne() throws IOException {
        assertThat(said("""
                "fileName": "a.png"},
                "template": {"name": "offer", "language": "en", "parameters": ["{{name}}", "{{code}} for {{name}}"]}"""))
                .isEqualTo(new CampaignContent.Said(
                        null, new Message.Template("offer", "en", List.of("Asha", "X1 for Asha"))));
    }

    @Test
    void shouldSayNothingWhenThereIsNothingToSay() throws IOException {
        assertThat(said("\"fileName\": \"a.png\"}")).isEqualTo(new CampaignContent.Said(null, null));
    }

    @Test
    void shouldTellTheTypeFoundAtTheUrlWhenNothingIsStored() throws IOException {
        assertThat(content("\"url\": \"https://here/offer\"}", "image/webp").mimeType())
                .isEqualTo("image/webp");
    }

    /** What a recipient is told by a campaign whose media ends in {@code rest}. */
    private CampaignContent.Said said(String rest) throws IOException {
        return content(rest, null).words().to(ASHA);
    }

    private CampaignContent content(String rest, @Nullable String mimeType) throws IOException {
        SpecJson.Parsed spec = SpecJson.parse(
                new JsonMapper()
                        .readTree("{\"name\": \"Offer\", \"senders\": [\"main\"], \"media\": {\"type\": \"image\", "
                                + rest + "}"),
                !rest.contains("url"));
        Path recipients = Files.writeString(folder.resolve("list.csv"), "phone,name,code\n+919812345670,Asha,X1\n");
        Creation creation = store.create(new NewCampaign(
                Objects.requireNonNull(spec.spec()), recipients, List.of(), null, mimeType, "asha", null));
        StoredCampaigns campaigns =
                new StoredCampaigns(store, MediaStore.on(database.database()), URI.create("http://here"));
        return campaigns.content(((Creation.Created) creation).id());
    }
}
