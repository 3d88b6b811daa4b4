package io.drumbeat.campaigns.campaign.posting;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.spec.CampaignSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a draft is to be from now on.
 *
 * @param before what it was when this was made of it
 * @param recipients another file, as it came; null: the one that it has
 * @param passedColumns {@link NewCampaign#passedColumns}
 * @param media stores another media file; empty: it has the one that it had, or a URL
 * @param mimeType the media's; null: not known
 * @param actor who asks, for the log
 */
public record DraftEdit(
        CampaignSpec before,
        CampaignSpec after,
        @Nullable Path recipients,
        List<String> passedColumns,
        Optional<NewCampaign.MediaSource> media,
        @Nullable String mimeType,
        String actor) {

    public DraftEdit {
        passedColumns = List.copyOf(passedColumns);
    }

    /** What came of it. */
    public sealed interface Result {}

    /** It is so now. */
    public record Edited() implements Result {}

    /** It is no draft any more. */
    public record NoDraft(CampaignStatus status) implements Result {}

    /** It is another by now than the edit was made of: nothing was changed. */
    public record Outdated() implements Result {}

    /** The recipients cannot be read so, and it is as it was. */
    public record Refused(List<FieldError> errors) implements Result {
        public Refused {
            errors = List.copyOf(errors);
        }
    }
}
