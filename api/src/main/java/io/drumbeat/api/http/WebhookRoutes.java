package io.drumbeat.api.http;

import io.drumbeat.api.http.exchange.Problem;
import io.drumbeat.api.http.exchange.Route;
import io.drumbeat.api.http.exchange.Routes;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.receipt.Webhooks;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Where vendors report back; they prove themselves by signature or token, not by a role. */
final class WebhookRoutes implements Routes {

    private static final String PATH = "/webhooks/{id}";

    /** Meta's largest are 3 MB. */
    private static final int MAX_BYTES = 4 << 20;

    private final Webhooks webhooks;

    WebhookRoutes(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                Route.open(HandlerType.GET, PATH, this::challenge), Route.open(HandlerType.POST, PATH, this::take));
    }

    private void challenge(Context ctx) {
        ctx.contentType(ContentType.TEXT_PLAIN)
                .result(webhooks.challenge(sender(ctx), callback(ctx, new byte[0]))
                        .orElseThrow(() -> Problem.of(
                                HttpStatus.FORBIDDEN, "There is no such webhook, or its token is another one.")));
    }

    private void take(Context ctx) throws IOException {
        byte[] body = ctx.bodyInputStream().readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            throw Problem.of(HttpStatus.CONTENT_TOO_LARGE, "A callback may have at most " + MAX_BYTES + " bytes.");
        }
        switch (webhooks.take(sender(ctx), callback(ctx, body))) {
            case TAKEN -> ctx.status(HttpStatus.OK);
            case UNKNOWN -> throw Problem.of(HttpStatus.NOT_FOUND, "There is no such webhook.");
            case NO_SECRET ->
                throw Problem.of(
                        HttpStatus.FORBIDDEN,
                        "This sender has no secret for callbacks: give it one in senders.json, under credentials.");
            case FORGED ->
                throw Problem.of(HttpStatus.UNAUTHORIZED, "The signature, the token or the time is not valid.");
            case UNREADABLE -> throw Problem.of(HttpStatus.BAD_REQUEST, "The body is not JSON.");
        }
    }

    private static SenderId sender(Context ctx) {
        return new SenderId(ctx.pathParam("id"));
    }

    private static Callback callback(Context ctx, byte[] body) {
        Map<String, String> headers = new TreeMap<>();
        ctx.headerMap().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        Map<String, String> query = ctx.queryParamMap().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.join(",", entry.getValue())));
        return new Callback(headers, query, body);
    }
}
