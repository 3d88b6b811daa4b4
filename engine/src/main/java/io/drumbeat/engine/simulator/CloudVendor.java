package io.drumbeat.engine.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.simulator.Simulator.Options;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The Cloud API's side: uploads, and sends of media with and without a template. */
final class CloudVendor extends Replies {

    private static final String INVALID_PARAMETER = "100";
    private static final String TEMPLATE = "template";
    private static final int MAX_CAPTION = 1024;
    private static final int MAX_CALLBACK_TEXT = 512;
    private static final Map<String, Integer> STATUSES = Map.of(
            "190", 401, "10", 403, "200", 403, "299", 403, "4", 429, "80007", 429, "130429", 429, "1", 500, "2", 503,
            "131000", 500);

    CloudVendor(Options options, Ledger ledger) {
        super(options, ledger);
    }

    Reaction send(String number, Request request) {
        String account = "cloud/" + number;
        try {
            checkToken(request);
            Body body = Body.of(request, INVALID_PARAMETER);
            String phone = checkSend(account, body);
            String key = body.optional("biz_opaque_callback_data").orElse(null);
            return reaction(account, phone, key, Duration.ZERO);
        } catch (Refusal e) {
            return Reaction.refusal(account, refused(e));
        }
    }

    private String checkSend(String account, Body body) throws Refusal {
        String type = body.required("type");
        Optional<MediaType> media = MediaType.parse(type);
        body.require(media.isPresent() || type.equals(TEMPLATE), "type must be a media type or template");
        body.allow(Set.of("messaging_product", "recipient_type", "to", "type", type, "biz_opaque_callback_data"));
        body.require(body.required("messaging_product").equals("whatsapp"), "messaging_product must be whatsapp");
        body.require(
                body.optional("recipient_type").orElse("individual").equals("individual"),
                "recipient_type must be individual");
        body.require(
                body.optional("biz_opaque_callback_data").orElse("").length() <= MAX_CALLBACK_TEXT,
                "biz_opaque_callback_data is too long");
        if (media.isPresent()) {
            checkMedia(account, media.get(), body.object(type));
        } else {
            CloudTemplate.check(body.object(type), (header, file) -> checkMedia(account, header, file));
        }
        String to = body.required("to");
        body.require(to.matches("\\+?[1-9][0-9]{5,14}"), "to must be a phone number");
        return to.startsWith("+") ? to.substring(1) : to;
    }

    private void checkMedia(String account, MediaType type, Body media) throws Refusal {
        media.allow(
                type == MediaType.DOCUMENT
                        ? Set.of("id", "link", "caption", "filename")
                        : type.takesCaption() ? Set.of("id", "link", "caption") : Set.of("id", "link"));
        media.require(media.optional("caption").orElse("").length() <= MAX_CAPTION, "caption is too long");
        Optional<String> filename = media.optional("filename");
        media.require(filename.isEmpty() || !filename.get().isBlank(), "filename is blank");
        Optional<String> id = media.optional("id");
        Optional<String> link = media.optional("link");
        media.require(id.isPresent() != link.isPresent(), "one of id and link");
        media.require(link.orElse("http:").startsWith("http"), "link must be a URL");
        if (id.isPresent()) {
            Ledger.Media file = ledger().media(id.get())
                    .filter(known -> known.account().equals(account))
                    .orElseThrow(() -> new Refusal(400, "131053", "This number has no media with that id"));
            if (!MediaLimits.ofMeta(type).mimeTypes().contains(file.mimeType())) {
                throw new Refusal(400, "131053", "The media is of another type");
            }
        }
    }

    Reaction upload(String number, Request request) {
        String account = "cloud/" + number;
        try {
            return uploaded(number, checkUpload(account, request), id -> "{\"id\":\"" + id + "\"}");
        } catch (Refusal e) {
            return Reaction.refusal(account, refused(e));
        }
    }

    private static Ledger.Media checkUpload(String account, Request request) throws Refusal {
        checkToken(request);
        Multipart parts = Multipart.of(request)
                .orElseThrow(() -> new Refusal(400, INVALID_PARAMETER, "Content-Type must be multipart/form-data"));
        Multipart.Part file = parts.part("file")
                .filter(part -> part.fileName() != null)
                .orElseThrow(() -> new Refusal(400, INVALID_PARAMETER, "file is required"));
        String type = parts.text("type").orElse("");
        if (!parts.text("messaging_product").orElse("").equals("whatsapp")
                || !type.equals(file.contentType())
                || !sendable(type, file)) {
            throw new Refusal(400, INVALID_PARAMETER, "messaging_product, type and file must be what they should");
        }
        return new Ledger.Media(account, type);
    }

    private static void checkToken(Request request) throws Refusal {
        if (!request.hasBearer()) {
            throw new Refusal(401, "190", "Invalid OAuth access token");
        }
    }

    @Override
    String messageId(long number) {
        return "wamid.SIM" + Long.toString(number, 36);
    }

    @Override
    String accepted(String phone, String id, boolean held) {
        return "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"" + phone + "\",\"wa_id\":\"" + phone
                + "\"}],\"messages\":[{\"id\":\"" + id + "\""
                + (held ? ",\"message_status\":\"held_for_quality_assessment\"" : "") + "}]}";
    }

    @Override
    Answer code(String code) {
        return Answer.json(code, STATUSES.getOrDefault(code, 400), error(code, "Simulated error"));
    }

    @Override
    String failureBehind200(String code) {
        return error(code, "Simulated error");
    }

    @Override
    Answer status(int status) {
        String code = switch (status) {
            case 401 -> "190";
            case 403 -> "10";
            case 429 -> "130429";
            default -> "135000";
        };
        return Answer.json("" + status, status, error(code, "Simulated HTTP " + status));
    }

    private static Answer refused(Refusal e) {
        return Answer.json("refused " + e.code(), e.status(), error(e.code(), e.reason()));
    }

    private static String error(String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", "(#" + code + ") " + message)
                .put("type", "OAuthException")
                .put("code", Integer.parseInt(code))
                .put("fbtrace_id", "simulated");
        return body.toString();
    }
}
