package io.drumbeat.engine.gateway.meta;

import static io.drumbeat.engine.gateway.http.JsonText.first;
import static io.drumbeat.engine.gateway.http.JsonText.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.callback.NewsItems;
import io.drumbeat.engine.gateway.callback.NewsItems.Whom;
import io.drumbeat.engine.gateway.callback.Stages;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Callbacks in Meta's own shape, {@code entry[].changes[].value}, whoever passes them on. Where a person hides their phone
 * ({@code from}, {@code wa_id} and {@code recipient_id} are left out then), Meta's own id of them stands there alone.
 *
 * @see <a href="https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/components">Webhooks, payload</a>
 * @see <a href="https://developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids">Ids of
 *     users</a>
 */
public final class MetaCallbacks {

    private MetaCallbacks() {}

    /** Whether {@code body} has that shape. */
    public static boolean recognises(JsonNode body) {
        return body.path("entry").isArray();
    }

    /** What {@code body} says; nothing where it has another shape. */
    public static List<Callbacks.News> read(JsonNode body, Instant received) {
        NewsItems items = new NewsItems(received);
        for (JsonNode entry : objects(body.path("entry"))) {
            for (JsonNode change : objects(entry.path("changes"))) {
                JsonNode value = change.path("value");
                value(value, items.of(first(value, "/metadata/phone_number_id")));
            }
        }
        return items.news();
    }

    private static void value(JsonNode value, NewsItems.OfNumber items) {
        String ourPhone = ourPhone(value);
        objects(value.path("statuses"))
                .forEach(status -> status(
                        status,
                        whom(value, value.path("statuses"), first(status, "/recipient_id"), userId(status)),
                        items));
        objects(value.path("messages"))
                .forEach(message -> message(
                        message,
                        whom(value, value.path("messages"), first(message, "/from"), userId(message)),
                        ourPhone,
                        items));
        objects(value.path("user_preferences"))
                .forEach(preference -> preference(
                        preference,
                        whom(value, value.path("user_preferences"), first(preference, "/wa_id"), userId(preference)),
                        items));
    }

    /** As people write it, with spaces and all. */
    private static @Nullable String ourPhone(JsonNode value) {
        String displayed = first(value, "/metadata/display_phone_number");
        return displayed == null ? null : NewsItems.phone(displayed.replaceAll("[^0-9]", ""));
    }

    private static @Nullable String userId(JsonNode item) {
        return first(item, "/recipient_user_id", "/from_user_id", "/user_id");
    }

    /** What the one item leaves out may stand with the one contact beside it. */
    private static Whom whom(JsonNode value, JsonNode items, @Nullable String phone, @Nullable String userId) {
        JsonNode contacts = value.path("contacts");
        if (items.size() != 1 || contacts.size() != 1) {
            return new Whom(phone, userId);
        }
        JsonNode contact = contacts.path(0);
        return new Whom(
                phone == null ? first(contact, "/wa_id") : phone, userId == null ? first(contact, "/user_id") : userId);
    }

    private static void status(JsonNode status, Whom whom, NewsItems.OfNumber items) {
        items.receipt(
                first(status, "/id"),
                first(status, "/biz_opaque_callback_data"),
                whom,
                Stages.named(first(status, "/status")),
                first(status, "/timestamp"),
                () -> MetaErrors.ofReceipt(
                        first(status, "/errors/0/code"),
                        first(status, "/errors/0/error_data/details", "/errors/0/message", "/errors/0/title")));
    }

    private static void message(JsonNode message, Whom whom, @Nullable String ourPhone, NewsItems.OfNumber items) {
        boolean ours = ourPhone != null && ourPhone.equals(NewsItems.phone(whom.phone()));
        if (!ours && MetaReplies.isReply(message)) {
            items.inbound(
                    whom, first(message, "/context/id"), MetaReplies.texts(message), first(message, "/timestamp"));
        }
    }

    private static void preference(JsonNode preference, Whom whom, NewsItems.OfNumber items) {
        boolean wanted = "resume".equals(first(preference, "/value"));
        if (wanted || "stop".equals(first(preference, "/value"))) {
            items.preference(whom, wanted, first(preference, "/timestamp"));
        }
    }
}
