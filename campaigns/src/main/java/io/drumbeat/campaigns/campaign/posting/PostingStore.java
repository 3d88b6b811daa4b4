package io.drumbeat.campaigns.campaign.posting;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.database.Database;
import java.io.IOException;
import java.util.Optional;

/** Where campaigns come in: posted whole, or as drafts that are edited. */
public interface PostingStore {

    /** The one in {@code database}. */
    static PostingStore on(Database database) {
        return new PostgresPostingStore(database);
    }

    /**
     * Creates a campaign with its recipients, in one transaction: what is refused leaves nothing behind. It is running
     * where its spec says start, else a draft. Posted again under the same key it waits for the first and gives the
     * same campaign.
     *
     * @throws IOException where the recipients or the media cannot be read
     */
    Creation create(NewCampaign campaign) throws IOException;

    /**
     * Makes another of a draft, in one transaction: what is refused leaves it as it was. Where its recipients are read otherwise
     * from now on, the file that is kept is read again.
     *
     * @param id of a campaign that is there
     * @throws IOException where the recipients or the media cannot be read
     */
    DraftEdit.Result edit(CampaignId id, DraftEdit edit) throws IOException;

    /** What was posted under that key before; empty: nothing. Other content under the same key, or a key that was given
     * up, is refused. */
    Optional<Creation> repeated(NewCampaign.IdempotencyKey key);

    /**
     * What has become of a post whose answer was lost. Where nothing is there and nothing in progress, one may still be
     * on its way: {@link #giveUp} makes sure.
     *
     * @param token the name of the token that posted
     */
    PostStatus posted(String token, String key);

    /**
     * The same, and where nothing is there and nothing in progress, nothing will ever be created under {@code key}: a
     * post that is still on its way is refused. A campaign that is there stays as it is. Safe to call twice.
     *
     * @param token the name of the token that posted
     */
    PostStatus giveUp(String token, String key);
}
