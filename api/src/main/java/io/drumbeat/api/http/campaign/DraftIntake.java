package io.drumbeat.api.http.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Upload;
import io.drumbeat.api.http.exchange.Upload.FilePart;
import io.drumbeat.api.security.Caller;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.posting.Creation;
import io.drumbeat.campaigns.campaign.posting.DraftEdit;
import io.drumbeat.campaigns.campaign.posting.NewCampaign;
import io.drumbeat.campaigns.campaign.posting.PostingStore;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.spec.SpecPatch;
import io.drumbeat.engine.admission.Admission;
import io.drumbeat.engine.admission.Admission.Admitted;
import io.drumbeat.engine.admission.Admission.MediaFile;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes drafts of what is there, each checked as one that is posted. */
final class DraftIntake {

    private static final String START = "start";

    private final CampaignStore campaigns;
    private final PostingStore posting;
    private final MediaStore media;
    private final Admission admission;
    private final Path spool;
    private final long maxBytes;

    DraftIntake(HttpPorts ports, HttpSettings settings, Admission admission) {
        this.campaigns = ports.stores().campaigns();
        this.posting = ports.stores().posting();
        this.media = ports.stores().media();
        this.admission = admission;
        this.spool = settings.spool();
        this.maxBytes = settings.maxUploadBytes();
    }

    /** Whether it is done; false: the campaign is not what it was any more. */
    boolean change(Campaign draft, SpecPatch patch, Caller caller) throws IOException {
        ObjectNode spec = patch.appliedTo(draft.spec());
        return edit(draft, checked(spec, null, media(draft, spec), fixed(patch)), null, Optional.empty(), caller);
    }

    /** The file that a request brings as {@code part}, in a form or by itself; the caller closes it. */
    Upload receive(Context ctx, String part) throws IOException {
        return Upload.isOf(ctx, "multipart/form-data")
                ? Upload.receive(ctx, spool, maxBytes, Set.of(part, CampaignIntake.SPEC))
                : Upload.receiveWhole(ctx, spool, maxBytes, part);
    }

    /** As {@link #change}, with another file for a part, and what the form's spec says beside it. */
    boolean replace(Campaign draft, Upload upload, String part, Caller caller) throws IOException {
        List<FieldError> errors = new ArrayList<>(upload.errors());
        Optional<FilePart> file = upload.part(part).filter(found -> found.size() > 0);
        if (file.isEmpty()) {
            errors.add(new FieldError(part, "is required: a file"));
            throw Problem.invalid(errors);
        }
        SpecPatch patch = beside(upload, errors);
        errors.addAll(fixed(patch));
        ObjectNode spec = patch.appliedTo(draft.spec());
        if (part.equals(CampaignIntake.RECIPIENTS)) {
            Path recipients = file.get().file();
            spec.remove(PostedRecipients.AUDIENCE);
            return edit(
                    draft, checked(spec, recipients, media(draft, spec), errors), recipients, Optional.empty(), caller);
        }
        spec.withObject("/media").remove("url");
        DocumentName.into(spec, file);
        Path content = file.get().file();
        Admitted admitted = checked(
                spec,
                null,
                Optional.of(
                        MediaFile.of(content, file.get().fileName(), file.get().size())),
                errors);
        String mimeType = Objects.requireNonNull(admitted.mimeType());
        return edit(
                draft,
                admitted,
                null,
                Optional.of(() -> media.put(content, mimeType).sha256()),
                caller);
    }

    private boolean edit(
            Campaign draft,
            Admitted admitted,
            @Nullable Path recipients,
            Optional<NewCampaign.MediaSource> newMedia,
            Caller caller)
            throws IOException {
        DraftEdit.Result result = posting.edit(
                draft.id(),
                new DraftEdit(
                        draft.spec(),
                        admitted.spec(),
                        recipients,
                        admitted.passedColumns(),
                        newMedia,
                        admitted.mimeType(),
                        caller.name()));
        if (result instanceof DraftEdit.Refused refused) {
            throw Problem.invalid(refused.errors());
        }
        if (result instanceof DraftEdit.NoDraft other && (recipients != null || newMedia.isPresent())) {
            throw isNoDraft(other.status());
        }
        return result instanceof DraftEdit.Edited;
    }

