package io.drumbeat.engine.simulator.vendor.waconnect;

import io.drumbeat.engine.simulator.protocol.MetaWebhook;
import java.net.URI;
import java.net.http.HttpRequest;

/** WaConnect's webhooks: its bodies are not documented, so it passes Meta's on, under headers of its own. */
final class WaConnectWebhook extends MetaWebhook {

    @Override
    public HttpRequest.Builder address(URI url, String secret, Event event, int attempt) {
        return HttpRequest.newBuilder(url)
                .setHeader("X-Webhook-Event", event.name())
                .setHeader("X-Webhook-Signature", signature(secret, event))
                .setHeader("X-Webhook-Delivery-Attempt", "" + attempt);
    }
}
