package io.drumbeat.engine.gateway.meta;

import static io.drumbeat.engine.gateway.http.JsonText.all;
import static io.drumbeat.engine.gateway.http.JsonText.first;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What people answer, in Meta's own shape of a message: text, a tapped button or row of a list, a medium's caption. A form
 * that was filled in ({@code nfm_reply}) is none, and no more are reactions, edits and deletions.
 *
 * @see <a href="https://developers.facebook.com/docs/whatsapp/cloud-api/webhooks/payload-examples">Webhooks, examples</a>
 */
public final class MetaReplies {

    private static final Set<String> NO_REPLIES =
            Set.of("reaction", "edit", "edited", "revoke", "revoked", "deleted", "system", "unsupported");

    private static final String[] TEXTS = {
        "/text/body",
        "/button/text",
        "/button/payload",
        "/interactive/button_reply/title",
        "/interactive/button_reply/id",
        "/interactive/list_reply/title",
        "/interactive/list_reply/id",
        "/image/caption",
        "/video/caption",
        "/document/caption"
    };

    private MetaReplies() {}

    /** Whether {@code message} is one that answers, and not one about another message. */
    public static boolean isReply(JsonNode message) {
        String type = first(message, "/type");
        return type == null || !NO_REPLIES.contains(type.toLowerCase(Locale.ROOT));
    }

    /** All that {@code message} says; empty where it is no text. */
    public static List<String> texts(JsonNode message) {
        return all(message, TEXTS);
    }
}
