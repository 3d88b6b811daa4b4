package io.drumbeat.engine.simulator.vendor.pepipost;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.simulator.protocol.Body;
import io.drumbeat.engine.simulator.protocol.Checked;
import io.drumbeat.engine.simulator.protocol.Fault;
import io.drumbeat.engine.simulator.protocol.MediaUrls;
import io.drumbeat.engine.simulator.protocol.Multipart;
import io.drumbeat.engine.simulator.protocol.Refusal;
import io.drumbeat.engine.simulator.protocol.Request;
import io.drumbeat.engine.simulator.protocol.Uploads;
import io.drumbeat.engine.simulator.protocol.Vendor;
import io.drumbeat.engine.simulator.protocol.Webhook;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pepipost's side: sends by id or URL, and uploads at a path of our own, since the vendor's is not public. */
public final class PepipostVendor implements Vendor {

    private static final String MISSING = "8001";
    private static final String CLIENT = "8004";
    private static final String INVALID = "8006";
    private static final Pattern UPLOAD = Pattern.compile("/api/v2/media/([^/]*)");
    private static final int MAX_CAPTION = 1024;

    /** Cloud's codes in Pepipost's words; what it has none for is a client error. */
    private static final Map<String, String> CODES =
            Map.of("131000", "8005", "131016", "8005", "131056", "8005", "131026", "8003", "131050", "8002");

    private final Uploads uploads;
    private final MediaUrls urls;

    public PepipostVendor(Uploads uploads, MediaUrls urls) {
        this.uploads = uploads;
        this.urls = urls;
    }

    @Override
    public String name() {
        return "pepipost";
    }

    @Override
    public String basePath() {
        return "/api/v2";
    }

    @Override
    public Optional<Checked> check(String path, Request request) {
        Matcher upload = UPLOAD.matcher(path);
        if (upload.matches()) {
            return Optional.of(upload(upload.group(1), request));
        }
        return path.equals(basePath() + "/message/") ? Optional.of(send(request)) : Optional.empty();
    }

    private Checked send(Request request) {
        String account = "pepipost";
        try {
            checkToken(request);
            Body message =
                    Body.of(request, INVALID, MISSING).allow(Set.of("message")).only("message");
            message.allow(Set.of(
                    "recipient_whatsapp", "recipient_type", "message_type", "source", "x-apiheader", "type_media"));
            account = "pepipost/" + message.required("source");
            String phone = check(account, message);
            String key = message.optional("x-apiheader").orElse(null);
            return new Checked.Send(account, phone, key, Duration.ZERO, PepipostVendor::accepted);
        } catch (Refusal e) {
            return new Checked.Refused(account, e);
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
            String mimeType = uploads.mimeType(account, id.get())
                    .orElseThrow(() -> new Refusal(400, INVALID, "This source has no attachment with that id"));
            attachment.require(caption.isEmpty() || takesCaption(mimeType), "caption is not for this type");
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

    private static Checked upload(String source, Request request) {
        String account = "pepipost/" + source;
        try {
            checkToken(request);
            return new Checked.Upload(account, source, checkUpload(request), PepipostVendor::uploaded);
        } catch (Refusal e) {
            return new Checked.Refused(account, e);
        }
    }

    private static String checkUpload(Request request) throws Refusal {
        Multipart.Part file = Multipart.of(request)
                .flatMap(parts -> parts.part("file"))
                .filter(part -> part.fileName() != null)
                .orElseThrow(
                        () -> new Refusal(400, MISSING, "A multipart/form-data body with a file in it is required"));
        String type = String.valueOf(file.contentType());
        if (!Uploads.sendable(type, file)) {
            throw new Refusal(400, INVALID, "file must be of a type and size that WhatsApp takes");
        }
        return type;
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
    public String messageId(long number) {
        return "nc" + Long.toString(number, 36);
    }

    @Override
    public Optional<Webhook> webhook() {
        return Optional.of(new PepipostWebhook());
    }

    private static String accepted(String id, boolean held) {
        return "{\"status\":\"success\",\"message\":\"Request received successfully.\",\"data\":{\"id\":\"" + id
                + "\"}}";
    }

    /** 901 to 906 for 8001 to 8006. */
    @Override
    public Map<Integer, Fault> faults() {
        return IntStream.rangeClosed(901, 906)
                .boxed()
                .collect(Collectors.toMap(digits -> digits, digits -> new Fault("" + (digits + 7_100), false)));
    }

    @Override
    public String own(String code) {
        return inItsWords(code);
    }

    static String inItsWords(String code) {
        return code.matches("800[1-6]") ? code : CODES.getOrDefault(code, CLIENT);
    }

    @Override
    public int statusOf(String code) {
        return 200;
    }

    @Override
    public String codeOf(int status) {
        return CLIENT;
    }

    @Override
    public String error(String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("status", "failure");
        body.putObject("error").put("code", code).put("message", message);
        return body.toString();
    }
}
