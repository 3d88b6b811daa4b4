package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PageRequest;
import io.drumbeat.api.http.exchange.PhoneOptions;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Query;
import io.drumbeat.api.http.exchange.Recorder;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.audience.file.CsvExport;
import io.drumbeat.campaigns.json.JsonFields;
import io.drumbeat.campaigns.paging.Page;
import io.drumbeat.campaigns.suppression.Removal;
import io.drumbeat.campaigns.suppression.Suppression;
import io.drumbeat.campaigns.suppression.SuppressionStore;
import io.javalin.http.Context;
import io.javalin.http.Header;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The suppression list: shown, added to and taken from. */
final class SuppressionRoutes implements Routes {

    private static final String PHONE = "phone";
    private static final String PHONES = "phones";
    private static final int UNMATCHED_SHOWN = 20;
    static final String NO_PHONE = "is not a phone number: write it with + and the country code";

    private final SuppressionStore suppressions;
    private final SuppressionIntake intake;

    SuppressionRoutes(HttpPorts ports, HttpSettings settings) {
        this.suppressions = ports.stores().suppressions();
        this.intake = new SuppressionIntake(suppressions, settings);
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(Role.VIEWER, "/suppressions", this::list),
                Route.get(Role.VIEWER, "/suppressions.csv", this::file),
                Route.post(Role.OPERATOR, "/suppressions", this::add),
                Route.delete(Role.OPERATOR, "/suppressions", this::removeMany),
                Route.delete(Role.OPERATOR, "/suppressions/{phone}", this::removeOne));
    }

    private void list(Context ctx) {
        Query query = Query.of(ctx);
        PageRequest page = PageRequest.of(query);
        String phone = query.text(PHONE);
        query.check();
        Page<Suppression> found =
                phone == null ? suppressions.list(page.cursor(), page.limit()) : new Page<>(only(phone), null);
        ObjectNode json = PageRequest.json(found, SuppressionJson::write);
        json.put("total", page.cursor() == null ? (Long) suppressions.count() : null);
        json.set("unmatched", SuppressionJson.write(suppressions.unmatched(UNMATCHED_SHOWN)));
        Json.answer(ctx, json);
    }

    private List<Suppression> only(String phone) {
        String named = PhoneOptions.named(phone).orElseThrow(() -> Problem.invalid(PHONE, NO_PHONE));
        return suppressions.find(named).stream().toList();
    }

    /** The whole list, as {@code POST} takes it. */
    private void file(Context ctx) throws IOException {
        Query.of(ctx).check();
        ctx.contentType("text/csv; charset=utf-8");
        ctx.header(Header.CONTENT_DISPOSITION, "attachment; filename=\"do-not-send list.csv\"");
        CsvExport csv = CsvExport.withPhones(ctx.outputStream(), 0);
        csv.row(SuppressionJson.COLUMNS);
        String cursor = null;
        do {
            Page<Suppression> page = suppressions.list(cursor, Page.MAX_LIMIT);
            for (Suppression one : page.items()) {
                csv.row(SuppressionJson.cells(one));
            }
            cursor = page.nextCursor();
        } while (cursor != null);
        csv.flush();
    }

    private void add(Context ctx) throws IOException {
        ObjectNode taken = intake.take(ctx);
        Recorder.subject(ctx, taken.path("added").asInt() + " phones");
        Json.answer(ctx, taken);
    }

    private void removeOne(Context ctx) {
        Removal removal = PhoneOptions.named(ctx.pathParam(PHONE))
                .map(phone -> suppressions.remove(List.of(phone)))
                .filter(any -> any.removed() > 0)
                .orElseThrow(() -> Problem.unknown("phone on the suppression list"));
        answer(ctx, removal);
    }

    private void removeMany(Context ctx) throws IOException {
        List<String> phones = new ArrayList<>();
        Query query = Query.of(ctx);
        List<String> inQuery = query.texts(PHONE);
        query.check();
        JsonFields body = Json.fields(intake.json(ctx));
        List<@Nullable String> inBody = body.texts(PHONES);
        inQuery.forEach(phone -> name(PHONE, phone, phones, body));
        for (int i = 0; i < inBody.size(); i++) {
            name(PHONES + "[" + i + "]", inBody.get(i), phones, body);
        }
        Json.check(body);
        if (phones.isEmpty()) {
            throw Problem.invalid(PHONES, "is required: which phones are to be taken off the list");
        }
        answer(ctx, suppressions.remove(phones));
    }

    private static void name(String field, @Nullable String text, List<String> phones, JsonFields errors) {
        if (text != null) {
            PhoneOptions.named(text).ifPresentOrElse(phones::add, () -> errors.error(field, NO_PHONE));
        }
    }

    private static void answer(Context ctx, Removal removal) {
        Recorder.subject(ctx, removal.removed() + " phones");
        ObjectNode json = Json.object().put("removed", removal.removed());
        removal.undo().forEach(json.putArray(SuppressionIntake.UNDO)::add);
        Json.answer(ctx, json);
    }
}
