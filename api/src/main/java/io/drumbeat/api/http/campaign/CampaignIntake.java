package io.drumbeat.api.http.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Upload;
import io.drumbeat.api.http.exchange.Upload.FilePart;
import io.drumbeat.api.security.Caller;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.posting.Creation;
import io.drumbeat.campaigns.campaign.posting.NewCampaign;
import io.drumbeat.campaigns.campaign.posting.PostingStore;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.engine.admission.Admission;
import io.drumbeat.engine.admission.Admission.MediaFile;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes in a campaign that is posted: receives it, has it checked, creates it. */
final class CampaignIntake {

    private static final String KEY = "Idempotency-Key";
    static final String SPEC = "spec";
    static final String RECIPIENTS = "recipients";
    static final String MEDIA = "media";
    static final Set<String> PARTS = Set.of(SPEC, RECIPIENTS, MEDIA);
    private static final int MAX_KEY = 255;
    static final String KEY_RULE = "must have 1 to " + MAX_KEY + " characters";
    private static final long MAX_SPEC = 1 << 20;

    private final CampaignStore campaigns;
    private final PostingStore posting;
    private final MediaStore media;
    private final Admission admission;
    private final CampaignSignals signals;
    private final Path spool;
    private final long maxBytes;
    private final MeterRegistry meters;

    CampaignIntake(HttpPorts ports, HttpSettings settings, Admission admission) {
        this.campaigns = ports.stores().campaigns();
        this.posting = ports.stores().posting();
        this.media = ports.stores().media();
        this.admission = admission;
        this.signals = ports.signals();
        this.spool = settings.spool();
        this.maxBytes = settings.maxUploadBytes();
        this.meters = ports.health().metrics();
    }

    /** The campaign that the request makes, or made before. */
    CampaignId take(Context ctx, Caller caller) throws IOException {
        try (Upload upload = Upload.receive(ctx, spool, maxBytes, PARTS)) {
            NewCampaign.IdempotencyKey key = key(ctx, caller, upload);
            // Looked up before the checks: the senders or the URL may have changed since the first answer.
            Optional<Creation> earlier = key == null ? Optional.empty() : posting.repeated(key);
            Creation creation = earlier.isPresent() ? earlier.get() : posting.create(check(upload, caller, key));
            return creation.fold(
                    created -> {
                        signals.changed(created.id());
                        count(created.id());
                        return created.id();
                    },
                    Creation.Repeated::id,
                    refused -> {
                        throw Problem.invalid(refused.errors());
                    },
                    before -> {
                        throw Problem.alreadySent(before.earlier());
                    });
        }
    }

    private void count(CampaignId created) {
        campaigns.find(created).map(Campaign::audience).ifPresent(audience -> {
            meters.counter("drumbeat.import.rows", "result", "accepted").increment((double) audience.accepted());
            meters.counter("drumbeat.import.rows", "result", "left_out")
                    .increment((double) (audience.rows() - audience.accepted()));
        });
    }

    private static NewCampaign.@Nullable IdempotencyKey key(Context ctx, Caller caller, Upload upload)
            throws IOException {
        String key = ctx.header(KEY);
        if (key == null) {
            return null;
        }
        return new NewCampaign.IdempotencyKey(
                caller.name(), key(key).orElseThrow(() -> Problem.invalid(KEY, KEY_RULE)), upload.content());
    }

    /** {@code text}, where it can be an idempotency key. */
    static Optional<String> key(String text) {
        return Optional.of(text).filter(key -> !key.isBlank() && key.length() <= MAX_KEY && key.indexOf('\0') < 0);
    }

    private NewCampaign check(Upload upload, Caller caller, NewCampaign.@Nullable IdempotencyKey key)
            throws IOException {
        List<FieldError> errors = new ArrayList<>(upload.errors());
        Optional<MediaFile> file = media(upload);
        JsonNode spec = spec(upload.part(SPEC), errors);
        PostedRecipients recipients =
                PostedRecipients.of(upload, spec == null ? Json.object() : spec, campaigns, true, errors);
        if (spec == null) {
            throw Problem.invalid(errors);
        }
        DocumentName.into(recipients.spec(), upload.part(MEDIA));
        return admission
                .check(recipients.spec(), recipients.file(), file, errors)
                .fold(
                        admitted -> new NewCampaign(
                                admitted.spec(),
                                recipients.file(),
                                admitted.passedColumns(),
                                file.isEmpty()
                                        ? null
                                        : () -> media.put(
                                                        upload.part(MEDIA)
                                                                .orElseThrow()
                                                                .file(),
                                                        Objects.requireNonNull(admitted.mimeType()))
                                                .sha256(),
                                admitted.mimeType(),
                                caller.name(),
                                key),
                        refused -> {
                            throw Problem.invalid(refused.errors());
                        });
    }

    static Optional<MediaFile> media(Upload upload) {
        return upload.part(MEDIA).map(part -> MediaFile.of(part.file(), part.fileName(), part.size()));
    }

    /** The part's JSON; null where there is none, which is then among {@code errors}. */
    static @Nullable JsonNode spec(Optional<FilePart> part, List<FieldError> errors) throws IOException {
        if (part.isEmpty()) {
            errors.add(new FieldError(SPEC, "is required: a part with the campaign as JSON"));
            return null;
        }
        if (part.get().size() > MAX_SPEC) {
            errors.add(new FieldError(SPEC, "must have at most " + MAX_SPEC + " bytes"));
            return null;
        }
        return Json.read(Files.readAllBytes(part.get().file()), "The part spec");
    }
}
