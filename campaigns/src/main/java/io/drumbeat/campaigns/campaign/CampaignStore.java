package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.database.Database;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.paging.InvalidCursor;
import io.drumbeat.campaigns.paging.Page;
import io.drumbeat.campaigns.paging.Sink;
import io.drumbeat.campaigns.recipient.ErrorCount;
import io.drumbeat.campaigns.recipient.Recipient;
import io.drumbeat.campaigns.recipient.RecipientFilter;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.FollowUp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The campaigns there are, with their recipients, rejects and logs. */
public interface CampaignStore {

    /** The one in {@code database}. */
    static CampaignStore on(Database database) {
        return new PostgresCampaignStore(database);
    }

    /** One campaign; the cost does not depend on how many recipients it has. */
    Optional<Campaign> find(CampaignId id);

    /**
     * Campaigns, newest first.
     *
     * @param status only those that have it; null: all
     * @param name only those whose name holds it, in capitals or not; null: all
     * @param cursor from the page before; null: the first page
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws InvalidCursor where {@code cursor} is none of ours
     */
    Page<Campaign> list(@Nullable CampaignStatus status, @Nullable String name, @Nullable String cursor, int limit);

    /**
     * Recipients of a campaign, in the order of the file.
     *
     * @param cursor from the page before, with the same filter; null: the first page
     * @param limit 1 to {@link Page#MAX_LIMIT}
     * @throws InvalidCursor where {@code cursor} is none of ours
     */
    Page<Recipient> recipients(CampaignId id, RecipientFilter filter, @Nullable String cursor, int limit);

    /** Notes how many sends of the campaigns under way have ended: to be called every few seconds, by any number of processes. */
    void noteSends();

    /** How many sends of a campaign ended when, as far as that was noted; empty: there is no such campaign. */
    Optional<SendCurve> sends(CampaignId id);

    /** Why recipients of a campaign were not sent to, the most frequent first. */
    List<ErrorCount> errors(CampaignId id);

    /**
     * Shows every recipient to {@code sink}, in the order of the file: a thousand at a time in memory, and no connection
     * held while {@code sink} takes its time.
     */
    void eachRecipient(CampaignId id, Sink<Recipient> sink) throws IOException;

    /**
     * Writes the campaign's recipients file, as it came, to {@code into}; false where none is kept: of campaigns that have none,
     * or from before it was.
     */
    boolean recipientsFile(CampaignId id, Path into) throws IOException;

    /**
     * Shows the lines of a campaign's recipients file on which those stand whom {@code followUp} means, in their order, as they
     * are at one moment. A connection is held meanwhile.
     */
    void eachFollowed(FollowUp followUp, Sink<Long> lines) throws IOException;

    /** The header of the recipients file, as its rejects repeat it. */
    List<String> rejectHeader(CampaignId id);

    /** Shows every rejected row to {@code sink}, in the order of the file, as {@link #eachRecipient} does. */
    void eachReject(CampaignId id, Sink<RejectedRow> sink) throws IOException;

    /**
     * The log of a campaign, oldest first.
     *
     * @throws InvalidCursor where {@code cursor} is none of ours
     */
    Page<LogLine> log(CampaignId id, @Nullable String cursor, int limit);

    /** What a campaign sends; empty: there is no such campaign. */
    Optional<Content> content(CampaignId id);

    /** The campaign's media is that asset from now on. Safe to call twice. */
    void setMedia(CampaignId id, Sha256 media);

    /**
     * What a campaign sends.
     *
     * @param media its stored media; null: only its URL is known
     * @param mimeType the media's, as it was found when the campaign was posted; null: not known
     * @param passedColumns what its recipients' last variables are: columns that go to vendors as they are, by the
     *     vendors' names
     */
    record Content(
            CampaignSpec spec,
            MediaStore.@Nullable Asset media,
            @Nullable String mimeType,
            List<String> passedColumns) {
        public Content {
            passedColumns = List.copyOf(passedColumns);
        }
    }
}
