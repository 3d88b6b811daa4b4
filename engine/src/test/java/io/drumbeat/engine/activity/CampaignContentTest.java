package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.media.MediaType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CampaignContentTest {

    @Test
    void shouldGiveTheVendorTheLastVariablesThatHaveAValue() {
        CampaignContent content = content(List.of("contact.firstname", "contact_id"));

        assertThat(content.columns(List.of("Asha", "x7", "Äsha", ""))).isEqualTo(Map.of("contact.firstname", "Äsha"));
    }

    @Test
    void shouldGiveTheVendorNothingWhenAllIsForTheTexts() {
        assertThat(content(List.of()).columns(List.of("Asha"))).isEmpty();
    }

    private static CampaignContent content(List<String> passedColumns) {
        return new CampaignContent(
                MediaType.IMAGE,
                "https://media/offer.png",
                true,
                null,
                null,
                null,
                CampaignContent.Words.NONE,
                passedColumns);
    }
}
