package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.Access;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PageRequest;
import io.drumbeat.api.http.exchange.PhoneOptions;
import io.drumbeat.api.http.exchange.PhoneUpload;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Query;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.http.exchange.Upload;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.audience.PhoneFile;
import io.drumbeat.campaigns.audience.phone.PhoneReader;
import io.drumbeat.campaigns.audience.reject.InvalidAudienceException;
import io.drumbeat.campaigns.audience.reject.RejectedRow;
import io.drumbeat.campaigns.campaign.CampaignStore;
import io.drumbeat.campaigns.campaign.control.CampaignControl;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes recipients out of a campaign that goes on for the others. */
final class ExclusionRoutes implements Routes {

    private static final String PHONES = "phones";
    private static final String A_PHONE = "a string: a phone with + and the country code";

    /** JSON is held in memory, unlike a file: some 200,000 phones. */
    private static final long MAX_JSON = 4L << 20;

    /** They are looked for together. */
    private static final int MAX_PHONES = 1_000_000;

    private static final int SHOWN = 20;

    private final CampaignStore campaigns;
    private final CampaignControl control;
    private final CampaignSignals signals;
    private final PhoneUpload files;
    private final int maxJson;

    ExclusionRoutes(HttpPorts ports, HttpSettings settings) {
        this.campaigns = ports.stores().campaigns();
        this.control = ports.stores().control();
        this.signals = ports.signals();
        this.files = new PhoneUpload(settings, PHONES);
        this.maxJson = (int) Math.min(MAX_JSON, settings.maxUploadBytes());
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.post(Role.MARKETER, "/campaigns/{id}/exclude", this::exclude));
    }

    private void exclude(Context ctx) throws IOException {
        CampaignId id = PageRequest.campaignId(ctx);
        if (campaigns.find(id).isEmpty()) {
            throw Problem.unknown("campaign"); // before a long file is read
        }
        Named named = Json.isJson(ctx) ? ofJson(ctx) : ofFile(ctx);
        CampaignControl.Result result =
                control.exclude(id, named.phones, Access.caller(ctx).name());
        if (result instanceof CampaignControl.Refused refused) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "A campaign that is " + refused.status().text() + " has nobody left who could be excluded.");
        }
        if (!(result instanceof CampaignControl.Excluded excluded)) {
            throw Problem.unknown("campaign");
        }
        signals.changed(id);
        Json.answer(ctx, answer(excluded, named));
    }

    private Named ofJson(Context ctx) throws IOException {
        Query query = Query.of(ctx);
        JsonFields body = Json.fields(Json.body(ctx, maxJson));
        PhoneOptions options = PhoneOptions.of(name -> {
            boolean ofBody = name.equals(PhoneOptions.REGION) || name.equals(PhoneOptions.FORMAT);
            String said = ofBody ? body.text(name) : null;
            return said == null ? query.text(name) : said;
        });
        query.check();
        Named named = new Named();
        PhoneReader reader = options.reader();
        List<@Nullable String> phones = body.requiredTexts(PHONES, A_PHONE);
        for (int i = 0; i < phones.size(); i++) {
            String field = PHONES + "[" + i + "]";
            String phone = phones.get(i);
            if (phone != null) {
                reader.read(phone.strip()).fold(valid -> named.phones.add(valid.e164()), refused -> {
                    body.error(field, refused.reason());
                    return false;
                });
            }
        }
        Json.check(body);
        return named;
    }

    private Named ofFile(Context ctx) throws IOException {
        try (Upload upload = files.receive(ctx)) {
            Query query = Query.of(ctx);
            PhoneOptions options = PhoneOptions.of(query::text);
            query.check();
            Named named = new Named();
            options.open(files.of(upload)).read(named);
            return named;
        } catch (InvalidAudienceException unreadable) {
            throw Problem.invalid(unreadable.faults(PHONES, PhoneOptions.COLUMN));
        }
    }

    private static ObjectNode answer(CampaignControl.Excluded excluded, Named named) {
        ObjectNode json = Json.object()
                .put("excluded", excluded.excluded())
                .put("alreadySent", excluded.alreadySent())
                .put("notInCampaign", excluded.notInCampaign())
                .put("rejected", named.rejected);
        var errors = json.putArray("errors");
        named.firstRejects.forEach(
                row -> errors.addObject().put("line", row.line()).put("message", row.reason()));
        return json;
    }

    /** Whom a request names. */
    private static final class Named implements PhoneFile.Sink {
        private final Set<String> phones = new HashSet<>();
        private final List<RejectedRow> firstRejects = new ArrayList<>();
        private long rejected;

        @Override
        public void phone(String phone, String reason) {
            phones.add(phone);
            if (phones.size() > MAX_PHONES) {
                throw Problem.invalid(PHONES, "must be at most " + MAX_PHONES + " at a time");
            }
        }

        @Override
        public void rejected(RejectedRow row) {
            rejected++;
            if (firstRejects.size() < SHOWN) {
                firstRejects.add(row);
            }
        }
    }
}
