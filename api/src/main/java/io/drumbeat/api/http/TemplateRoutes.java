package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Query;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.admission.TemplateCatalog;
import io.drumbeat.engine.gateway.ApprovedTemplate;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.List;

/** The templates that a sender can send, from which an author chooses one. */
final class TemplateRoutes implements Routes {

    private final TemplateCatalog catalog;

    TemplateRoutes(TemplateCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get(Role.MARKETER, "/senders/{id}/templates", this::list));
    }

    private void list(Context ctx) {
        Query.of(ctx).check();
        List<ApprovedTemplate> templates = catalog.of(new SenderId(ctx.pathParam("id")))
                .orElseThrow(() -> Problem.unknown("sender"))
                .fold(TemplateCatalog.Known::templates, unknown -> {
                    throw Problem.of(HttpStatus.CONFLICT, unknown.why());
                });
        ObjectNode json = Json.object();
        var items = json.putArray("items");
        templates.forEach(template -> items.add(json(template)));
        Json.answer(ctx, json);
    }

    private static ObjectNode json(ApprovedTemplate template) {
        ObjectNode json = Json.object()
                .put("name", template.name())
                .put("language", template.language())
                .put("category", template.category())
                .put("header", template.header())
                .put("body", template.body())
                .put("footer", template.footer())
                .put("places", template.places())
                .put("unusable", template.unusable());
        template.buttons().forEach(json.putArray("buttons")::add);
        return json;
    }
}
