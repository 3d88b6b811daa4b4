package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.posting.Creation;
import io.drumbeat.campaigns.campaign.posting.NewCampaign;
import io.drumbeat.campaigns.campaign.posting.PostingStore;
import io.drumbeat.campaigns.database.TestDatabase;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.spec.SpecJson;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.workflow.CampaignState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCampaignsTest {

    private static final List<String> ASHA = List.of("Asha", "X1", "what somebody else wants of the row");

    @AutoClose
    private final TestDatabase database = TestDatabase.fresh();

    private final CampaignStore store = CampaignStore.on(database.database());
    private final PostingStore posting = PostingStore.on(database.database());

    @TempDir
    private Path folder;

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

    /** Temporal's page showed nothing of what a campaign waited for. */
    @Test
    void shouldTellWhatItsLanesWaitFor() throws IOException {
        SenderStore.on(database.database())
                .configure(List.of(new Sender(
                        new SenderId("main"),
                        new AccountKey("cloud|vendor:443|1"),
                        "cloud",
                        "main",
                        Pacing.DEFAULT,
                        null,
                        Duration.ofSeconds(30))));

        assertThat(stored("\"url\": \"https://here/offer\"}").waiting())
                .singleElement()
                .satisfies(lane -> {
                    assertThat(lane.sender()).isEqualTo("main");
                    assertThat(lane.why()).isEqualTo("worker");
                    assertThat(lane.reason()).contains("No worker is running");
                });
    }

    /** What a recipient is told by a campaign whose media ends in {@code rest}. */
    private CampaignContent.Said said(String rest) throws IOException {
        return content(rest, null).words().to(ASHA);
    }

    private CampaignContent content(String rest, @Nullable String mimeType) throws IOException {
        return campaigns().content(create(rest, mimeType));
    }

    private CampaignState stored(String rest) throws IOException {
        return campaigns().state(create(rest, "image/png")).orElseThrow();
    }

    private StoredCampaigns campaigns() {
        return new StoredCampaigns(store, MediaStore.on(database.database()), URI.create("http://here"));
    }

    private CampaignId create(String rest, @Nullable String mimeType) throws IOException {
        SpecJson.Parsed spec = SpecJson.parse(
                new JsonMapper()
                        .readTree("{\"name\": \"Offer\", \"senders\": [\"main\"], \"media\": {\"type\": \"image\", "
                                + rest + "}"),
                !rest.contains("url"));
        Path recipients = Files.writeString(folder.resolve("list.csv"), "phone,name,code\n+919812345670,Asha,X1\n");
        Creation creation = posting.create(new NewCampaign(
                Objects.requireNonNull(spec.spec()), recipients, List.of(), null, mimeType, "asha", null));
        return ((Creation.Created) creation).id();
    }
}
