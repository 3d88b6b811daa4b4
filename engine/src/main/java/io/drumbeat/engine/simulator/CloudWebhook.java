package io.drumbeat.engine.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.engine.gateway.callback.Signatures;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Meta's webhooks.
 *
 * @see <a href="https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components">Webhooks, payload</a>
 */
class CloudWebhook implements Webhook {

    @Override
    public final Event status(Message message, Stage stage, String code, Instant at) {
        return event("messages", message, value -> {
            ObjectNode one = value.putArray("statuses").addObject();
            one.put("id", message.id()).put("status", Webhook.word(stage));
            one.put("timestamp", "" + at.getEpochSecond());
            person(message, one, "recipient_id", "recipient_user_id");
            if (message.key() != null) {
                one.put("biz_opaque_callback_data", message.key());
            }
            if (stage == Stage.FAILED) {
                ObjectNode error = one.putArray("errors").addObject();
                error.put("code", Integer.parseInt(code))
                        .put("title", "Simulated")
                        .put("message", "Simulated");
                error.putObject("error_data").put("details", "Simulated error");
            }
        });
    }

    @Override
    public final Event inbound(Message message, String text, Instant at) {
        return event("messages", message, value -> {
            contact(message, value);
            ObjectNode one = value.putArray("messages").addObject();
            person(message, one, "from", "from_user_id");
            one.put("id", message.id()).put("timestamp", "" + at.getEpochSecond());
            one.put("type", "text").putObject("text").put("body", text);
        });
    }

    @Override
    public final Optional<Event> preference(Message message, boolean wanted, Instant at) {
        return Optional.of(event("user_preferences", message, value -> {
            contact(message, value);
            String word = wanted ? "resume" : "stop";
            ObjectNode one = value.putArray("user_preferences").addObject();
            person(message, one, "wa_id", "user_id");
            one.put("category", "marketing_messages");
            one.put("detail", "User requested to " + word + " marketing messages");
            one.put("value", word).put("timestamp", at.getEpochSecond());
        }));
    }

    private static Event event(String field, Message message, Consumer<ObjectNode> news) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("object", "whatsapp_business_account");
        ObjectNode entry = body.putArray("entry").addObject().put("id", "1");
        ObjectNode change = entry.putArray("changes").addObject().put("field", field);
        ObjectNode value = change.putObject("value").put("messaging_product", "whatsapp");
        value.putObject("metadata")
                .put("display_phone_number", message.number())
                .put("phone_number_id", message.number());
        news.accept(value);
        return new Event(field, body.toString());
    }

    private static void contact(Message message, ObjectNode value) {
        ObjectNode contact = value.putArray("contacts").addObject();
        person(message, contact, "wa_id", "user_id");
        contact.putObject("profile").put("name", "Simulated");
    }

    private static void person(Message message, ObjectNode about, String phone, String userId) {
        if (!message.isHidden()) {
            about.put(phone, message.digits());
        }
        about.put(userId, message.userId());
    }

    @Override
    public HttpRequest.Builder address(URI url, String secret, Event event, int attempt) {
        return HttpRequest.newBuilder(url).setHeader("X-Hub-Signature-256", signature(secret, event));
    }

    static String signature(String secret, Event event) {
        return "sha256=" + Signatures.hmacSha256(secret, event.body().getBytes(StandardCharsets.UTF_8));
    }
}
