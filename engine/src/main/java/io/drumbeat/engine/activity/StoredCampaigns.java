package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.dispatch.NotInDatabase;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaStore.Asset;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.engine.fetch.PrivateNetwork;
import io.drumbeat.engine.gateway.Message;
import io.drumbeat.engine.publish.CampaignMedia;
import io.drumbeat.engine.publish.StoredFile;
import io.drumbeat.engine.workflow.CampaignState;
import java.net.URI;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The campaigns of the store, as the engine looks at them. */
public final class StoredCampaigns implements CampaignMedia {

    /** In the Temporal UI, and in each look of its history. */
    private static final int LANES_SHOWN = 20;

    private final CampaignStore store;
    private final MediaStore mediaStore;
    private final URI publicUrl;
    private final boolean isPublic;

    /** @param publicUrl where vendors fetch stored media: below its {@code /media} */
    public StoredCampaigns(CampaignStore store, MediaStore mediaStore, URI publicUrl) {
        this.store = store;
        this.mediaStore = mediaStore;
        this.publicUrl = publicUrl;
        this.isPublic = !PrivateNetwork.hasHost(publicUrl.getHost());
    }

    /** {@link CampaignStates#of}. */
    public Optional<CampaignState> state(CampaignId campaign) {
        return store.find(campaign).map(StoredCampaigns::state);
    }

    private static CampaignState state(Campaign campaign) {
        Campaign.Progress progress = campaign.progress();
        return new CampaignState(
                campaign.name(),
                campaign.status(),
                campaign.statusReason(),
                new CampaignState.Counts(
                        progress.total(),
                        progress.pending(),
                        progress.sending(),
                        progress.sent(),
                        progress.failed(),
                        progress.unconfirmed(),
                        progress.skipped()),
                progress.outlook().estimatedFinishAt(),
                campaign.lanes().size(),
                campaign.lanes().stream()
                        .sorted(Comparator.comparing(StoredCampaigns::passes))
                        .flatMap(lane -> waiting(lane).stream())
                        .limit(LANES_SHOWN)
                        .toList());
    }

    /** Those that wait for something else come first, where not all are shown. */
    private static boolean passes(Campaign.Lane lane) {
        return lane.waitingFor() != null && lane.waitingFor().passes();
    }

    private static Optional<CampaignState.Waiting> waiting(Campaign.Lane lane) {
        return Optional.ofNullable(lane.waitingFor())
                .filter(waits -> waits.why() != Campaign.WaitingFor.Why.PACE)
                .map(waits -> new CampaignState.Waiting(
                        lane.sender().value(),
                        waits.why().name().toLowerCase(Locale.ROOT),
                        waits.reason(),
                        waits.until()));
    }

    /** {@link CampaignContents#of}. */
    public CampaignContent content(CampaignId campaign) {
        CampaignStore.Content content =
                store.content(campaign).orElseThrow(() -> new NotInDatabase("campaign " + campaign));
        CampaignSpec.Media media = content.spec().media();
        Asset stored = content.media();
        return new CampaignContent(
                media.type(),
                link(media.url(), stored),
                isPublic || media.url() != null,
                stored == null ? null : StoredFile.of(mediaStore, stored, null),
                stored == null ? content.mimeType() : stored.mimeType(),
                media.fileName(),
                words(content.spec()),
                content.passedColumns());
    }

    /** A URL of the author's own goes to vendors as it is, also where a copy is stored for those that want uploads. */
    private @Nullable String link(@Nullable URI url, @Nullable Asset stored) {
        if (url != null) {
            return url.toString();
        }
        return stored == null ? null : publicUrl + "/media/" + stored.token() + StoredFile.extension(stored);
    }

    private static CampaignContent.Words words(CampaignSpec spec) {
        MessageTexts texts = spec.texts();
        CampaignSpec.Template template = spec.template();
        if (template != null) {
            return variables -> new CampaignContent.Said(
                    null, new Message.Template(template.name(), template.language(), texts.render(variables)));
        }
        return spec.media().caption() == null
                ? CampaignContent.Words.NONE
                : variables -> new CampaignContent.Said(texts.render(variables).get(0), null);
    }

    @Override
    public Optional<Content> find(CampaignId campaign) {
        return store.content(campaign).map(content -> new Content(content.spec().media(), content.media()));
    }

    @Override
    public void fetched(CampaignId campaign, Sha256 sha256) {
        store.setMedia(campaign, sha256);
    }
}
