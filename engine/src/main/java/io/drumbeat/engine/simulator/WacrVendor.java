package io.drumbeat.engine.simulator;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.simulator.Simulator.Options;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** WA.cr's side: sends that carry the media, or name a URL. An account is known by the last characters of its token. */
final class WacrVendor {

    private static final String INVALID = "VALIDATION_ERROR";
    private static final String INVALID_MEDIA = "INVALID_MEDIA_TYPE";

    /** How the vendor says that extension or size are not allowed: the status alone. */
    private static final String NO_CODE = "";

    private static final String STORE = "https://media.wacr.example/";
    private static final int TOKENS_END = 4;
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

    private final Options options;
    private final Ledger ledger;
    private final MediaUrls urls;

    WacrVendor(Options options, MediaUrls urls, Ledger ledger) {
        this.options = options;
        this.ledger = ledger;
        this.urls = urls;
    }

    Reaction send(Request request) {
        String account = "wacr";
        try {
            account = account(request);
            Multipart form = Multipart.of(request)
                    .orElseThrow(() -> new Refusal(422, INVALID, "Content-Type must be multipart/form-data"));
            String phone = check(form);
            String url = media(account, form);
            return new WacrReplies(options, ledger, form, url).reaction(account, phone, null, Duration.ZERO);
        } catch (Refusal e) {
            return Reaction.refusal(account, WacrReplies.refused(e.status(), e.code(), e.reason()));
        }
    }

    private static String account(Request request) throws Refusal {
        String authorization = request.authorization();
        if (authorization == null || !request.hasBearer()) {
            throw new Refusal(401, "UNAUTHORIZED", "Invalid token");
        }
        String token = authorization.substring("Bearer ".length());
        return "wacr/" + token.substring(Math.max(0, token.length() - TOKENS_END));
    }

    private static String check(Multipart form) throws Refusal {
        for (String name : form.names()) {
            require(FIELDS.contains(name), "Unexpected field " + name);
        }
        MediaType type = type(form);
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

    private static MediaType type(Multipart form) throws Refusal {
        return MediaType.parse(form.text("media_type").orElse(""))
                .filter(ALLOWED::containsKey)
                .orElseThrow(() -> new Refusal(422, INVALID, "media_type must be image, document, video or audio"));
    }

    /** Where the media is kept from now on, or already. */
    private String media(String account, Multipart form) throws Refusal {
        Allowed allowed = Objects.requireNonNull(ALLOWED.get(type(form)));
        Optional<Multipart.Part> file = form.part("media_file");
        Optional<String> url = form.text("media_url");
        require(file.isPresent() != url.isPresent(), "one of media_file and media_url");
        if (url.isPresent()) {
            require(MediaUrls.isUrl(url.get()), "media_url must be a URL");
            allow(allowed.extensions().contains(extension(url.get())), "The extension is not allowed");
            if (url.get().startsWith(STORE) ? !isKept(account, url.get()) : !urls.canBeFetched(url.get())) {
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
        ledger.uploaded(account);
        String id =
                ledger.keep(new Ledger.Media(account, String.valueOf(file.get().contentType())));
        return STORE + id + "." + extension(fileName);
    }

    private boolean isKept(String account, String url) {
        String id = url.substring(STORE.length()).replaceFirst("\\..*", "");
        return ledger.media(id).filter(media -> media.account().equals(account)).isPresent();
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
