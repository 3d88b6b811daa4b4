package io.drumbeat.engine.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.campaigns.media.MediaType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CampaignContentTest {

    @Test
    void shouldTellTheCaptionsValuesFromTheColumnsThatGoToTheVendor() {
        CampaignContent content = content(List.of("contact.firstname", "contact_id"));

        assertThat(content.caption(List.of("Asha", "x7", "Äsha", ""))).isEqualTo("[Asha, x7]");
        assertThat(content.columns(List.of("Asha", "x7", "Äsha", ""))).isEqualTo(Map.of("contact.firstname", "Äsha"));
    }

    @Test
    void shouldGiveAllToTheCaptionWhenNothingGoesToTheVendor() {
        assertThat(content(List.of()).caption(List.of("Asha"))).isEqualTo("[Asha]");
        assertThat(content(List.of()).columns(List.of("Asha"))).isEmpty();
    }

    private static CampaignContent content(List<String> passedColumns) {
        return new CampaignContent(
                MediaType.IMAGE, "https://media/offer.png", true, null, null, null, List::toString, passedColumns);
    }
}
