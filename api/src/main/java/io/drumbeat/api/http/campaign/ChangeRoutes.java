package io.drumbeat.api.http.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.Access;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PageRequest;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Query;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.http.exchange.Upload;
import io.drumbeat.api.security.Caller;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Campaign;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.campaigns.spec.SpecJson;
import io.drumbeat.campaigns.spec.SpecPatch;
import io.drumbeat.engine.admission.Admission;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Changes of campaigns that are there: of a draft all, of one under way what is not sent yet, without ending it. */
final class ChangeRoutes implements Routes {

    /** What of a spec can be changed once it has started; all else has gone out with messages, or made the list. */
    private static final Set<String> UNDER_WAY = Set.of("name", "pacing", "senders", "schedule", "autoPause");

    private static final String START_AT = "/schedule/startAt";

    private static final int MAX_SPEC = 1 << 20;

    private final CampaignStore campaigns;
    private final CampaignControl control;
    private final CampaignSignals signals;
    private final Admission admission;
    private final DraftIntake drafts;
    private final CampaignJson json;

    ChangeRoutes(HttpPorts ports, Admission admission, DraftIntake drafts, CampaignJson json) {
        this.campaigns = ports.stores().campaigns();
        this.control = ports.stores().control();
        this.signals = ports.signals();
        this.admission = admission;
        this.drafts = drafts;
        this.json = json;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.patch(Role.MARKETER, "/campaigns/{id}", this::change),
                Route.put(Role.MARKETER, "/campaigns/{id}/recipients", ctx -> replace(ctx, CampaignIntake.RECIPIENTS)),
                Route.put(Role.MARKETER, "/campaigns/{id}/media", ctx -> replace(ctx, CampaignIntake.MEDIA)),
                Route.post(Role.MARKETER, "/campaigns/{id}/duplicate", this::duplicate));
    }

    private void change(Context ctx) throws IOException {
        Caller caller = Access.caller(ctx);
        SpecPatch patch = patch(ctx);
        Campaign campaign = campaign(ctx);
        // Somebody else may change or start it while this is checked: then it is checked again.
        while (!change(campaign, patch, caller)) {
            campaign = campaign(ctx);
        }
        answer(ctx, campaign.id());
    }

    /** The fields that a request has. */
    static SpecPatch patch(Context ctx) throws IOException {
        JsonNode body = Json.body(ctx, MAX_SPEC);
        var unused = Json.fields(body); // refused where it is no object
        return new SpecPatch(body);
    }

    /** Whether it is done; false: the campaign is not what it was any more. */
    private boolean change(Campaign campaign, SpecPatch patch, Caller caller) throws IOException {
        if (campaign.status() == CampaignStatus.DRAFT) {
            return drafts.change(campaign, patch, caller);
        }
        if (!caller.role().includes(Role.OPERATOR)) {
            throw Access.forbidden(Role.OPERATOR, caller);
        }
        if (campaign.status().ended()) {
            throw unchangeable(campaign.status());
        }
        ObjectNode changed = patch.appliedTo(campaign.spec());
        CampaignSpec after = admission
                .recheck(
                        changed,
                        campaign.spec(),
                        patch.fields(),
                        drafts.media(campaign, changed),
                        fixed(campaign, patch))
                .fold(Admission.Admitted::spec, refused -> {
                    throw Problem.invalid(refused.errors());
                });
        CampaignControl.Result result = control.change(campaign.id(), campaign.spec(), after, caller.name());
        if (result instanceof CampaignControl.Refused refused) {
            throw unchangeable(refused.status());
        }
        return !(result instanceof CampaignControl.Outdated);
    }

    private static Problem unchangeable(CampaignStatus status) {
        return Problem.of(HttpStatus.CONFLICT, "A campaign that is " + status.text() + " cannot be changed any more.");
    }

    private static List<FieldError> fixed(Campaign campaign, SpecPatch patch) {
        List<FieldError> errors = new ArrayList<>();
        for (String field : patch.fields()) {
            if (!UNDER_WAY.contains(field)) {
                errors.add(new FieldError(
                        field,
                        "cannot be changed once a campaign has started: only "
                                + String.join(", ", UNDER_WAY.stream().sorted().toList()) + " can"));
            }
        }
        boolean otherTime = !patch.appliedTo(campaign.spec())
                .at(START_AT)
                .equals(SpecJson.write(campaign.spec()).at(START_AT));
        if (campaign.times().startedAt() != null && otherTime) {
            errors.add(new FieldError("schedule.startAt", "has passed: pause the campaign instead"));
        }
        return errors;
    }

    private void replace(Context ctx, String part) throws IOException {
        Campaign campaign = campaign(ctx);
        Query.of(ctx).check();
        if (campaign.status() != CampaignStatus.DRAFT) {
            throw DraftIntake.isNoDraft(campaign.status()); // before a long file is read
        }
        try (Upload upload = drafts.receive(ctx, part)) {
            while (!drafts.replace(campaign, upload, part, Access.caller(ctx))) {
                campaign = campaign(ctx);
            }
        }
        answer(ctx, campaign.id());
    }

    private void duplicate(Context ctx) throws IOException {
        CampaignId id = drafts.duplicate(
                RecipientRoutes.kept(campaigns, PageRequest.campaignId(ctx)), patch(ctx), Access.caller(ctx));
        ctx.status(HttpStatus.CREATED).header("Location", Route.BASE + "/campaigns/" + id);
        answer(ctx, id);
    }

    private void answer(Context ctx, CampaignId id) {
        signals.changed(id);
        Json.answer(ctx, json.write(find(id)));
    }

    private Campaign campaign(Context ctx) {
        return find(PageRequest.campaignId(ctx));
    }

    private Campaign find(CampaignId id) {
        return campaigns.find(id).orElseThrow(() -> Problem.unknown("campaign"));
    }
}
