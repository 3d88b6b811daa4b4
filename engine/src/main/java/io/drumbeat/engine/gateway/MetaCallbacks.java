package io.drumbeat.engine.gateway;

import static io.drumbeat.engine.gateway.JsonText.first;
import static io.drumbeat.engine.gateway.JsonText.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * Callbacks in Meta's own shape, {@code entry[].changes[].value}, whoever passes them on.
 *
 * @see <a href="https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components">Webhooks, payload</a>
 */
public final class MetaCallbacks {

    private MetaCallbacks() {}

    /** Whether {@code body} has that shape. */
    public static boolean recognises(JsonNode body) {
        return body.path("entry").isArray();
    }

    /** What {@code body} says; nothing where it has another shape. */
    public static Callbacks.News read(JsonNode body, Instant received) {
        NewsItems items = new NewsItems(received);
        for (JsonNode entry : objects(body.path("entry"))) {
            for (JsonNode change : objects(entry.path("changes"))) {
                value(change.path("value"), items);
            }
        }
        return items.news();
    }

    private static void value(JsonNode value, NewsItems items) {
        objects(value.path("statuses")).forEach(status -> status(status, items));
        objects(value.path("messages"))
                .forEach(message -> items.inbound(
                        first(message, "/from"),
                        first(message, "/text/body", "/button/text"),
                        first(message, "/timestamp")));
        objects(value.path("user_preferences")).forEach(preference -> preference(preference, items));
    }

    private static void status(JsonNode status, NewsItems items) {
        items.receipt(
                first(status, "/id"),
                first(status, "/biz_opaque_callback_data"),
                first(status, "/recipient_id"),
                Stages.named(first(status, "/status")),
                first(status, "/timestamp"),
                () -> MetaErrors.ofReceipt(
                        first(status, "/errors/0/code"),
                        first(status, "/errors/0/error_data/details", "/errors/0/message", "/errors/0/title")));
    }

    private static void preference(JsonNode preference, NewsItems items) {
        boolean wanted = "resume".equals(first(preference, "/value"));
        if (wanted || "stop".equals(first(preference, "/value"))) {
            items.preference(first(preference, "/wa_id"), wanted, first(preference, "/timestamp"));
        }
    }
}
