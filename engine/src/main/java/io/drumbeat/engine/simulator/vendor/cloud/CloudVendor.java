package io.drumbeat.engine.simulator.vendor.cloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.MediaLimits;
import io.drumbeat.engine.simulator.protocol.Answer;
import io.drumbeat.engine.simulator.protocol.Body;
import io.drumbeat.engine.simulator.protocol.Checked;
import io.drumbeat.engine.simulator.protocol.Fault;
import io.drumbeat.engine.simulator.protocol.Multipart;
import io.drumbeat.engine.simulator.protocol.Refusal;
import io.drumbeat.engine.simulator.protocol.Request;
import io.drumbeat.engine.simulator.protocol.Uploads;
import io.drumbeat.engine.simulator.protocol.Vendor;
import io.drumbeat.engine.simulator.protocol.Webhook;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The Cloud API's side: uploads, and sends of media with and without a template. */
public final class CloudVendor implements Vendor {

    private static final String INVALID_PARAMETER = "100";
    private static final String TEMPLATE = "template";
    private static final int MAX_CAPTION = 1024;
    private static final int MAX_CALLBACK_TEXT = 512;
    private static final Map<String, Integer> STATUSES = Map.of(
            "190", 401, "10", 403, "200", 403, "299", 403, "4", 429, "80007", 429, "130429", 429, "1", 500, "2", 503,
            "131000", 500);
    private static final Map<Integer, String> OTHER_CODES = Map.ofEntries(
            Map.entry(600, "0"),
            Map.entry(601, "1"),
            Map.entry(602, "2"),
            Map.entry(603, "3"),
            Map.entry(604, "4"),
            Map.entry(607, "80007"),
            Map.entry(610, "10"),
            Map.entry(620, "200"),
            Map.entry(629, "130429"),
            Map.entry(633, "33"),
            Map.entry(668, "368"),
            Map.entry(672, "130472"),
            Map.entry(690, "190"),
            Map.entry(697, "130497"),
            Map.entry(698, "135000"),
            Map.entry(699, "299"),
            Map.entry(310, "133010"));
    private static final Pattern PATH = Pattern.compile("/v\\d+\\.\\d+/(?<number>[^/]*)/(?<what>messages|media)");

    private static final Pattern TEMPLATES = Pattern.compile("/v\\d+\\.\\d+/[0-9]+/message_templates");

    private final Uploads uploads;

    public CloudVendor(Uploads uploads) {
        this.uploads = uploads;
    }

    @Override
    public String name() {
        return "cloud";
    }

    @Override
    public String basePath() {
        return "/v23.0";
    }

    @Override
    public Optional<Checked> check(String path, Request request) {
        Matcher matcher = PATH.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String number = matcher.group("number");
        String account = "cloud/" + number;
        return Optional.of(
                matcher.group("what").equals("messages") ? send(account, request) : upload(account, number, request));
    }

    @Override
    public Optional<Answer> look(String path, Request request) {
        return TEMPLATES.matcher(path).matches() ? Optional.of(templates(request)) : Optional.empty();
    }

    private Answer templates(Request request) {
        try {
            checkToken(request);
            return Answer.json("templates", 200, CloudTemplateList.answer(request));
        } catch (Refusal e) {
            return Answer.json("refused " + e.code(), e.status(), error(e.code(), e.reason()));
        }
    }

    private Checked send(String account, Request request) {
        try {
            checkToken(request);
            Body body = Body.of(request, INVALID_PARAMETER);
            String phone = checkSend(account, body);
            String key = body.optional("biz_opaque_callback_data").orElse(null);
            return new Checked.Send(account, phone, key, Duration.ZERO, (id, held) -> accepted(phone, id, held));
        } catch (Refusal e) {
            return new Checked.Refused(account, e);
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
            String mimeType = uploads.mimeType(account, id.get())
                    .orElseThrow(() -> new Refusal(400, "131053", "This number has no media with that id"));
            if (!MediaLimits.ofMeta(type).mimeTypes().contains(mimeType)) {
                throw new Refusal(400, "131053", "The media is of another type");
            }
        }
    }

    private static Checked upload(String account, String number, Request request) {
        try {
            return new Checked.Upload(account, number, checkUpload(request), id -> "{\"id\":\"" + id + "\"}");
        } catch (Refusal e) {
            return new Checked.Refused(account, e);
        }
    }

    private static String checkUpload(Request request) throws Refusal {
        checkToken(request);
        Multipart parts = Multipart.of(request)
                .orElseThrow(() -> new Refusal(400, INVALID_PARAMETER, "Content-Type must be multipart/form-data"));
        Multipart.Part file = parts.part("file")
                .filter(part -> part.fileName() != null)
                .orElseThrow(() -> new Refusal(400, INVALID_PARAMETER, "file is required"));
        String type = parts.text("type").orElse("");
        if (!parts.text("messaging_product").orElse("").equals("whatsapp")
                || !type.equals(file.contentType())
                || !Uploads.sendable(type, file)) {
            throw new Refusal(400, INVALID_PARAMETER, "messaging_product, type and file must be what they should");
        }
        return type;
    }

    private static void checkToken(Request request) throws Refusal {
        if (!request.hasBearer()) {
            throw new Refusal(401, "190", "Invalid OAuth access token");
        }
    }

    @Override
    public String messageId(long number) {
        return "wamid.SIM" + Long.toString(number, 36);
    }

    private static String accepted(String phone, String id, boolean held) {
        return "{\"messaging_product\":\"whatsapp\",\"contacts\":[{\"input\":\"" + phone + "\",\"wa_id\":\"" + phone
                + "\"}],\"messages\":[{\"id\":\"" + id + "\""
                + (held ? ",\"message_status\":\"held_for_quality_assessment\"" : "") + "}]}";
    }

    @Override
    public Optional<Webhook> webhook() {
        return Optional.of(new CloudWebhook());
    }

    /** 1nn for 1310nn, 2nn for 1320nn, and what the others have. */
    @Override
    public Map<Integer, Fault> faults() {
        Map<Integer, Fault> faults = new HashMap<>();
        for (int digits = 100; digits < 300; digits++) {
            faults.put(digits, new Fault("" + (digits + (digits < 200 ? 130_900 : 131_800)), false));
        }
        OTHER_CODES.forEach((digits, code) -> faults.put(digits, new Fault(code, false)));
        return faults;
    }

    @Override
    public int statusOf(String code) {
        return STATUSES.getOrDefault(code, 400);
    }

    @Override
    public String codeOf(int status) {
        return switch (status) {
            case 401 -> "190";
            case 403 -> "10";
            case 429 -> "130429";
            default -> "135000";
        };
    }

    @Override
    public String error(String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error")
                .put("message", "(#" + code + ") " + message)
                .put("type", "OAuthException")
                .put("code", Integer.parseInt(code))
                .put("fbtrace_id", "simulated");
        return body.toString();
    }
}
