package io.drumbeat.engine.gateway.waconnect;

import static io.drumbeat.engine.gateway.JsonText.first;
import static io.drumbeat.engine.gateway.JsonText.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.receipt.Receipt;
import io.drumbeat.engine.gateway.Callback;
import io.drumbeat.engine.gateway.Callbacks;
import io.drumbeat.engine.gateway.MetaCallbacks;
import io.drumbeat.engine.gateway.MetaErrors;
import io.drumbeat.engine.gateway.NewsItems;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.Signatures;
import io.drumbeat.engine.gateway.Stages;
import java.time.Instant;

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
    public News read(JsonNode body, Instant received) {
        JsonNode said = body.path("data").isContainerNode() ? body.path("data") : body;
        if (MetaCallbacks.recognises(said)) {
            return MetaCallbacks.read(said, received);
        }
        NewsItems items = new NewsItems(received);
        objects(said).forEach(one -> read(one, items));
        return items.news();
    }

    /** What has a status is a receipt, even where it says whom it is from: us. */
    private static void read(JsonNode one, NewsItems items) {
        String at = first(one, "/timestamp");
        Receipt.Stage stage = Stages.named(first(one, "/status"));
        if (stage == null) {
            items.inbound(
                    first(one, "/from"),
                    first(one, "/text/body", "/text", "/body", "/message", "/message/text/body", "/message/text"),
                    at);
            return;
        }
        items.receipt(
                first(one, "/id", "/messageId", "/message_id"),
                null,
                first(one, "/to", "/recipient", "/recipient_id", "/phone"),
                stage,
                at,
                () -> MetaErrors.ofReceipt(
                        first(one, "/error/code", "/errors/0/code"),
                        first(one, "/error/message", "/error", "/errors/0/message", "/errors/0/title")));
    }
}
