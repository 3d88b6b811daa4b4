package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.PageRequest;
import io.drumbeat.api.http.exchange.Query;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.AuditStore;
import io.drumbeat.api.security.Role;
import io.javalin.http.Context;
import java.util.List;

/** The audit log, shown. */
final class AuditRoutes implements Routes {

    private final AuditStore log;

    AuditRoutes(HttpPorts ports) {
        this.log = ports.signIns().audit();
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get(Role.ADMIN, "/audit", this::list));
    }

    private void list(Context ctx) {
        Query query = Query.of(ctx);
        String who = query.text("who");
        PageRequest page = PageRequest.of(query);
        query.check();
        Json.answer(ctx, PageRequest.json(log.list(who, page.cursor(), page.limit()), AuditRoutes::json));
    }

    private static JsonNode json(AuditStore.Entry entry) {
        return Json.object()
                .put("at", Json.time(entry.at()))
                .put("who", entry.who())
                .put("call", entry.call())
                .put("subject", entry.subject())
                .put("campaign", entry.campaign())
                .put("status", entry.status());
    }
}
