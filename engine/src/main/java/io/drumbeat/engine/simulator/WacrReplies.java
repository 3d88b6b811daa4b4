package io.drumbeat.engine.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.engine.simulator.Simulator.Options;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** What WA.cr says to one send. */
final class WacrReplies extends Replies {

    /** By the behaviours' own numbers. */
    private static final Map<String, Refused> CODES = Map.ofEntries(
            Map.entry("750", new Refused(401, "UNAUTHORIZED")),
            Map.entry("751", new Refused(403, "INSUFFICIENT_SCOPE")),
            Map.entry("752", new Refused(403, "FEATURE_LIMIT_EXCEEDED")),
            Map.entry("753", new Refused(403, "CONTACT_OPTED_OUT")),
            Map.entry("754", new Refused(404, "NOT_FOUND")),
            Map.entry("755", new Refused(422, "VALIDATION_ERROR")),
            Map.entry("756", new Refused(422, "INVALID_MEDIA_TYPE")),
            Map.entry("757", new Refused(422, "")),
            Map.entry("758", new Refused(422, "WHATSAPP_NOT_CONFIGURED")),
            Map.entry("759", new Refused(429, "RATE_LIMIT_EXCEEDED")),
            Map.entry("760", new Refused(500, "MESSAGE_SEND_FAILED")),
            Map.entry("761", new Refused(500, "MESSAGE_SEND_FAILED")),
            Map.entry("762", new Refused(500, "INTERNAL_ERROR")),
            Map.entry("763", new Refused(500, "INTERNAL_ERROR")));

    private record Refused(int status, String code) {}

    private final Multipart form;
    private final String mediaUrl;

    /** @param mediaUrl where the media is kept */
    WacrReplies(Options options, Ledger ledger, Multipart form, String mediaUrl) {
        super(options, ledger);
        this.form = form;
        this.mediaUrl = mediaUrl;
    }

    @Override
    String messageId(long number) {
        return "wacr-" + Long.toString(number, 36);
    }

    @Override
    String accepted(String phone, String id, boolean held) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        return body.put("message_id", id)
                .put("contact_id", form.text("contact_id").orElse("1"))
                .put("phone", phone)
                .put("media_type", form.text("media_type").orElse(null))
                .put("media_url", mediaUrl)
                .put("caption", form.text("caption").orElse(null))
                .put("filename", form.text("filename").orElse(null))
                .put("status", "sent")
                .put("sent_at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("chat_id", phone)
                .put("chat_message_id", "chat-" + id)
                .toString();
    }

    /** Cloud's codes it does not know: they are a 422 that carries them. */
    @Override
    Answer code(String code) {
        Refused refused = CODES.getOrDefault(code, new Refused(422, code));
        String label = refused.code().isEmpty() ? refused.status() + " without code" : refused.code();
        return Answer.json(label, refused.status(), error(refused.code(), "Simulated error"));
    }

    @Override
    String failureBehind200(String code) {
        return error(code, "Simulated error");
    }

    @Override
    Answer status(int status) {
        String code = switch (status) {
            case 401 -> "UNAUTHORIZED";
            case 403 -> "INSUFFICIENT_SCOPE";
            case 404 -> "NOT_FOUND";
            case 422 -> "VALIDATION_ERROR";
            case 429 -> "RATE_LIMIT_EXCEEDED";
            default -> "";
        };
        return Answer.json("" + status, status, error(code, "Simulated HTTP " + status));
    }

    /** A request that is not what the documents ask for; {@code code} empty: the vendor gives none. */
    static Answer refused(int status, String code, String message) {
        return Answer.json("refused " + (code.isEmpty() ? status : code), status, error(code, message));
    }

    private static String error(String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("success", false);
        if (code.isEmpty()) {
            return body.put("message", message).toString();
        }
        body.putObject("error").put("code", code).put("message", message);
        return body.toString();
    }
}
