package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.security.Caller;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignControl;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.MediaStore;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.SpecPatch;
import io.drumbeat.engine.admission.Admission;
import io.drumbeat.engine.admission.Admission.MediaFile;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Changes of campaigns that are there: of all that is not sent yet, without ending what is under way. */
final class ChangeRoutes implements Routes {

    /** What of a spec can be changed once it has started; all else has gone out with messages, or made the list. */
    private static final Set<String> UNDER_WAY = Set.of("name", "pacing", "senders", "autoPause");

    private static final int MAX_SPEC = 1 << 20;

    private final CampaignStore campaigns;
    private final CampaignControl control;
    private final CampaignSignals signals;
    private final MediaStore media;
    private final Admission admission;
    private final CampaignJson json;

    ChangeRoutes(HttpPorts ports, Admission admission, CampaignJson json) {
        this.campaigns = ports.stores().campaigns();
        this.control = ports.stores().control();
        this.signals = ports.signals();
        this.media = ports.stores().media();
        this.admission = admission;
        this.json = json;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.patch(Role.OPERATOR, "/campaigns/{id}", this::change));
    }

    private void change(Context ctx) throws IOException {
        CampaignId id = PageRequest.campaignId(ctx);
        JsonNode body = Json.body(ctx, MAX_SPEC);
        var unused = Json.fields(body); // refused where it is no object
        SpecPatch patch = new SpecPatch(body);
        CampaignControl.Result result;
        do {
            result = change(find(id), patch, Access.caller(ctx));
        } while (result instanceof CampaignControl.Outdated); // somebody else has changed it while this was checked
        if (result instanceof CampaignControl.Refused refused) {
            throw unchangeable(refused.status().text());
        }
        signals.changed(id);
        Json.answer(ctx, json.write(find(id)));
    }

    private CampaignControl.Result change(Campaign campaign, SpecPatch patch, Caller caller) throws IOException {
        if (campaign.status().ended()) {
            throw unchangeable(campaign.status().text());
        }
        ObjectNode changed = patch.appliedTo(campaign.spec());
        CampaignSpec after = admission
                .recheck(changed, campaign.spec(), patch.fields(), storedMedia(campaign), fixed(patch))
                .fold(Admission.Admitted::spec, refused -> {
                    throw Problem.invalid(refused.errors());
                });
        return control.change(campaign.id(), campaign.spec(), after, caller.name());
    }

    private static Problem unchangeable(String status) {
        return Problem.of(HttpStatus.CONFLICT, "A campaign that is " + status + " cannot be changed any more.");
    }

    private static List<FieldError> fixed(SpecPatch patch) {
        List<FieldError> errors = new ArrayList<>();
        for (String field : patch.fields()) {
            if (!UNDER_WAY.contains(field)) {
                errors.add(new FieldError(
                        field,
                        "cannot be changed once a campaign has started: only "
                                + String.join(", ", UNDER_WAY.stream().sorted().toList()) + " can"));
            }
        }
        return errors;
    }

    /** The file that it was posted with; empty: its media is at a URL. */
    private Optional<MediaFile> storedMedia(Campaign campaign) {
        return campaign.spec().media().url() != null
                ? Optional.empty()
                : campaigns
                        .content(campaign.id())
                        .map(CampaignStore.Content::media)
                        .map(asset -> MediaFile.stored(media, asset));
    }

    private Campaign find(CampaignId id) {
        return campaigns.find(id).orElseThrow(() -> Problem.unknown("campaign"));
    }
}
