package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.campaign.CampaignJson;
import io.drumbeat.api.http.exchange.Access;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PageRequest;
import io.drumbeat.api.http.exchange.PhoneOptions;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Query;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.erasure.StoredPerson;
import io.drumbeat.campaigns.erasure.StoredPersons;
import io.drumbeat.campaigns.recipient.RecipientList;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.stream.Collectors;

/** What is stored of people: told, and erased, of a campaign or of one person. */
final class ErasureRoutes implements Routes {

    private static final String PHONE = "phone";

    private final CampaignStore campaigns;
    private final CampaignControl control;
    private final StoredPersons persons;
    private final CampaignJson json;

    ErasureRoutes(HttpPorts ports, CampaignJson json) {
        this.campaigns = ports.stores().campaigns();
        this.control = ports.stores().control();
        this.persons = ports.stores().persons();
        this.json = json;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.delete(Role.ADMIN, "/campaigns/{id}", this::eraseCampaign),
                Route.get(Role.OPERATOR, "/phones/{phone}", this::tell),
                Route.delete(Role.ADMIN, "/phones/{phone}", this::erasePerson));
    }

    private void eraseCampaign(Context ctx) {
        CampaignId id = PageRequest.campaignId(ctx);
        Query.of(ctx).check();
        if (control.erase(id, Access.caller(ctx).name(), null) instanceof CampaignControl.Refused refused) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "It is " + refused.status().text()
                            + ": only a campaign that has ended can be erased. Cancel it first.");
        }
        Json.answer(ctx, json.write(campaigns.find(id).orElseThrow(() -> Problem.unknown("campaign"))));
    }

    private void tell(Context ctx) {
        String phone = phone(ctx);
        Query.of(ctx).check();
        StoredPerson person = persons.find(phone);
        ObjectNode answer = Json.object().put(PHONE, person.phone());
        ArrayNode sends = answer.putArray("campaigns");
        person.recipients().forEach(one -> sends.add(json(one)));
        answer.set(
                "suppression", person.suppression().map(SuppressionJson::write).orElse(null));
        answer.set("lastWord", person.lastWord().map(ErasureRoutes::json).orElse(null));
        Json.answer(ctx, answer);
    }

    private static ObjectNode json(RecipientList.OfPerson one) {
        ObjectNode json =
                Json.object().put("campaign", one.campaign().toString()).put("name", one.name());
        json.set("recipient", CampaignJson.recipient(one.recipient()));
        return json;
    }

    private static ObjectNode json(StoredPerson.LastWord word) {
        return Json.object().put("wanted", word.wanted()).put("saidAt", Json.time(word.saidAt()));
    }

    private void erasePerson(Context ctx) {
        String phone = phone(ctx);
        Query.of(ctx).check();
        StoredPersons.Result result = persons.erase(phone);
        if (result instanceof StoredPersons.Needed needed) {
            throw Problem.of(HttpStatus.CONFLICT, why(needed));
        }
        if (result instanceof StoredPersons.Erased erased) {
            Json.answer(ctx, Json.object().put("erased", erased.recipients()).put("suppressed", erased.suppressed()));
        }
    }

    private static String why(StoredPersons.Needed needed) {
        String names = needed.campaigns().stream()
                .map(one -> "\"" + one.name() + "\" (" + one.campaign() + ")")
                .distinct()
                .collect(Collectors.joining(", "));
        return "This person is still to be sent to, or being sent to, in " + names
                + ": exclude the phone there, or wait until the campaign has ended, and ask again. "
                + (needed.begun() ? "What other campaigns had was erased." : "Nothing was erased.");
    }

    private static String phone(Context ctx) {
        return PhoneOptions.named(ctx.pathParam(PHONE))
                .orElseThrow(() -> Problem.invalid(PHONE, SuppressionRoutes.NO_PHONE));
    }
}
