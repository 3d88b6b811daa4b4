package io.drumbeat.engine.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.audience.AudienceImport;
import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.MediaFormat;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.SpecJson;
import io.drumbeat.engine.fetch.MediaFetch;
import io.drumbeat.engine.notice.NoticeRule;
import io.drumbeat.engine.sender.ConnectedSenders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says whether a campaign can be sent as it is asked for, with all that is wrong, and changes nothing. */
public final class Admission {

    private final Supplier<List<SenderStore.State>> senders;
    private final ConnectedSenders connected;
    private final NoticeRule notices;
    private final MediaInspection inspection;

    /**
     * @param senders all that there are now
     * @param connected those that this process can reach
     */
    public Admission(
            Supplier<List<SenderStore.State>> senders,
            ConnectedSenders connected,
            MediaFetch fetch,
            NoticeRule notices) {
        this.senders = senders;
        this.connected = connected;
        this.notices = notices;
        this.inspection = new MediaInspection(fetch, connected::mediaWay);
    }

    /**
     * A media file that comes with the spec, or is there already.
     *
     * @param name as whoever gives it calls it; null: they do not
     * @param size in bytes
     */
    public record MediaFile(Opener bytes, @Nullable String name, long size) {

        /** One in the file system. */
        public static MediaFile of(Path file, @Nullable String name, long size) {
            return new MediaFile(() -> Files.newInputStream(file), name, size);
        }

        /** One that {@code store} has. */
        public static MediaFile stored(MediaStore store, MediaStore.Asset asset) {
            String extension = MediaFormat.ofMimeType(asset.mimeType())
                    .map(format -> "." + format.extension())
                    .orElse("");
            return new MediaFile(() -> store.open(asset, 0, asset.size()), "media" + extension, asset.size());
        }

        /** Opens it, as often as needed. */
        @FunctionalInterface
        public interface Opener {
            InputStream open() throws IOException;
        }
    }

    /** What comes of it. */
    public sealed interface Result {

        /** What {@code admitted} or {@code refused} makes of it, whichever it is. */
        <T> T fold(Function<Admitted, T> admitted, Function<Refused, T> refused);
    }

    /**
     * Nothing is wrong with it but, maybe, its recipients, which are only known once they are imported.
     *
     * @param passedColumns columns of the recipients that its senders' vendors take as they are
     * @param mimeType of its media, by the media's own bytes; null: nobody looked, or a draft has none yet
     */
    public record Admitted(
            CampaignSpec spec,
            List<String> passedColumns,
            @Nullable String mimeType) implements Result {
        public Admitted {
            passedColumns = List.copyOf(passedColumns);
        }

        @Override
        public <T> T fold(Function<Admitted, T> admitted, Function<Refused, T> refused) {
            return admitted.apply(this);
        }
    }

    /** It cannot be. */
    public record Refused(List<FieldError> errors) implements Result {
        public Refused {
            errors = List.copyOf(errors);
        }

        @Override
        public <T> T fold(Function<Admitted, T> admitted, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }

    /**
     * Checks the spec by its own rules, against its senders and their vendors, and its media, which is fetched in part
     * where it is at a URL. Where anything is wrong, the recipients are read through as well.
     *
     * @param recipients null: there are none, which is among {@code errors} unless it is a draft
     * @param media empty: it is at the spec's URL, or a draft has none yet
     * @param errors what else is wrong already, which is then refused with the rest
     */
    public Result check(JsonNode spec, @Nullable Path recipients, Optional<MediaFile> media, List<FieldError> errors)
            throws IOException {
        Look look = look(spec, SpecJson.parse(spec, media.isPresent()), media, errors);
        List<FieldError> all = look.errors;
        if (all.isEmpty()) {
            return admitted(look.parsed, look.chosen, look.media == null ? null : look.media.mimeType());
        }
        AudienceSpec audience = look.audience();
        if (audience != null && recipients != null) {
            all.addAll(faults(recipients, audience));
        }
        return new Refused(all);
    }

    /**
     * What there is to say of a campaign but of its recipients.
     *
     * @param media null: there is none that can be sent
     * @param errors what is wrong; may be added to
     */
    record Look(
            SpecJson.Parsed parsed,
            ChosenSenders chosen,
            @Nullable MediaFacts media,
            List<FieldError> errors) {

        /** How its recipients are read; null: that cannot be told. */
        @Nullable
        AudienceSpec audience() {
            AudienceSpec audience = parsed.audience();
            return audience == null ? null : audience.passing(chosen.passedColumns());
        }
    }

    /** Looks at all but the recipients; what is wrong with {@code parsed} is among its errors, behind {@code errors}. */
    Look look(JsonNode spec, SpecJson.Parsed parsed, Optional<MediaFile> media, List<FieldError> errors)
            throws IOException {
        List<FieldError> all = new ArrayList<>(errors);
        all.addAll(parsed.errors());
        ChosenSenders chosen = ChosenSenders.of(parsed, spec.path("senders"), senders.get(), connected::limits, all);
        chosen.checkPacing(parsed.pacing(), all);
        chosen.checkTemplate(spec.hasNonNull("template"), all);
        if (parsed.notices() != null) {
            notices.check(parsed.notices(), all);
        }
        return new Look(parsed, chosen, inspection.inspect(parsed.media(), media, chosen, all), all);
    }

    /**
     * Checks what a campaign under way is to be from now on. Whether its message can be sent is asked only where a sender comes
     * new to it, and whether there is a sender only where senders are named: what fails meanwhile must not keep anybody from
     * making the campaign slower, or from taking out the sender that is the trouble.
     *
     * @param changed the fields that are other than {@code before}, or may be
     * @param media its file; empty: it is at the spec's URL
     * @param errors what else is wrong already
     */
    public Result recheck(
            JsonNode spec, CampaignSpec before, Set<String> changed, Optional<MediaFile> media, List<FieldError> errors)
            throws IOException {
        SpecJson.Parsed parsed = SpecJson.parse(spec, media.isPresent());
        List<FieldError> all = new ArrayList<>(errors);
        all.addAll(parsed.errors());
        List<FieldError> unknownSenders = changed.contains("senders") ? all : new ArrayList<>();
        ChosenSenders chosen =
                ChosenSenders.of(parsed, spec.path("senders"), senders.get(), connected::limits, unknownSenders);
        chosen.checkPacing(parsed.pacing(), all);
        if (!before.senders().containsAll(parsed.senders())) {
            chosen.checkTemplate(spec.hasNonNull("template"), all);
            inspection.inspect(parsed.media(), media, chosen, all);
        }
        if (parsed.notices() != null && changed.contains("notify")) {
            notices.check(parsed.notices(), all);
        }
        return all.isEmpty() ? admitted(parsed, chosen, null) : new Refused(all);
    }

    private static Admitted admitted(SpecJson.Parsed parsed, ChosenSenders chosen, @Nullable String mimeType) {
        return new Admitted(Objects.requireNonNull(parsed.spec()), chosen.passedColumns(), mimeType);
    }

    /** What the import would find, so that all that is wrong comes at once. */
    private static List<FieldError> faults(Path recipients, AudienceSpec spec) throws IOException {
        try {
            AudienceImport.check(recipients, spec);
            return List.of();
        } catch (InvalidAudienceException refused) {
            return refused.faults();
        }
    }
}
