package io.drumbeat.engine.simulator.vendor.wacr;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.simulator.protocol.Checked;
import io.drumbeat.engine.simulator.protocol.MediaUrls;
import io.drumbeat.engine.simulator.protocol.Multipart;
import io.drumbeat.engine.simulator.protocol.Refusal;
import io.drumbeat.engine.simulator.protocol.Request;
import io.drumbeat.engine.simulator.protocol.Uploads;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** One send to WA.cr, which carries the media, or names a URL. */
final class WacrSend {

    private static final String INVALID = "VALIDATION_ERROR";
    private static final String INVALID_MEDIA = "INVALID_MEDIA_TYPE";

    /** How the vendor says that extension or size are not allowed: the status alone. */
    private static final String NO_CODE = "";

    private static final String STORE = "https://media.wacr.example/";
    private static final int MAX_CAPTION = 1024;
    private static final int MAX_FILE_NAME = 255;
    private static final int MIB = 1 << 20;

    private static final Set<String> FIELDS = Set.of(
            "phone",
            "media_type",
            "media_url",
            "media_file",
            "caption",
            "filename",
            "contact_id",
            "contact.firstname",
            "contact.lastname",
            "contact.email",
            "contact.country",
            "contact.assigned_id",
            "contact.groups");

    private static final Map<MediaType, Allowed> ALLOWED = Map.of(
            MediaType.IMAGE, new Allowed(5, "jpg", "jpeg", "png", "webp"),
            MediaType.DOCUMENT, new Allowed(100, "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "txt", "csv"),
            MediaType.VIDEO, new Allowed(16, "mp4", "3gp"),
            MediaType.AUDIO, new Allowed(16, "mp3", "ogg", "amr", "aac", "opus"));

    private record Allowed(int mebibytes, Set<String> extensions) {
        Allowed(int mebibytes, String... extensions) {
            this(mebibytes, Set.of(extensions));
        }
    }

    private final String account;
    private final Multipart form;
    private final Uploads uploads;
    private final MediaUrls urls;

    /** @throws Refusal where {@code request} is no form */
    WacrSend(String account, Request request, Uploads uploads, MediaUrls urls) throws Refusal {
        this.account = account;
        this.form = Multipart.of(request)
                .orElseThrow(() -> new Refusal(422, INVALID, "Content-Type must be multipart/form-data"));
        this.uploads = uploads;
        this.urls = urls;
    }

    Checked check() throws Refusal {
        String phone = phone();
        String url = media();
        return new Checked.Send(account, phone, (id, held) -> accepted(phone, id, url));
    }

    private String accepted(String phone, String id, String mediaUrl) {
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

    private String phone() throws Refusal {
        for (String name : form.names()) {
            require(FIELDS.contains(name), "Unexpected field " + name);
        }
        MediaType type = type();
        String caption = form.text("caption").orElse("");
        require(caption.length() <= MAX_CAPTION, "caption is too long");
        require(caption.isEmpty() || type != MediaType.AUDIO, "caption is not for audio");
        Optional<String> filename = form.text("filename");
        require(filename.isEmpty() || type == MediaType.DOCUMENT, "filename is for documents");
        require(filename.orElse("").length() <= MAX_FILE_NAME, "filename is too long");
        require(form.text("contact_id").orElse("1").matches("[0-9]+"), "contact_id must be an integer");
        require(form.text("contact.groups").orElse("1").matches("[0-9]+(, *[0-9]+)*"), "groups must be a list of ids");
        String phone = form.text("phone").orElse("");
        require(phone.matches("[1-9][0-9]{9,14}"), "phone must have 10 to 15 digits, the country code first");
        return phone;
    }

    private MediaType type() throws Refusal {
        return MediaType.parse(form.text("media_type").orElse(""))
                .filter(ALLOWED::containsKey)
                .orElseThrow(() -> new Refusal(422, INVALID, "media_type must be image, document, video or audio"));
    }

    /** Where the media is kept from now on, or already. */
    private String media() throws Refusal {
        Allowed allowed = Objects.requireNonNull(ALLOWED.get(type()));
        Optional<Multipart.Part> file = form.part("media_file");
        Optional<String> url = form.text("media_url");
        require(file.isPresent() != url.isPresent(), "one of media_file and media_url");
        if (url.isPresent()) {
            require(MediaUrls.isUrl(url.get()), "media_url must be a URL");
            allow(allowed.extensions().contains(extension(url.get())), "The extension is not allowed");
            if (url.get().startsWith(STORE) ? !isKept(url.get()) : !urls.canBeFetched(url.get())) {
                throw new Refusal(422, INVALID_MEDIA, "media_url could not be fetched");
            }
            return url.get();
        }
        String fileName = file.get().fileName();
        if (fileName == null) {
            throw new Refusal(422, INVALID, "media_file must be a file");
        }
        allow(allowed.extensions().contains(extension(fileName)), "The extension is not allowed");
        allow(file.get().size() > 0 && file.get().size() <= allowed.mebibytes() * MIB, "The size is not allowed");
        uploads.count(account);
        String id = uploads.keep(account, String.valueOf(file.get().contentType()));
        return STORE + id + "." + extension(fileName);
    }

    private boolean isKept(String url) {
        String id = url.substring(STORE.length()).replaceFirst("\\..*", "");
        return uploads.mimeType(account, id).isPresent();
    }

    private static String extension(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    private static void require(boolean holds, String message) throws Refusal {
        if (!holds) {
            throw new Refusal(422, INVALID, message);
        }
    }

    private static void allow(boolean holds, String message) throws Refusal {
        if (!holds) {
            throw new Refusal(422, NO_CODE, message);
        }
    }
}
