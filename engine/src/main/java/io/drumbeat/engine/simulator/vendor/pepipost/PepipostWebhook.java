package io.drumbeat.engine.simulator.vendor.pepipost;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.engine.simulator.protocol.ReceivedMessage;
import io.drumbeat.engine.simulator.protocol.Webhook;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Pepipost's webhooks. It signs nothing: the URL carries a token. */
final class PepipostWebhook implements Webhook {

    private static final String OUR_PHONE = "910000000000";

    @Override
    public Event status(ReceivedMessage message, Stage stage, String code, Instant at) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode one = body.putArray("delivery_status").addObject();
        one.put("ncmessage_id", message.id()).put("recipient", message.digits()).put("phoneNumber", OUR_PHONE);
        one.put("status", Webhook.word(stage));
        one.put("status_remark", stage == Stage.FAILED ? PepipostVendor.inItsWords(code) : "");
        one.put("received_at", "" + at.getEpochSecond()).put("source", message.number());
        if (message.key() != null) {
            one.put("x-apiheader", message.key());
        }
        return new Event("delivery_status", body.toString());
    }

    @Override
    public Event inbound(ReceivedMessage message, String text, Instant at) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode one = body.putArray("incoming_message").addObject();
        one.put("message_id", message.id()).put("from", message.digits());
        one.put("received_at", "" + at.getEpochSecond()).put("message_type", "TEXT");
        one.putObject("text_type").put("text", text);
        one.putObject("context");
        return new Event("incoming_message", body.toString());
    }

    @Override
    public HttpRequest.Builder address(URI url, String secret, Event event, int attempt) {
        String token = "token=" + URLEncoder.encode(secret, StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(URI.create(url + (url.getRawQuery() == null ? "?" : "&") + token));
    }
}
