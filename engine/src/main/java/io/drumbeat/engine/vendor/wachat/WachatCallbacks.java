package io.drumbeat.engine.vendor.wachat;

import static io.drumbeat.engine.gateway.http.JsonText.all;
import static io.drumbeat.engine.gateway.http.JsonText.first;
import static io.drumbeat.engine.gateway.http.JsonText.objects;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.campaigns.receipt.Receipt.Stage;
import io.drumbeat.engine.gateway.SenderAccess;
import io.drumbeat.engine.gateway.callback.Callback;
import io.drumbeat.engine.gateway.callback.Callbacks;
import io.drumbeat.engine.gateway.callback.NewsItems;
import io.drumbeat.engine.gateway.callback.NewsItems.Whom;
import io.drumbeat.engine.gateway.callback.Signatures;
import io.drumbeat.engine.gateway.callback.Stages;
import io.drumbeat.engine.gateway.callback.VendorTime;
import io.drumbeat.engine.gateway.http.ErrorTable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

    private static final Whom NOBODY = new Whom(null, null);

    /** A chat may be addressed by an id of WhatsApp's own, a LID, and the phone then stand beside it. */
    private static final String[] ADDRESSES = {
        "/key/remoteJid",
        "/remoteJid",
        "/key/remoteJidAlt",
        "/remoteJidAlt",
        "/key/senderPn",
        "/senderPn",
        "/key/participantPn",
        "/participantPn"
    };

    /** With the device, where it is one of several. */
    private static final Pattern LID = Pattern.compile("([0-9]+)(?::[0-9]+)?@lid");

    private static final Pattern MANY = Pattern.compile("@(?:g\\.us|broadcast|newsletter)$");

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
    public List<News> read(JsonNode body, Instant received) {
        NewsItems all = new NewsItems(received);
        NewsItems.OfNumber items = all.of(first(body, "/instanceName", "/instance", "/data/instanceName"));
        JsonNode data = body.path("data");
        for (JsonNode one : objects(data.path("messages").isArray() ? data.path("messages") : data)) {
            boolean theirs = theirs(one, body);
            if (theirs && (one.path("message").isObject() || !flatTexts(one).isEmpty())) {
                inbound(one, body, items);
            } else {
                receipt(one, theirs ? NOBODY : whom(all(one, ADDRESSES)), body, items);
            }
        }
        return all.news();
    }

    /** What does not say whose it is came in where the event is that of messages that come in. */
    private static boolean theirs(JsonNode one, JsonNode body) {
        JsonNode ours = one.at(one.has("key") ? "/key/fromMe" : "/fromMe");
        return ours.isBoolean() ? !ours.booleanValue() : "messages.upsert".equals(first(body, "/event"));
    }

    private static List<String> flatTexts(JsonNode one) {
        return all(one, "/text", "/body");
    }

    /** What is written in a group or to a list is said to nobody in particular. */
    private static void inbound(JsonNode one, JsonNode body, NewsItems.OfNumber items) {
        List<String> addresses = new ArrayList<>(all(one, ADDRESSES));
        if (first(one, "/key/remoteJid", "/remoteJid") == null) {
            addresses.addAll(0, all(one, "/from"));
        }
        WachatMessage message = WachatMessage.within(one.path("message"));
        if (message.isReply() && addresses.stream().noneMatch(MANY.asPredicate())) {
            List<String> texts = new ArrayList<>(message.texts());
            texts.addAll(flatTexts(one));
            items.inbound(whom(addresses), message.answered(), texts, at(one, body));
        }
    }

    private static Whom whom(List<String> addresses) {
        return new Whom(
                addresses.stream()
                        .filter(address -> !LID.matcher(address).matches())
                        .findFirst()
                        .orElse(null),
                addresses.stream()
                        .map(LID::matcher)
                        .filter(Matcher::matches)
                        .map(lid -> lid.group(1) + "@lid")
                        .findFirst()
                        .orElse(null));
    }

    private static void receipt(JsonNode one, Whom whom, JsonNode body, NewsItems.OfNumber items) {
        items.receipt(
                first(one, "/key/id", "/keyId", "/messageId", "/id"),
                null,
                whom,
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
