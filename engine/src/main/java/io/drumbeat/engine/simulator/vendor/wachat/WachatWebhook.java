package io.drumbeat.engine.simulator.vendor.wachat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.engine.gateway.callback.Signatures;
import io.drumbeat.engine.simulator.protocol.ReceivedMessage;
import io.drumbeat.engine.simulator.protocol.Webhook;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/** Wachat's webhooks. Their bodies are not documented: these are the events of WhatsApp's own client, which it drives. */
final class WachatWebhook implements Webhook {

    @Override
    public Event status(ReceivedMessage message, Stage stage, String code, Instant at) {
        return event("messages.update", message, true, at, data -> {
            ObjectNode update = data.putObject("update").put("status", number(stage));
            if (stage == Stage.FAILED) {
                update.putArray("messageStubParameters").add(code);
            }
        });
    }

    private static int number(Stage stage) {
        return switch (stage) {
            case FAILED -> 0;
            case SENT -> 2;
            case DELIVERED -> 3;
            case READ -> 4;
        };
    }

    @Override
    public Event inbound(ReceivedMessage message, String text, Instant at) {
        return event(
                "messages.upsert",
                message,
                false,
                at,
                data -> data.putObject("message").put("conversation", text));
    }

    private static Event event(
            String name, ReceivedMessage message, boolean ours, Instant at, Consumer<ObjectNode> news) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("event", name).put("instanceName", message.number());
        ObjectNode data = body.putObject("data");
        ObjectNode key = data.putObject("key").put("id", message.id()).put("fromMe", ours);
        key.put("remoteJid", message.digits() + "@s.whatsapp.net");
        data.put("messageTimestamp", at.getEpochSecond());
        news.accept(data);
        return new Event(name, body.toString());
    }

    @Override
    public HttpRequest.Builder address(URI url, String secret, Event event, int attempt) {
        String now = "" + Instant.now().getEpochSecond();
        byte[] signed = (now + "." + event.body()).getBytes(StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(url)
                .setHeader("X-Wachat-Signature", Signatures.hmacSha256(secret, signed))
                .setHeader("X-Wachat-Timestamp", now)
                .setHeader("X-Wachat-Event", event.name())
                .setHeader("X-Wachat-Webhook-Id", UUID.randomUUID().toString());
    }
}
