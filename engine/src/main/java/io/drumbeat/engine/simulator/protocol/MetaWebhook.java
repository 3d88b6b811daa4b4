package io.drumbeat.engine.simulator.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.engine.gateway.callback.Signatures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Meta's webhooks, whoever passes them on.
 *
 * @see <a href="https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components">Webhooks, payload</a>
 */
public abstract class MetaWebhook implements Webhook {

    private static final String HIDDEN = "99708";

    @Override
    public final Event status(ReceivedMessage message, Stage stage, String code, Instant at) {
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
    public final Event inbound(ReceivedMessage message, String text, Instant at) {
        return event("messages", message, value -> {
            contact(message, value);
            ObjectNode one = value.putArray("messages").addObject();
            person(message, one, "from", "from_user_id");
            one.put("id", message.id()).put("timestamp", "" + at.getEpochSecond());
            one.put("type", "text").putObject("text").put("body", text);
        });
    }

    @Override
    public final Optional<Event> preference(ReceivedMessage message, boolean wanted, Instant at) {
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

    private static Event event(String field, ReceivedMessage message, Consumer<ObjectNode> news) {
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

    private static void contact(ReceivedMessage message, ObjectNode value) {
        ObjectNode contact = value.putArray("contacts").addObject();
        person(message, contact, "wa_id", "user_id");
        contact.putObject("profile").put("name", "Simulated");
    }

    private static void person(ReceivedMessage message, ObjectNode about, String phone, String userId) {
        if (!isHidden(message)) {
            about.put(phone, message.digits());
        }
        about.put(userId, userId(message));
    }

    /** Whether its person hides their phone from businesses: then Meta tells its own id of them alone. */
    private static boolean isHidden(ReceivedMessage message) {
        return message.phone().endsWith(HIDDEN);
    }

    /** Meta's own id of the person: a country and what no phone can be read from. */
    private static String userId(ReceivedMessage message) {
        UUID drawn = UUID.nameUUIDFromBytes(message.phone().getBytes(StandardCharsets.UTF_8));
        return "IN." + (drawn.getMostSignificantBits() >>> 1);
    }

    /** Of {@code event}'s body, as a header has it. */
    protected static String signature(String secret, Event event) {
        return "sha256=" + Signatures.hmacSha256(secret, event.body().getBytes(StandardCharsets.UTF_8));
    }
}