    /** 409 for a part that has been sent from. */
    static Problem isNoDraft(CampaignStatus status) {
        return Problem.of(
                HttpStatus.CONFLICT,
                "It is " + status.text() + ": only a draft's recipients and media can be replaced.");
    }

    /**
     * A draft with the spec and the media of {@code campaign}, and what the patch says of it: to the recipients of its audience,
     * or else without any.
     */
    CampaignId duplicate(Campaign campaign, SpecPatch patch, Caller caller) throws IOException {
        ObjectNode spec = patch.appliedTo(campaign.spec()).put(START, false);
        List<FieldError> errors = notStarting(patch);
        if (!patch.fields().contains(PostedRecipients.AUDIENCE)) {
            spec.remove(PostedRecipients.AUDIENCE);
        } else {
            // They say how the other campaign's own file is read.
            PostedRecipients.OF_A_FILE.stream()
                    .filter(field -> !patch.fields().contains(field))
                    .forEach(spec::remove);
        }
        try (Upload folder = Upload.nothing(spool)) {
            PostedRecipients recipients = PostedRecipients.of(folder, spec, campaigns, false, errors);
            Admitted admitted = checked(recipients.spec(), recipients.file(), media(campaign, spec), errors);
            Optional<MediaStore.Asset> stored = stored(campaign, spec);
            Creation creation = posting.create(new NewCampaign(
                    admitted.spec(),
                    recipients.file(),
                    admitted.passedColumns(),
                    stored.isEmpty() ? null : () -> stored.get().sha256(),
                    admitted.mimeType(),
                    caller.name(),
                    null));
            return creation.fold(
                    Creation.Created::id,
                    Creation.Repeated::id,
                    refused -> {
                        throw Problem.invalid(refused.errors());
                    },
                    before -> {
                        throw Problem.alreadySent(before.earlier());
                    });
        }
    }

    private Admitted checked(
            JsonNode spec, @Nullable Path recipients, Optional<MediaFile> file, List<FieldError> errors)
            throws IOException {
        return admission.check(spec, recipients, file, errors).fold(admitted -> admitted, refused -> {
            throw Problem.invalid(refused.errors());
        });
    }

    private static SpecPatch beside(Upload upload, List<FieldError> errors) throws IOException {
        Optional<FilePart> written = upload.part(CampaignIntake.SPEC);
        JsonNode fields = written.isEmpty() ? Json.object() : CampaignIntake.spec(written, errors);
        if (fields == null || !fields.isObject()) {
            errors.add(new FieldError(CampaignIntake.SPEC, "must be an object: the fields that are to be other"));
            throw Problem.invalid(errors);
        }
        return new SpecPatch(fields);
    }

    /** What a change of a draft must leave alone. */
    private static List<FieldError> fixed(SpecPatch patch) {
        List<FieldError> errors = notStarting(patch);
        if (patch.fields().contains(PostedRecipients.AUDIENCE)) {
            errors.add(new FieldError(
                    PostedRecipients.AUDIENCE, "cannot be changed: PUT other recipients, or post the campaign again"));
        }
        return errors;
    }

    private static List<FieldError> notStarting(SpecPatch patch) {
        List<FieldError> errors = new ArrayList<>();
        if (patch.fields().contains(START)) {
            errors.add(new FieldError(START, "must be left out: a draft is started by POST /campaigns/{id}/start"));
        }
        return errors;
    }

    /** The file that {@code campaign} has, where {@code spec} names no URL instead. */
    Optional<MediaFile> media(Campaign campaign, ObjectNode spec) {
        return stored(campaign, spec).map(asset -> MediaFile.stored(media, asset));
    }

    private Optional<MediaStore.Asset> stored(Campaign campaign, ObjectNode spec) {
        boolean atUrl =
                campaign.spec().media().url() != null || spec.path("media").hasNonNull("url");
        return atUrl ? Optional.empty() : campaigns.content(campaign.id()).map(CampaignStore.Content::media);
    }
}
