package io.drumbeat.engine.vendor.wachat;

import static io.drumbeat.engine.gateway.http.JsonText.all;
import static io.drumbeat.engine.gateway.http.JsonText.first;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message as WhatsApp's own client holds it: an object with one field, named for what it is, and perhaps some of them
 * around each other, for a message that disappears, is seen once or was sent from another device.
 */
final class WachatMessage {

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final List<String> WRAPPERS = List.of(
            "ephemeralMessage",
            "viewOnceMessage",
            "viewOnceMessageV2",
            "viewOnceMessageV2Extension",
            "deviceSentMessage",
            "documentWithCaptionMessage");

    /** About another message: edits and deletions ({@code protocolMessage} too) and reactions. */
    private static final Set<String> NO_REPLIES = Set.of(
            "reactionMessage", "encReactionMessage", "protocolMessage", "editedMessage", "secretEncryptedMessage");

    private static final String[] TEXTS = {
        "/conversation",
        "/extendedTextMessage/text",
        "/buttonsResponseMessage/selectedDisplayText",
        "/buttonsResponseMessage/selectedButtonId",
        "/templateButtonReplyMessage/selectedDisplayText",
        "/templateButtonReplyMessage/selectedId",
        "/listResponseMessage/title",
        "/listResponseMessage/singleSelectReply/selectedRowId",
        "/interactiveResponseMessage/body/text",
        "/imageMessage/caption",
        "/videoMessage/caption",
        "/documentMessage/caption"
    };

    /** A tapped button's own fields, which the client holds as JSON in a text. */
    private static final String TAPPED = "/interactiveResponseMessage/nativeFlowResponseMessage/paramsJson";

    private final JsonNode message;

    private WachatMessage(JsonNode message) {
        this.message = message;
    }

    /** The one within {@code message} and whatever is around it. */
    static WachatMessage within(JsonNode message) {
        JsonNode inner = message;
        while (true) {
            JsonNode around = inner;
            JsonNode next = WRAPPERS.stream()
                    .map(wrapper -> around.path(wrapper).path("message"))
                    .filter(JsonNode::isObject)
                    .findFirst()
                    .orElse(null);
            if (next == null) {
                return new WachatMessage(inner);
            }
            inner = next;
        }
    }

    boolean isReply() {
        return NO_REPLIES.stream().noneMatch(message::has);
    }

    /** All that it says; empty where it is no text. */
    List<String> texts() {
        List<String> texts = new ArrayList<>(all(message, TEXTS));
        String tapped = first(message, TAPPED);
        if (tapped != null) {
            texts.addAll(tapped(tapped));
        }
        return texts;
    }

    private static List<String> tapped(String params) {
        try {
            return all(MAPPER.readTree(params), "/display_text", "/title", "/id");
        } catch (JsonProcessingException aPlainText) {
            return List.of(params);
        }
    }

    /** The id of the message of ours that it answers; null where it names none. */
    @Nullable
    String answered() {
        String id = null;
        for (JsonNode kind : message) {
            id = id == null ? first(kind, "/contextInfo/stanzaId") : id;
        }
        return id;
    }
}
