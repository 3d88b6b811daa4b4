package io.drumbeat.engine.gateway.wachat;

import static io.drumbeat.engine.gateway.JsonText.first;
import static io.drumbeat.engine.gateway.JsonText.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.engine.gateway.Callback;
import io.drumbeat.engine.gateway.Callbacks;
import io.drumbeat.engine.gateway.ErrorTable;
import io.drumbeat.engine.gateway.NewsItems;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.Signatures;
import io.drumbeat.engine.gateway.Stages;
import io.drumbeat.engine.gateway.VendorTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Wachat's webhooks: {@code messages.update} and {@code messages.upsert}. Their bodies are not documented; the vendor
 * drives WhatsApp's own client, whose events look like this.
 *
 * @see <a href="https://app.wachat.net">Wachat</a>
 */
final class WachatCallbacks implements Callbacks {

    private static final Duration MAX_AGE = Duration.ofMinutes(5);
    private static final ErrorTable NO_CODES = ErrorTable.builder().build();

    @Override
    public String secret() {
        return WachatGatewayType.WEBHOOK_SECRET;
    }

    @Override
    public boolean genuine(Callback callback, SenderAccess sender, Instant now) {
        Optional<String> given = callback.header("X-Wachat-Signature");
        Optional<String> timestamp = callback.header("X-Wachat-Timestamp");
        return given.isPresent()
                && timestamp.isPresent()
                && VendorTime.parse(timestamp.get())
                        .filter(time -> Duration.between(time, now).abs().compareTo(MAX_AGE) <= 0)
                        .isPresent()
                && Signatures.same(
                        Signatures.hmacSha256(
                                sender.credential(secret()),
                                (timestamp.get() + ".").getBytes(StandardCharsets.UTF_8),
                                callback.body()),
                        given.get());
    }

    @Override
    public News read(JsonNode body, Instant received) {
        NewsItems items = new NewsItems(received);
        JsonNode data = body.path("data");
        for (JsonNode one : objects(data.path("messages").isArray() ? data.path("messages") : data)) {
            String chat = first(one, "/key/remoteJid", "/remoteJid");
            boolean theirs = theirs(one, body);
            String text = first(one, "/message/conversation", "/message/extendedTextMessage/text", "/text", "/body");
            if (theirs && (text != null || one.path("message").isObject())) {
                items.inbound(chat == null ? first(one, "/from") : chat, text, at(one, body));
            } else {
                receipt(one, theirs ? null : chat, body, items);
            }
        }
        return items.news();
    }

    /** What does not say whose it is came in where the event is that of messages that come in. */
    private static boolean theirs(JsonNode one, JsonNode body) {
        JsonNode ours = one.at(one.has("key") ? "/key/fromMe" : "/fromMe");
        return ours.isBoolean() ? !ours.booleanValue() : "messages.upsert".equals(first(body, "/event"));
    }

    /** A group's or a broadcast's address is nobody's phone; {@link NewsItems} leaves it out. */
    private static void receipt(JsonNode one, @Nullable String chat, JsonNode body, NewsItems items) {
        items.receipt(
                first(one, "/key/id", "/keyId", "/messageId", "/id"),
                null,
                chat,
                stage(first(one, "/status", "/update/status")),
                at(one, body),
                () -> NO_CODES.ofReceipt(
                        first(one, "/error/code", "/update/messageStubParameters/0"), first(one, "/error/message")));
    }

    /** The client's own words and numbers; 1, PENDING, has not come anywhere yet. */
    private static @Nullable Stage stage(@Nullable String status) {
        return switch (status == null ? "" : status.strip().toUpperCase(Locale.ROOT)) {
            case "0", "ERROR" -> Stage.FAILED;
            case "2", "SERVER_ACK" -> Stage.SENT;
            case "3", "DELIVERY_ACK" -> Stage.DELIVERED;
            case "4", "5" -> Stage.READ;
            default -> Stages.named(status);
        };
    }

    private static @Nullable String at(JsonNode one, JsonNode body) {
        String at = first(one, "/messageTimestamp", "/timestamp", "/date_time");
        return at == null ? first(body, "/timestamp", "/date_time") : at;
    }
}
