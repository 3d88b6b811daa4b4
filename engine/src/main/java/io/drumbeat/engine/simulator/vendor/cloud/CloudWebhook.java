package io.drumbeat.engine.simulator.vendor.cloud;

import io.drumbeat.engine.simulator.protocol.MetaWebhook;
import java.net.URI;
import java.net.http.HttpRequest;

/** Meta's webhooks, under Meta's own signature. */
final class CloudWebhook extends MetaWebhook {

    @Override
    public HttpRequest.Builder address(URI url, String secret, Event event, int attempt) {
        return HttpRequest.newBuilder(url).setHeader("X-Hub-Signature-256", signature(secret, event));
    }
}
