package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.http.Upload.FilePart;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.engine.admission.Admission;
import io.drumbeat.engine.admission.Admission.MediaFile;
import io.drumbeat.engine.admission.Preflight;
import io.drumbeat.engine.admission.Warning;
import io.javalin.http.Context;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of a campaign before it is posted. */
final class PreflightRoutes implements Routes {

    private final Preflight preflight;
    private final Reachability reachability;
    private final CampaignStore campaigns;
    private final Path spool;
    private final long maxBytes;

    PreflightRoutes(HttpPorts ports, HttpSettings settings, Reachability reachability, Admission admission) {
        this.preflight = new Preflight(admission, ports.stores().preflight(), ports.senders());
        this.reachability = reachability;
        this.campaigns = ports.stores().campaigns();
        this.spool = settings.spool();
        this.maxBytes = settings.maxUploadBytes();
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.post(Role.MARKETER, "/preflight", this::preflight));
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
            Preflight.Found found = preflight
                    .look(recipients.spec(), recipients.file(), media, errors)
                    .fold(all -> all, refused -> {
                        throw Problem.invalid(refused.errors());
                    });
            Json.answer(ctx, PreflightJson.write(found, warnings(found, media)));
        }
    }

    private List<Warning> warnings(Preflight.Found found, Optional<MediaFile> media) {
        Stream<Warning> unreachable = media.stream()
                .flatMap(file -> reachability.warnings(found.senders()).stream())
                .map(message -> new Warning("media_not_public", message));
        return Stream.concat(unreachable, found.warnings().stream()).toList();
    }
}
