package io.drumbeat.engine.gateway.pepipost;

import static io.drumbeat.engine.gateway.JsonText.first;
import static io.drumbeat.engine.gateway.JsonText.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.dispatch.Outcome;
import io.drumbeat.engine.gateway.Callback;
import io.drumbeat.engine.gateway.Callbacks;
import io.drumbeat.engine.gateway.NewsItems;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.Signatures;
import io.drumbeat.engine.gateway.Stages;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Pepipost's webhooks. It documents no signature: the URL carries a token that nobody can guess.
 *
 * @see <a href="https://waapi.pepipost.com">Pepipost, WhatsApp API</a>
 */
final class PepipostCallbacks implements Callbacks {

    @Override
    public String secret() {
        return PepipostGatewayType.WEBHOOK_TOKEN;
    }

    @Override
    public boolean genuine(Callback callback, SenderAccess sender, Instant now) {
        String given = callback.query().get("token");
        return given != null && Signatures.same(sender.credential(secret()), given);
    }

    @Override
    public News read(JsonNode body, Instant received) {
        NewsItems items = new NewsItems(received);
        for (JsonNode status : objects(body.path("delivery_status"))) {
            items.receipt(
                    first(status, "/ncmessage_id"),
                    first(status, "/x-apiheader"),
                    first(status, "/recipient", "/phoneNumber"),
                    Stages.named(first(status, "/status")),
                    first(status, "/received_at"),
                    () -> failure(first(status, "/status_remark")));
        }
        for (JsonNode message : objects(body.path("incoming_message"))) {
            items.inbound(first(message, "/from"), first(message, "/text_type/text"), first(message, "/received_at"));
        }
        return items.news();
    }

    /** There is no field for a code: a remark of digits alone is one. */
    private static Outcome failure(@Nullable String remark) {
        boolean code = remark != null && remark.matches("[0-9]+");
        return PepipostReplies.CODES.ofReceipt(code ? remark : null, remark);
    }
}
