package io.drumbeat.engine.publish;

import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.PublishingStore;
import io.drumbeat.campaigns.media.MagicBytes;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaStore.Asset;
import io.drumbeat.campaigns.media.MediaStore.Claimed;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.media.TransferTime;
import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.engine.fetch.MediaDownload;
import io.drumbeat.engine.gateway.Gateway.NotUploaded;
import io.drumbeat.engine.gateway.Gateway.Upload;
import io.drumbeat.engine.gateway.Gateway.Uploaded;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.drumbeat.engine.workflow.PublishResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes a campaign's media usable at its senders: uploaded once per account, however many campaigns, lanes, workers and
 * restarts want it. Safe to use from many threads.
 */
public final class Publisher {

    /** Beyond the upload's own deadline, so that no claim ends while its upload goes on. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(15);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    /** When another process may have taken the publishing over, or this one's senders.json be the database's again. */
    private static final Duration ANOTHER_PROCESS = Duration.ofSeconds(5);

    private final ConnectedSenders senders;
    private final MediaStore store;
    private final PublishingStore dispatches;
    private final MediaIntake intake;
    private final String worker;

    /**
     * One for all lanes.
     *
     * @param senders those that this process can reach
     * @param clock what the pauses between failed fetches are measured with
     * @param worker names the process
     */
    public Publisher(
            ConnectedSenders senders,
            CampaignMedia campaigns,
            MediaStore store,
            PublishingStore dispatches,
            MediaDownload download,
            InstantSource clock,
            String worker) {
        this.worker = worker;
        this.senders = senders;
        this.store = store;
        this.dispatches = dispatches;
        this.intake = new MediaIntake(campaigns, store, download, clock);
    }

    /**
     * Makes the media of {@code lane}'s campaign usable at its sender, where it is not yet. May take as long as fetching
     * and uploading the file. Safe to call again, and from several processes at once.
     */
    public PublishResult ensure(LaneId lane) {
        Optional<ConnectedSender> sender = senders.find(lane.sender());
        Means means = new Means(worker, sender.map(ConnectedSender::account).orElse(null), MediaWay.UPLOAD);
        Optional<String> objection = dispatches.objection(lane, means);
        if (objection.isPresent()) {
            return again(lane, objection.get(), ANOTHER_PROCESS);
        }
        return sender.filter(known -> known.gateway().mediaWay() == MediaWay.UPLOAD)
                .map(known -> publish(lane, known))
                .orElseGet(() -> done(lane));
    }

    private PublishResult publish(LaneId lane, ConnectedSender sender) {
        try {
            return intake.stored(lane.campaign())
                    .map(media -> publish(lane, sender, media))
                    .orElseGet(() -> busy(LOOK_AGAIN));
        } catch (MediaIntake.Unfit e) {
            return unpublishable(lane, "media.url: " + e.getMessage());
        } catch (MediaIntake.NotNow e) {
            return again(lane, "media.url: " + e.getMessage(), e.pause());
        }
    }

    private PublishResult publish(LaneId lane, ConnectedSender sender, MediaIntake.Stored media) {
        @Nullable String refused = outsideLimits(sender, media);
        if (refused != null) {
            return unpublishable(lane, refused);
        }
        Asset asset = media.asset();
        Duration lease = TransferTime.most(asset.size()).plus(LEASE_MARGIN);
        return store.claim(asset.sha256(), sender.account(), lease)
                .fold(
                        published -> done(lane),
                        mine -> upload(lane, sender, media, mine),
                        busy -> busy(shorter(busy.atMost(), LOOK_AGAIN)));
    }

    private @Nullable String outsideLimits(ConnectedSender sender, MediaIntake.Stored media) {
        Optional<MediaLimits> limits = sender.limits(media.spec().type());
        if (limits.isEmpty()) {
            return "its gateway takes no " + media.spec().type().text();
        }
        Asset asset = media.asset();
        if (!limits.get().mimeTypes().contains(asset.mimeType())) {
            return "its gateway takes no " + asset.mimeType();
        }
        long most = limits.get().maxBytesOf(head(asset));
        return asset.size() > most ? "its gateway takes " + most + " bytes, the media has " + asset.size() : null;
    }

    private byte[] head(Asset asset) {
        try (InputStream in = store.open(asset, 0, Math.min(asset.size(), MagicBytes.LENGTH))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PublishResult upload(LaneId lane, ConnectedSender sender, MediaIntake.Stored media, Claimed claim) {
        Asset asset = media.asset();
        Duration pause = FetchPauses.PAUSES.after(claim.attempt());
        try {
            Upload upload = sender.gateway()
                    .upload(StoredFile.of(store, asset, media.spec().fileName()));
            if (upload instanceof Uploaded uploaded) {
                store.published(asset.sha256(), sender.account(), uploaded.id(), uploaded.validFor());
                return done(lane);
            }
            Failure why = ((NotUploaded) upload).why();
            pause = vendorsPause(why).orElse(pause);
            return refused(lane, sender, why, pause);
        } finally {
            // Frees the claim unless it has come to a publication, an exception's included.
            store.release(asset.sha256(), sender.account(), claim, pause);
        }
    }

    /** Nobody gets a message by an upload, so what is uncertain is done again. */
    private PublishResult refused(LaneId lane, ConnectedSender sender, Failure why, Duration pause) {
        String reason = "the upload failed (%s): %s".formatted(why.code(), why.message());
        return switch (why.consequence()) {
            case SENDER -> {
                dispatches.block(sender.account(), reason);
                yield PublishResult.blocked(reason);
            }
            case CAMPAIGN, PUBLICATION, MEDIA -> unpublishable(lane, reason);
            case NONE, SUPPRESS ->
                why.kind() == Outcome.Kind.REJECTED ? unpublishable(lane, reason) : again(lane, reason, pause);
        };
    }

    private PublishResult done(LaneId lane) {
        dispatches.published(lane);
        return PublishResult.done();
    }

    private PublishResult again(LaneId lane, String reason, Duration delay) {
        dispatches.notPublished(lane, reason, delay);
        return PublishResult.again(reason, delay);
    }

    private static PublishResult busy(Duration delay) {
        return PublishResult.again("another process is fetching or uploading the media", delay);
    }

    private PublishResult unpublishable(LaneId lane, String reason) {
        dispatches.unpublishable(lane, reason);
        return PublishResult.unpublishable(reason);
    }

    private static Optional<Duration> vendorsPause(Failure why) {
        return why instanceof Outcome.AccountBusy busy ? Optional.ofNullable(busy.retryAfter()) : Optional.empty();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
