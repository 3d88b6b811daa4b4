package io.drumbeat.engine.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.audience.AudiencePreview;
import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.FileGlance;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.campaign.control.AlreadySent;
import io.drumbeat.campaigns.campaign.posting.PreflightStore;
import io.drumbeat.campaigns.campaign.posting.PreflightStore.Outlook;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.Sha256;
import io.drumbeat.campaigns.pacing.Estimate;
import io.drumbeat.campaigns.pacing.Forecast;
import io.drumbeat.campaigns.pacing.QuietHours;
import io.drumbeat.campaigns.pacing.Share;
import io.drumbeat.campaigns.pacing.ZonedRecipients;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.Schedule;
import io.drumbeat.campaigns.spec.SpecJson;
import io.drumbeat.engine.admission.Admission.Look;
import io.drumbeat.engine.admission.Admission.MediaFile;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.sender.ConnectedSenders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that can be known of a campaign before it is sent, without creating anything. */
public final class Preflight {

    private static final Duration TEMPLATES_WITHIN = Duration.ofSeconds(4);

    private final Admission admission;
    private final PreflightStore store;
    private final ConnectedSenders connected;

    /** @param connected those that this process can reach, whose vendors are asked for the template */
    public Preflight(Admission admission, PreflightStore store, ConnectedSenders connected) {
        this.admission = admission;
        this.store = store;
        this.connected = connected;
    }

    /** What comes of it. */
    public sealed interface Result {

        /** What {@code found} or {@code refused} makes of it, whichever it is. */
        <T> T fold(Function<Found, T> found, Function<Refused, T> refused);
    }

    /**
     * As far as it is there, nothing is wrong with it.
     *
     * @param audience null: there are no recipients
     * @param media null: there is none
     * @param senders in their order
     * @param limits what all of their vendors take, of each media type that they all do; empty: there are no senders
     * @param estimate null: there are no senders, or how many recipients there are is not known; its parts are those of
     *     {@code senders}
     */
    public record Found(
            @Nullable AudiencePreview audience,
            @Nullable MediaFacts media,
            List<SenderId> senders,
            Map<MediaType, MediaLimits> limits,
            @Nullable Estimate estimate,
            List<Warning> warnings)
            implements Result {

        public Found {
            senders = List.copyOf(senders);
            limits = Map.copyOf(limits);
            warnings = List.copyOf(warnings);
        }

        @Override
        public <T> T fold(Function<Found, T> found, Function<Refused, T> refused) {
            return found.apply(this);
        }
    }

    /**
     * It would be refused, by what is there already.
     *
     * @param file what its recipients show all the same; null: nothing, or they are not what is wrong
     */
    public record Refused(List<FieldError> errors, @Nullable FileGlance file) implements Result {
        public Refused {
            errors = List.copyOf(errors);
        }

        @Override
        public <T> T fold(Function<Found, T> found, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }

    /**
     * Looks at what there is of a campaign as {@link Admission#check} and the import would; what is missing is not said.
     *
     * @param recipients null: there are none; may be only the head of a file
     * @param errors what else is wrong already, which is then refused with the rest
     * @throws IOException where what was posted cannot be read
     */
    public Result look(JsonNode spec, @Nullable Path recipients, Optional<MediaFile> media, List<FieldError> errors)
            throws IOException {
        Look look = admission.look(spec, SpecJson.parseIncomplete(spec, media.isPresent()), media, errors);
        AudienceSpec columns = look.audience();
        AudiencePreview audience = null;
        FileGlance glance = null;
        if (recipients != null && columns != null) {
            try {
                QuietHours quiet = look.parsed().schedule().quietHours();
                audience = store.preview(recipients, columns, quiet != null && quiet.zone() == null);
            } catch (InvalidAudienceException refused) {
                look.errors().addAll(refused.faults());
                glance = FileGlance.of(recipients, columns).orElse(null);
            }
        }
        if (!look.errors().isEmpty()) {
            return new Refused(look.errors(), glance);
        }
        List<SenderStore.State> senders = look.chosen().states();
        return new Found(
                audience,
                look.media(),
                senders.stream().map(state -> state.sender().id()).toList(),
                look.chosen().limits(),
                audience == null || audience.partial() || senders.isEmpty() ? null : estimate(look, audience),
                Stream.of(
                                Warnings.of(
                                        new Warnings.Subject(spec, look, audience, sentLately(look, media, audience))),
                                templateWarnings(look))
                        .flatMap(List::stream)
                        .toList());
    }

    private @Nullable AlreadySent sentLately(Look look, Optional<MediaFile> media, @Nullable AudiencePreview audience)
            throws IOException {
        CampaignSpec.Media said = look.parsed().media();
        if (audience == null || audience.partial() || said == null || look.media() == null) {
            return null;
        }
        return store.sentLately(
                        said, look.parsed().template(), audience.people(), media.isEmpty() ? null : sha256(media.get()))
                .orElse(null);
    }

    private static Sha256 sha256(MediaFile media) throws IOException {
        try (InputStream in = media.bytes().open()) {
            return Sha256.ofAll(in);
        }
    }

    private List<Warning> templateWarnings(Look look) {
        CampaignSpec.Template template = look.parsed().template();
        CampaignSpec.Media media = look.parsed().media();
        return template == null
                ? List.of()
                : TemplateCheck.of(
                        template,
                        media == null ? null : media.type(),
                        look.chosen().states().stream()
                                .flatMap(state -> connected.find(state.sender().id()).stream())
                                .toList(),
                        TEMPLATES_WITHIN);
    }

    /** Of all senders, also those that cannot send. */
    private Estimate estimate(Look look, AudiencePreview audience) {
        List<SenderId> senders = look.chosen().states().stream()
                .map(state -> state.sender().id())
                .toList();
        Outlook outlook = store.outlook(senders, look.parsed().pacing());
        List<SenderId> sending = look.chosen().states().stream()
                .filter(state -> state.obstacles().blockedReason() == null
                        && state.obstacles().pausedBy() == null)
                .map(state -> state.sender().id())
                .filter(outlook.shares()::containsKey)
                .toList();
        List<Share> shares = sending.stream()
                .map(sender -> Objects.requireNonNull(outlook.shares().get(sender)))
                .toList();
        Schedule schedule = look.parsed().schedule();
        OffsetDateTime start = schedule.startAt();
        Instant begin = start == null || start.toInstant().isBefore(outlook.now()) ? outlook.now() : start.toInstant();
        ZonedRecipients recipients = audience.byZones().isEmpty()
                ? ZonedRecipients.of(audience.figures().accepted(), schedule.quietHours())
                : new ZonedRecipients(audience.byZones(), schedule.quietHours());
        Estimate estimate = Estimate.of(
                new Forecast(outlook.now(), begin, shares),
                begin,
                shares.size(),
                recipients,
                start == null ? ZoneOffset.UTC : start.getOffset());
        List<Estimate.Part> parts = new ArrayList<>();
        for (SenderId sender : senders) {
            int place = sending.indexOf(sender);
            parts.add(place < 0 ? Estimate.Part.NONE : estimate.byShare().get(place));
        }
        return new Estimate(estimate.begin(), estimate.end(), estimate.byDay(), parts);
    }
}
