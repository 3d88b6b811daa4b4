package io.drumbeat.engine.publish;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.spec.CampaignSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What campaigns know of their media. */
public interface CampaignMedia {

    /**
     * The media of one campaign.
     *
     * @param stored posted with the campaign, or fetched from its URL; null: it still has to be fetched
     */
    record Content(CampaignSpec.Media spec, MediaStore.@Nullable Asset stored) {}

    /** Empty where there is no such campaign. */
    Optional<Content> find(CampaignId campaign);

    /** The media of {@code campaign} was fetched and is stored under {@code sha256}. Safe to call twice. */
    void fetched(CampaignId campaign, Sha256 sha256);
}
