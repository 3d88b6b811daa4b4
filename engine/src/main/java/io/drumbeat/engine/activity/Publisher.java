package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.Outcome;
import io.drumbeat.campaigns.media.MagicBytes;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaStore.Asset;
import io.drumbeat.campaigns.media.MediaStore.Mine;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.media.TransferTime;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.Gateway.NotUploaded;
import io.drumbeat.engine.gateway.Gateway.Upload;
import io.drumbeat.engine.gateway.Gateway.Uploaded;
import io.drumbeat.engine.gateway.MediaLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
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

    private final Function<SenderId, Optional<Outlet>> outlets;
    private final MediaStore store;
    private final DispatchStore dispatches;
    private final MediaIntake intake;
    private final String worker;

    /**
     * One for all lanes.
     *
     * @param outlets the senders that this process can reach
     * @param clock what the pauses between failed fetches are measured with
     * @param worker names the process
     */
    public Publisher(
            Function<SenderId, Optional<Outlet>> outlets,
            CampaignMedia campaigns,
            MediaStore store,
            DispatchStore dispatches,
            MediaDownload download,
            InstantSource clock,
            String worker) {
        this.worker = worker;
        this.outlets = outlets;
        this.store = store;
        this.dispatches = dispatches;
        this.intake = new MediaIntake(campaigns, store, download, clock);
    }

    /**
     * Makes the media of {@code lane}'s campaign usable at its sender, where it is not yet. May take as long as fetching
     * and uploading the file. Safe to call again, and from several processes at once.
     */
    public Result ensure(LaneId lane) {
        Result result = tried(lane);
        if (result instanceof Again again) {
            dispatches.notPublished(lane, again.reason(), again.delay());
        } else if (result instanceof Done) {
            dispatches.published(lane);
        }
        return result;
    }

    private Result tried(LaneId lane) {
        Optional<Outlet> outlet = outlets.apply(lane.sender());
        Means means = new Means(worker, outlet.map(Outlet::account).orElse(null), MediaWay.UPLOAD);
        Optional<String> objection = dispatches.objection(lane, means);
        if (objection.isPresent()) {
            return new Again(objection.get(), ANOTHER_PROCESS);
        }
        return outlet.filter(known -> known.gateway().mediaWay() == MediaWay.UPLOAD)
                .map(known -> publish(lane, known))
                .orElseGet(Done::new);
    }

    private Result publish(LaneId lane, Outlet outlet) {
        try {
            return intake.stored(lane.campaign())
                    .map(media -> publish(lane, outlet, media))
                    .orElseGet(() -> new Busy(LOOK_AGAIN));
        } catch (MediaIntake.Unfit e) {
            return unpublishable(lane, "media.url: " + e.getMessage());
        } catch (MediaIntake.NotNow e) {
            return new Again("media.url: " + e.getMessage(), e.pause());
        }
    }

    private Result publish(LaneId lane, Outlet outlet, MediaIntake.Stored media) {
        @Nullable String refused = outsideLimits(outlet, media);
        if (refused != null) {
            return unpublishable(lane, refused);
        }
        Asset asset = media.asset();
        Duration lease = TransferTime.most(asset.size()).plus(LEASE_MARGIN);
        return store.claim(asset.sha256(), outlet.account(), lease)
                .fold(
                        published -> new Done(),
                        mine -> upload(lane, outlet, media, mine),
                        busy -> new Busy(shorter(busy.atMost(), LOOK_AGAIN)));
    }

    private @Nullable String outsideLimits(Outlet outlet, MediaIntake.Stored media) {
        Optional<MediaLimits> limits = outlet.limits().apply(media.spec().type());
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

    private Result upload(LaneId lane, Outlet outlet, MediaIntake.Stored media, Mine claim) {
        Asset asset = media.asset();
        Duration pause = PublishPause.after(claim.attempt());
        try {
            Upload upload = outlet.gateway()
                    .upload(StoredFile.of(store, asset, media.spec().fileName()));
            if (upload instanceof Uploaded uploaded) {
                store.published(asset.sha256(), outlet.account(), uploaded.id(), uploaded.validFor());
                return new Done();
            }
            Outcome why = ((NotUploaded) upload).why();
            pause = vendorsPause(why).orElse(pause);
            return refused(lane, outlet, why.fold(new UploadRefusal(pause)));
        } finally {
            // Frees the claim unless it has come to a publication, an exception's included.
            store.release(asset.sha256(), outlet.account(), claim, pause);
        }
    }

    private Result refused(LaneId lane, Outlet outlet, Result refusal) {
        if (refusal instanceof Blocked blocked) {
            dispatches.block(outlet.account(), blocked.reason());
        }
        return refusal instanceof Unpublishable not ? unpublishable(lane, not.reason()) : refusal;
    }

    private Unpublishable unpublishable(LaneId lane, String reason) {
        dispatches.unpublishable(lane, reason);
        return new Unpublishable(reason);
    }

    private static Optional<Duration> vendorsPause(Outcome why) {
        return why instanceof Outcome.AccountBusy busy ? Optional.ofNullable(busy.retryAfter()) : Optional.empty();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** What came of it. */
    public sealed interface Result {

        /** What {@code reader} makes of it, whichever it is. */
        <T> T fold(Reader<T> reader);
    }

    /** The lane's next send finds its media at the vendor, or needs none there. */
    public record Done() implements Result {
        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.done(this);
        }
    }

    /** Another one is uploading or fetching it: look again after {@code delay}. */
    public record Busy(Duration delay) implements Result {
        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.busy(this);
        }
    }

    /** The vendor refuses the sender, which is blocked until an operator resumes it. */
    public record Blocked(String reason) implements Result {
        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.blocked(this);
        }
    }

    /** This media cannot be had, or not be sent by this sender; the lane is marked so. */
    public record Unpublishable(String reason) implements Result {
        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.unpublishable(this);
        }
    }

    /** It did not work this time: try again after {@code delay}. */
    public record Again(String reason, Duration delay) implements Result {
        @Override
        public <T> T fold(Reader<T> reader) {
            return reader.again(this);
        }
    }

    /** One answer for each result. */
    public interface Reader<T> {
        T done(Done result);

        T busy(Busy result);

        T blocked(Blocked result);

        T unpublishable(Unpublishable result);

        T again(Again result);
    }
}
