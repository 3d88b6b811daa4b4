package io.drumbeat.api.http.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PageRequest;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Query;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.http.exchange.Upload;
import io.drumbeat.api.http.exchange.Upload.FilePart;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.spec.SpecPatch;
import io.drumbeat.engine.admission.Admission;
import io.drumbeat.engine.admission.Admission.MediaFile;
import io.drumbeat.engine.admission.Preflight;
import io.drumbeat.engine.admission.Warning;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is known of a campaign before it is posted. */
final class PreflightRoutes implements Routes {

    private final Preflight preflight;
    private final Reachability reachability;
    private final CampaignStore campaigns;
    private final DraftIntake drafts;
    private final Path spool;
    private final long maxBytes;

    PreflightRoutes(
            HttpPorts ports,
            HttpSettings settings,
            Reachability reachability,
            Admission admission,
            DraftIntake drafts) {
        this.preflight = new Preflight(admission, ports.stores().preflight(), ports.senders());
        this.reachability = reachability;
        this.campaigns = ports.stores().campaigns();
        this.drafts = drafts;
        this.spool = settings.spool();
        this.maxBytes = settings.maxUploadBytes();
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.post(Role.MARKETER, "/preflight", this::preflight),
                Route.post(Role.MARKETER, "/campaigns/{id}/preflight", this::draft));
    }

    private void preflight(Context ctx) throws IOException {
        try (Upload upload = Upload.receive(ctx, spool, maxBytes, CampaignIntake.PARTS)) {
            List<FieldError> errors = new ArrayList<>(upload.errors());
            Optional<FilePart> written = upload.part(CampaignIntake.SPEC);
            JsonNode spec = written.isEmpty() ? Json.object() : CampaignIntake.spec(written, errors);
            if (spec == null) {
                throw Problem.invalid(errors);
            }
            PostedRecipients recipients = PostedRecipients.of(upload, spec, campaigns, false, errors);
            Optional<MediaFile> media = CampaignIntake.media(upload);
            look(ctx, recipients.spec(), recipients.file(), media, errors);
        }
    }

    /** The same of a draft, with its own file and media, as it would be with the fields that the request has. */
    private void draft(Context ctx) throws IOException {
        Query.of(ctx).check();
        Campaign campaign = campaigns.find(PageRequest.campaignId(ctx)).orElseThrow(() -> Problem.unknown("campaign"));
        if (campaign.status() != CampaignStatus.DRAFT) {
            throw Problem.of(
                    HttpStatus.CONFLICT, "It is " + campaign.status().text() + ": this is told of drafts only.");
        }
        SpecPatch patch = ChangeRoutes.patch(ctx);
        ObjectNode spec = patch.appliedTo(campaign.spec());
        try (Upload folder = Upload.nothing(spool)) {
            Path file = folder.file(CampaignIntake.RECIPIENTS);
            boolean kept = campaigns.recipientsFile(campaign.id(), file);
            look(ctx, spec, kept ? file : null, drafts.media(campaign, spec), new ArrayList<>());
        }
    }

    private void look(
            Context ctx, JsonNode spec, @Nullable Path recipients, Optional<MediaFile> media, List<FieldError> errors)
            throws IOException {
        Preflight.Found found = preflight.look(spec, recipients, media, errors).fold(all -> all, refused -> {
            throw refused.file() == null
                    ? Problem.invalid(refused.errors())
                    : Problem.invalid(refused.errors(), "file", PreflightJson.glance(refused.file()));
        });
        Json.answer(ctx, PreflightJson.write(found, warnings(found, media)));
    }

    private List<Warning> warnings(Preflight.Found found, Optional<MediaFile> media) {
        Stream<Warning> unreachable = media.stream()
                .flatMap(file -> reachability.warnings(found.senders()).stream())
                .map(message -> new Warning("media_not_public", message));
        return Stream.concat(unreachable, found.warnings().stream()).toList();
    }
}
