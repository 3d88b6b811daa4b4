package io.drumbeat.campaigns.campaign.posting;

import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.spec.CampaignSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A campaign to be created.
 *
 * @param recipients the file, as it came; null: none yet, of a draft
 * @param passedColumns columns of the file that go to vendors as they are, where it has them, in the vendors' spelling
 * @param media stores the posted media file; null: it is at the spec's URL
 * @param mimeType the media's, posted or at the URL; null: not known
 * @param createdBy the name of the token that posts it
 * @param idempotency null: posted without a key
 */
public record NewCampaign(
        CampaignSpec spec,
        @Nullable Path recipients,
        List<String> passedColumns,
        @Nullable MediaSource media,
        @Nullable String mimeType,
        String createdBy,
        @Nullable IdempotencyKey idempotency) {

    public NewCampaign {
        passedColumns = List.copyOf(passedColumns);
    }

    /** Stores a media file; asked only once the recipients are known to be good. */
    @FunctionalInterface
    public interface MediaSource {
        Sha256 store() throws IOException;
    }

    /**
     * Makes posting twice harmless.
     *
     * @param token the name of the token that posts: keys of different tokens are different
     * @param key what the client chose
     * @param content of all parts
     */
    public record IdempotencyKey(String token, String key, Sha256 content) {}
}
