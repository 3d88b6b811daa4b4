package io.drumbeat.engine.publish;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.media.MagicBytes;
import io.drumbeat.campaigns.media.MediaCheck;
import io.drumbeat.campaigns.media.MediaFormat;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaStore.Asset;
import io.drumbeat.campaigns.media.Sniffed;
import io.drumbeat.campaigns.media.TransferTime;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.engine.fetch.MediaDownload;
import io.drumbeat.engine.fetch.MediaFetch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Gets a campaign's media into the store: it is there where it was posted, else it is fetched from its URL, once. */
final class MediaIntake {

    /** Meta's limit for documents, the largest of any type and vendor (docs/gateways.md#meta-cloud). */
    static final long MAX_BYTES = 100L << 20;

    private final CampaignMedia campaigns;
    private final MediaStore store;
    private final MediaDownload download;
    private final Set<CampaignId> fetching = ConcurrentHashMap.newKeySet();
    private final FetchPauses pauses;

    MediaIntake(CampaignMedia campaigns, MediaStore store, MediaDownload download, InstantSource clock) {
        this.campaigns = campaigns;
        this.store = store;
        this.download = download;
        this.pauses = new FetchPauses(clock);
    }

    /** A campaign's media, in the store. */
    record Stored(Asset asset, CampaignSpec.Media spec) {}

    /** What stands at the URL cannot be had now; it may be there again after {@code pause}. */
    static final class NotNow extends Exception {
        private static final long serialVersionUID = 1L;

        private final Duration pause;

        private NotNow(IOException cause, Duration pause) {
            super(cause.getMessage(), cause);
            this.pause = pause;
        }

        Duration pause() {
            return pause;
        }
    }

    /** What stands at the URL can never be had, or is not what the campaign is to send. */
    static final class Unfit extends Exception {
        private static final long serialVersionUID = 1L;

        private Unfit(@Nullable String message) {
            super(message);
        }
    }

    /**
     * The media of {@code campaign}. Several processes that fetch at once store the same content once.
     *
     * @return empty while another lane of this process is fetching it
     * @throws Unfit where it will not do, however often it is tried
     * @throws NotNow where it cannot be fetched now
     */
    Optional<Stored> stored(CampaignId campaign) throws Unfit, NotNow {
        CampaignMedia.Content content = content(campaign);
        @Nullable Asset asset = content.stored();
        if (asset != null) {
            return Optional.of(new Stored(asset, content.spec()));
        }
        if (!fetching.add(campaign)) {
            return Optional.empty();
        }
        try {
            return Optional.of(fetchOnce(campaign));
        } finally {
            fetching.remove(campaign);
        }
    }

    private Stored fetchOnce(CampaignId campaign) throws Unfit, NotNow {
        // Another lane may have finished fetching between this one's look and its turn.
        CampaignMedia.Content content = content(campaign);
        @Nullable Asset there = content.stored();
        if (there != null) {
            return new Stored(there, content.spec());
        }
        try {
            Asset fetched = fetch(campaign, content.spec());
            pauses.fetched(campaign);
            return new Stored(fetched, content.spec());
        } catch (MediaFetch.Refused e) {
            throw new Unfit(e.getMessage());
        } catch (IOException e) {
            throw new NotNow(e, pauses.failed(campaign));
        }
    }

    private CampaignMedia.Content content(CampaignId campaign) {
        return campaigns
                .find(campaign)
                .orElseThrow(() -> new IllegalStateException("there is no campaign " + campaign));
    }

    private Asset fetch(CampaignId campaign, CampaignSpec.Media media) throws Unfit, IOException {
        @Nullable URI url = media.url();
        if (url == null) {
            throw new IllegalStateException("campaign " + campaign + " has neither media nor a URL for it");
        }
        Path file = Files.createTempFile("media", "");
        try {
            @Nullable String declared = download.fetch(url, MAX_BYTES, TransferTime.most(MAX_BYTES), file);
            MediaFormat format = format(media, url, declared, file);
            Asset asset = store.put(file, format.mimeType());
            campaigns.fetched(campaign, asset.sha256());
            return asset;
        } finally {
            Files.delete(file);
        }
    }

    private static MediaFormat format(CampaignSpec.Media media, URI url, @Nullable String declared, Path file)
            throws Unfit, IOException {
        Sniffed sniffed;
        try (InputStream in = Files.newInputStream(file)) {
            sniffed = MagicBytes.sniff(in, url.getPath(), declared, media.fileName());
        }
        MediaCheck check = MediaCheck.of(media.type(), sniffed, Files.size(file));
        if (check instanceof MediaCheck.Misfits misfits) {
            throw new Unfit(misfits.message());
        }
        return ((MediaCheck.Fits) check).format();
    }
}
