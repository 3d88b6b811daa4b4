package io.drumbeat.engine.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.simulator.Simulator.Options;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pepipost's side: sends by id or URL, and uploads at a path of our own, since the vendor's is not public. */
final class PepipostVendor extends Replies {

    private static final String MISSING = "8001";
    private static final String CLIENT = "8004";
    private static final String INVALID = "8006";
    private static final int MAX_CAPTION = 1024;

    /** Cloud's codes in Pepipost's words; what it has none for is a client error. */
    private static final Map<String, String> CODES =
            Map.of("131000", "8005", "131016", "8005", "131056", "8005", "131026", "8003", "131050", "8002");

    private final MediaUrls urls;

    PepipostVendor(Options options, MediaUrls urls, Ledger ledger) {
        super(options, ledger);
        this.urls = urls;
    }

    Reaction send(Request request) {
        String account = "pepipost";
        try {
            checkToken(request);
            Body message =
                    Body.of(request, INVALID, MISSING).allow(Set.of("message")).only("message");
            message.allow(Set.of(
                    "recipient_whatsapp", "recipient_type", "message_type", "source", "x-apiheader", "type_media"));
            account = "pepipost/" + message.required("source");
            String phone = check(account, message);
            return reaction(account, phone, message.optional("x-apiheader").orElse(null), Duration.ZERO);
        } catch (Refusal e) {
            return Reaction.refusal(account, refused(e));
        }
    }

    private String check(String account, Body message) throws Refusal {
        message.require(
                message.optional("recipient_type").orElse("individual").equals("individual"),
                "recipient_type must be individual: groups are not simulated");
        message.require(message.required("message_type").equals("media"), "message_type must be media");
        message.optional("x-apiheader");
        Body media = message.only("type_media").allow(Set.of("attachments"));
        checkAttachment(account, media.only("attachments"));
        return message.digits("recipient_whatsapp");
    }

    private void checkAttachment(String account, Body attachment) throws Refusal {
        Optional<String> id = attachment.optional("attachment_id");
        String caption = attachment.optional("caption").orElse("");
        attachment.require(caption.length() <= MAX_CAPTION, "caption is too long");
        if (id.isPresent()) {
            attachment.allow(Set.of("attachment_id", "caption"));
            Ledger.Media file = ledger().media(id.get())
                    .filter(known -> known.account().equals(account))
                    .orElseThrow(() -> new Refusal(400, INVALID, "This source has no attachment with that id"));
            attachment.require(caption.isEmpty() || takesCaption(file.mimeType()), "caption is not for this type");
            return;
        }
        attachment.allow(Set.of("attachment_url", "attachment_type", "caption"));
        MediaType type = MediaType.parse(attachment.required("attachment_type"))
                .orElseThrow(() -> new Refusal(400, INVALID, "attachment_type must be a media type"));
        attachment.require(caption.isEmpty() || type.takesCaption(), "caption is not for " + type.text());
        urls.check(attachment, "attachment_url", 400, INVALID);
    }

    private static boolean takesCaption(String mimeType) {
        return !mimeType.startsWith("audio/") && !mimeType.equals("image/webp");
    }

    Reaction upload(String source, Request request) {
        String account = "pepipost/" + source;
        try {
            checkToken(request);
            return uploaded(source, checkUpload(account, request), PepipostVendor::uploaded);
        } catch (Refusal e) {
            return Reaction.refusal(account, refused(e));
        }
    }

    private static Ledger.Media checkUpload(String account, Request request) throws Refusal {
        Multipart.Part file = Multipart.of(request)
                .flatMap(parts -> parts.part("file"))
                .filter(part -> part.fileName() != null)
                .orElseThrow(
                        () -> new Refusal(400, MISSING, "A multipart/form-data body with a file in it is required"));
        String type = String.valueOf(file.contentType());
        if (!sendable(type, file)) {
            throw new Refusal(400, INVALID, "file must be of a type and size that WhatsApp takes");
        }
        return new Ledger.Media(account, type);
    }

    private static String uploaded(String id) {
        return "{\"status\":\"success\",\"message\":\"Media uploaded.\",\"data\":{\"id\":\"" + id + "\"}}";
    }

    private static void checkToken(Request request) throws Refusal {
        if (!request.hasBearer()) {
            throw new Refusal(401, CLIENT, "Invalid token");
        }
    }

    @Override
    String messageId(long number) {
        return "nc" + Long.toString(number, 36);
    }

    @Override
    String accepted(String phone, String id, boolean held) {
        return "{\"status\":\"success\",\"message\":\"Request received successfully.\",\"data\":{\"id\":\"" + id
                + "\"}}";
    }

    /** Behind a 200, as the vendor does. */
    @Override
    Answer code(String code) {
        return Answer.json(own(code), 200, failureBehind200(code));
    }

    @Override
    String failureBehind200(String code) {
        return error(own(code), "Simulated error");
    }

    @Override
    Answer status(int status) {
        return Answer.json("" + status, status, error(CLIENT, "Simulated HTTP " + status));
    }

    static String own(String code) {
        return code.matches("800[1-6]") ? code : CODES.getOrDefault(code, CLIENT);
    }

    private static Answer refused(Refusal e) {
        return Answer.json("refused " + e.code(), e.status(), error(e.code(), e.reason()));
    }

    private static String error(String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("status", "failure");
        body.putObject("error").put("code", code).put("message", message);
        return body.toString();
    }
}
