package io.drumbeat.engine.simulator;

import io.drumbeat.engine.simulator.protocol.Webhook;
import io.drumbeat.engine.simulator.protocol.Webhook.Event;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;

/** Somebody who wants to hear of an account, until that ends. */
final class Registration {

    private final String account;
    private final URI url;
    private final String secret;
    private final Webhook webhook;
    private volatile boolean ended;

    /** @throws IllegalArgumentException where nothing can be sent to {@code url}, or signed with {@code secret} */
    Registration(String account, URI url, String secret, Webhook webhook) {
        if (!url.toString().matches("https?://[^#]+") || url.getHost() == null) {
            throw new IllegalArgumentException("url must be an http or https URL");
        }
        if (secret.isBlank()) {
            throw new IllegalArgumentException("secret must not be blank");
        }
        this.account = account;
        this.url = url;
        this.secret = secret;
        this.webhook = webhook;
    }

    String account() {
        return account;
    }

    Webhook webhook() {
        return webhook;
    }

    void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    /**
     * What tells of {@code event}.
     *
     * @param genuine false: by somebody who does not know the secret
     * @param attempt 1 for the first
     */
    HttpRequest request(Event event, boolean genuine, int attempt) {
        return webhook.address(url, genuine ? secret : secret + "x", event, attempt)
                .setHeader("Content-Type", "application/json")
                .setHeader("User-Agent", "Drumbeat simulator")
                .POST(BodyPublishers.ofString(event.body()))
                .build();
    }
}
