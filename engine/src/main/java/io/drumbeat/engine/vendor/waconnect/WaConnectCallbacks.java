package io.drumbeat.engine.vendor.waconnect;

import static io.drumbeat.engine.gateway.http.JsonText.all;
import static io.drumbeat.engine.gateway.http.JsonText.first;
import static io.drumbeat.engine.gateway.http.JsonText.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.callback.NewsItems;
import io.drumbeat.engine.gateway.callback.NewsItems.Whom;
import io.drumbeat.engine.gateway.callback.Signatures;
import io.drumbeat.engine.gateway.callback.Stages;
import io.drumbeat.engine.gateway.meta.MetaCallbacks;
import io.drumbeat.engine.gateway.meta.MetaErrors;
import io.drumbeat.engine.gateway.meta.MetaReplies;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * WaConnect's webhooks. Their signature is documented, their body is not: it is judged by its shape, which is Meta's own
 * or a flat one.
 *
 * @see <a href="https://app.waconnect.me">WaConnect</a>
 */
final class WaConnectCallbacks implements Callbacks {

    @Override
    public String secret() {
        return WaConnectGatewayType.WEBHOOK_SECRET;
    }

    @Override
    public boolean genuine(Callback callback, SenderAccess sender, Instant now) {
        return Signatures.signed(callback, "X-Webhook-Signature", sender.credential(secret()));
    }

    @Override
    public List<News> read(JsonNode body, Instant received) {
        JsonNode said = body.path("data").isContainerNode() ? body.path("data") : body;
        if (MetaCallbacks.recognises(said)) {
            return MetaCallbacks.read(said, received);
        }
        NewsItems items = new NewsItems(received);
        String ofAll = number(body);
        for (JsonNode one : objects(said)) {
            String own = number(one);
            read(one, items.of(own == null ? ofAll : own));
        }
        return items.news();
    }

    private static @Nullable String number(JsonNode json) {
        return first(
                json, "/phoneNumberId", "/phone_number_id", "/metadata/phone_number_id", "/metadata/phoneNumberId");
    }

    /** What has a status is a receipt, even where it says whom it is from: us. */
    private static void read(JsonNode one, NewsItems.OfNumber items) {
        Receipt.Stage stage = Stages.named(first(one, "/status"));
        if (stage != null) {
            receipt(one, stage, items);
        } else if (!isOurs(one) && MetaReplies.isReply(one) && MetaReplies.isReply(one.path("message"))) {
            items.inbound(
                    new Whom(first(one, "/from"), first(one, "/from_user_id", "/fromUserId", "/user_id", "/userId")),
                    first(one, "/context/id", "/context/message_id", "/context/messageId"),
                    texts(one),
                    first(one, "/timestamp"));
        }
    }

    private static boolean isOurs(JsonNode one) {
        String direction = first(one, "/direction");
        return one.path("fromMe").booleanValue()
                || one.path("from_me").booleanValue()
                || (direction != null && direction.toLowerCase(Locale.ROOT).startsWith("out"));
    }

    /** Flat, or as Meta has it, in the message itself or in one of its own within. */
    private static List<String> texts(JsonNode one) {
        return Stream.of(
                        all(one, "/text", "/body", "/message", "/message/text"),
                        MetaReplies.texts(one),
                        MetaReplies.texts(one.path("message")))
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    private static void receipt(JsonNode one, Receipt.Stage stage, NewsItems.OfNumber items) {
        items.receipt(
                first(one, "/id", "/messageId", "/message_id"),
                null,
                new Whom(
                        first(one, "/to", "/recipient", "/recipient_id", "/phone"),
                        first(one, "/recipient_user_id", "/recipientUserId", "/user_id", "/userId")),
                stage,
                first(one, "/timestamp"),
                () -> MetaErrors.ofReceipt(
                        first(one, "/error/code", "/errors/0/code"),
                        first(one, "/error/message", "/error", "/errors/0/message", "/errors/0/title")));
    }
}
