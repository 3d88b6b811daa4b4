package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.api.http.exchange.Access;
import io.drumbeat.api.http.exchange.HttpPorts;
import io.drumbeat.api.http.exchange.HttpSettings;
import io.drumbeat.api.http.exchange.Json;
import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.api.security.Role;
import io.drumbeat.campaigns.pacing.PacingJson;
import io.drumbeat.campaigns.pacing.QuietHoursJson;
import io.drumbeat.campaigns.sender.Portfolio;
import io.drumbeat.campaigns.sender.Sender;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.sender.SenderStore;
import io.drumbeat.campaigns.sender.SenderStore.Obstacles;
import io.drumbeat.campaigns.sender.SenderStore.Places;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.drumbeat.engine.workflow.CampaignSignals;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Senders: how they stand, and their pause. */
final class SenderRoutes implements Routes {

    private final SenderStore senders;
    private final ConnectedSenders connected;
    private final CampaignSignals signals;
    private final URI publicUrl;

    SenderRoutes(HttpPorts ports, HttpSettings settings) {
        this.senders = ports.stores().senders();
        this.connected = ports.senders();
        this.signals = ports.signals();
        this.publicUrl = settings.publicUrl();
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get(Role.VIEWER, "/senders", this::list),
                Route.post(Role.OPERATOR, "/senders/{id}/pause", ctx -> change(ctx, senders::pause)),
                Route.post(Role.OPERATOR, "/senders/{id}/resume", ctx -> change(ctx, senders::resume)));
    }

    private void list(Context ctx) {
        ObjectNode json = Json.object();
        var items = json.putArray("items");
        senders.list().forEach(state -> items.add(json(state)));
        Json.answer(ctx, json);
    }

    private void change(Context ctx, BiFunction<SenderId, String, Optional<SenderStore.State>> command) {
        SenderId id = new SenderId(ctx.pathParam("id"));
        SenderStore.State state =
                command.apply(id, Access.caller(ctx).name()).orElseThrow(() -> Problem.unknown("sender"));
        signals.changed(id);
        Json.answer(ctx, json(state));
    }

    private ObjectNode json(SenderStore.State state) {
        Sender sender = state.sender();
        Obstacles obstacles = state.obstacles();
        ObjectNode json = Json.object()
                .put("id", sender.id().value())
                .put("name", sender.name())
                .put("gateway", sender.gateway())
                .put("status", state.status())
                .put("trouble", obstacles.trouble())
                .put("blockedReason", obstacles.blockedReason())
                .put("pausedBy", obstacles.pausedBy());
        json.set("pacing", PacingJson.SENDER.write(sender.pacing()));
        json.put("slowedTo", state.slowedTo() == null ? null : Math.round(10 * state.slowedTo()) / 10.0);
        json.set("quietHours", sender.quietHours() == null ? null : QuietHoursJson.SENDER.write(sender.quietHours()));
        sender.warmUp().days().forEach(json.putArray("warmUp")::add);
        json.set("portfolio", portfolio(sender.portfolio(), state.places()));
        json.put("dailyCap", sender.dailyCap())
                .put("cap", state.capUse().cap())
                .put("capUsed", state.capUse().used())
                .put("cappedUntil", Json.time(state.capUse().until()))
                .put("quietUntil", Json.time(obstacles.quietUntil()))
                .put("nextSendAt", Json.time(state.nextSendAt()))
                .put("lastCallbackAt", Json.time(state.calledBackAt()))
                .setAll(webhook(sender.id()));
        return json;
    }

    /** Nothing of it is known of a sender that another process's senders.json has. */
    private ObjectNode webhook(SenderId id) {
        ConnectedSender sender = connected.find(id).orElse(null);
        Callbacks callbacks = sender == null ? null : sender.type().callbacks().orElse(null);
        String url = null;
        String missing = null;
        if (sender != null && callbacks != null) {
            url = publicUrl + "/webhooks/" + id + callbacks.query();
            missing = sender.access().credentials().containsKey(callbacks.secret()) ? null : callbacks.secret();
        }
        return Json.object().put("webhookUrl", url).put("webhookMissing", missing);
    }

    private static @Nullable ObjectNode portfolio(@Nullable Portfolio portfolio, @Nullable Places places) {
        return portfolio == null || places == null
                ? null
                : Json.object()
                        .put("id", portfolio.id())
                        .put("uniqueRecipients24h", portfolio.uniqueRecipients())
                        .put("used", places.used())
                        .put("fullUntil", Json.time(places.until()));
    }
}
