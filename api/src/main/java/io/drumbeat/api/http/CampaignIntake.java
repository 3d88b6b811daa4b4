package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.http.Upload.FilePart;
import io.drumbeat.api.security.Caller;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.AudienceImport;
import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.InvalidAudienceException;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.Creation;
import io.drumbeat.campaigns.campaign.NewCampaign;
import io.drumbeat.campaigns.campaign.SpecJson;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Takes in a campaign that is posted: receives it, checks all of it, creates it. */
final class CampaignIntake {

    private static final String KEY = "Idempotency-Key";
    private static final String SPEC = "spec";
    private static final String RECIPIENTS = "recipients";
    private static final String MEDIA = "media";
    private static final int MAX_KEY = 255;
    static final String KEY_RULE = "must have 1 to " + MAX_KEY + " characters";
    private static final long MAX_SPEC = 1 << 20;

    private final CampaignStore campaigns;
    private final SenderStore senders;
    private final MediaStore media;
    private final BiFunction<Sender, MediaType, Optional<MediaLimits>> limits;
    private final MediaInspection inspection;
    private final CampaignSignals signals;
    private final Path spool;
    private final long maxBytes;

    CampaignIntake(HttpPorts ports, HttpSettings settings) {
        this.campaigns = ports.campaigns();
        this.senders = ports.senders();
        this.media = ports.media();
        this.limits = ports.limits();
        this.inspection = new MediaInspection(ports.mediaFetch(), ports.mediaWay());
        this.signals = ports.signals();
        this.spool = settings.spool();
        this.maxBytes = settings.maxUploadBytes();
    }

    /** The campaign that the request makes, or made before. */
    CampaignId take(Context ctx, Caller caller) throws IOException {
        try (Upload upload = Upload.receive(ctx, spool, maxBytes, Set.of(SPEC, RECIPIENTS, MEDIA))) {
            NewCampaign.IdempotencyKey key = key(ctx, caller, upload);
            // Looked up before the checks: the senders or the URL may have changed since the first answer.
            Optional<Creation> earlier = key == null ? Optional.empty() : campaigns.repeated(key);
            Creation creation = earlier.isPresent() ? earlier.get() : campaigns.create(check(upload, caller, key));
            return creation.fold(
                    created -> {
                        signals.changed(created.id());
                        return created.id();
                    },
                    Creation.Repeated::id,
                    refused -> {
                        throw Problem.invalid(refused.errors());
                    });
        }
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
        Optional<FilePart> recipients = upload.part(RECIPIENTS);
        if (recipients.isEmpty()) {
            errors.add(new FieldError(RECIPIENTS, "is required: a part with a CSV file"));
        }
        Optional<FilePart> file = upload.part(MEDIA);
        JsonNode json = spec(upload.part(SPEC), errors);
        SpecJson.Parsed spec = null;
        String mimeType = null;
        List<String> passedColumns = List.of();
        if (json != null) {
            spec = SpecJson.parse(json, file.isPresent());
            errors.addAll(spec.errors());
            ChosenSenders chosen = ChosenSenders.of(spec, json.path("senders"), senders.list(), limits, errors);
            passedColumns = chosen.passedColumns();
            chosen.checkPacing(spec.pacing(), errors);
            chosen.checkTemplate(json.hasNonNull("template"), errors);
            mimeType = inspection.inspect(spec.media(), file, chosen, errors);
        }
        if (!errors.isEmpty()) {
            if (spec != null && spec.audience() != null && recipients.isPresent()) {
                errors.addAll(fileErrors(recipients.get(), spec.audience().passing(passedColumns)));
            }
            throw Problem.invalid(errors);
        }
        String type = mimeType;
        return new NewCampaign(
                Objects.requireNonNull(Objects.requireNonNull(spec).spec()),
                recipients.orElseThrow().file(),
                passedColumns,
                file.isEmpty()
                        ? null
                        : () -> media.put(file.get().file(), Objects.requireNonNull(type))
                                .sha256(),
                type,
                caller.name(),
                key);
    }

    /** What creating the campaign would find, so that all that is wrong comes in one answer. */
    private static List<FieldError> fileErrors(FilePart recipients, AudienceSpec spec) throws IOException {
        try {
            AudienceImport.check(recipients.file(), spec);
            return List.of();
        } catch (InvalidAudienceException refused) {
            return refused.faults();
        }
    }

    private static @Nullable JsonNode spec(Optional<FilePart> part, List<FieldError> errors) throws IOException {
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
