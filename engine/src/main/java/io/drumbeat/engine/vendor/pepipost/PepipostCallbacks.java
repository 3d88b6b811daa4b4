package io.drumbeat.engine.vendor.pepipost;

import static io.drumbeat.engine.gateway.http.JsonText.all;
import static io.drumbeat.engine.gateway.http.JsonText.first;
import static io.drumbeat.engine.gateway.http.JsonText.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.callback.NewsItems;
import io.drumbeat.engine.gateway.callback.NewsItems.Whom;
import io.drumbeat.engine.gateway.callback.Signatures;
import io.drumbeat.engine.gateway.callback.Stages;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pepipost's webhooks. It documents no signature: the URL carries a token that nobody can guess.
 *
 * @see <a href="https://waapi.pepipost.com">Pepipost, WhatsApp API</a>
 */
final class PepipostCallbacks implements Callbacks {

    private static final Set<String> NO_REPLIES = Set.of("REACTION", "EDIT", "REVOKE", "DELETED", "SYSTEM");

    /** A tapped button came as a text until September 2024, and has its payload beside it since. */
    private static final String[] TEXTS = {
        "/text_type/text",
        "/text_type/payload",
        "/button_type/text",
        "/button_type/payload",
        "/interactive_type/button_reply/title",
        "/interactive_type/button_reply/id",
        "/interactive_type/list_reply/title",
        "/interactive_type/list_reply/id",
        "/image_type/caption",
        "/video_type/caption",
        "/document_type/caption"
    };

    @Override
    public String secret() {
        return PepipostGatewayType.WEBHOOK_TOKEN;
    }

    @Override
    public String query() {
        return "?token=WEBHOOKTOKEN";
    }

    @Override
    public boolean genuine(Callback callback, SenderAccess sender, Instant now) {
        String given = callback.query().get("token");
        return given != null && Signatures.same(sender.credential(secret()), given);
    }

    @Override
    public List<News> read(JsonNode body, Instant received) {
        NewsItems items = new NewsItems(received);
        for (JsonNode status : objects(body.path("delivery_status"))) {
            items.of(first(status, "/source"))
                    .receipt(
                            first(status, "/ncmessage_id"),
                            first(status, "/x-apiheader"),
                            new Whom(
                                    first(status, "/recipient", "/phoneNumber"),
                                    first(status, "/recipient_user_id", "/user_id")),
                            Stages.named(first(status, "/status")),
                            first(status, "/received_at"),
                            () -> failure(first(status, "/status_remark")));
        }
        for (JsonNode message : objects(body.path("incoming_message"))) {
            String type = first(message, "/message_type");
            if (type == null || !NO_REPLIES.contains(type.toUpperCase(Locale.ROOT))) {
                items.of(first(message, "/source"))
                        .inbound(
                                new Whom(first(message, "/from"), first(message, "/from_user_id", "/user_id")),
                                first(message, "/context/ncmessage_id", "/context/message_id"),
                                all(message, TEXTS),
                                first(message, "/received_at"));
            }
        }
        return items.news();
    }

    /** There is no field for a code: a remark of digits alone is one. */
    private static Failure failure(@Nullable String remark) {
        boolean code = remark != null && remark.matches("[0-9]+");
        return PepipostReplies.CODES.ofReceipt(code ? remark : null, remark);
    }
}
