package io.drumbeat.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.drumbeat.api.http.Upload.FilePart;
import io.drumbeat.campaigns.campaign.FieldError;
import io.drumbeat.campaigns.campaign.SpecJson;
import io.drumbeat.campaigns.media.MagicBytes;
import io.drumbeat.campaigns.media.MediaCheck;
import io.drumbeat.campaigns.media.MediaFormat;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.MediaFetch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at a campaign's media, posted or at a URL, before anybody is sent it. */
final class MediaInspection {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final MediaFetch fetch;

    MediaInspection(MediaFetch fetch) {
        this.fetch = fetch;
    }

    /**
     * Notes what is wrong with the media.
     *
     * @param json the spec's {@code media}
     * @param file the posted one; empty: it is at a URL
     * @return the media's MIME type; null where it has none that can be sent
     */
    @Nullable
    String inspect(
            SpecJson.Parsed spec,
            JsonNode json,
            Optional<FilePart> file,
            ChosenSenders senders,
            List<FieldError> errors)
            throws IOException {
        MediaType type = spec.mediaType();
        if (type == null) {
            return null;
        }
        senders.checkType(type, errors);
        if (file.isPresent()) {
            return inspectFile(type, json.path("fileName").textValue(), file.get(), senders, errors);
        }
        boolean wrong = spec.errors().stream().anyMatch(error -> error.field().equals("media.url"));
        if (!wrong && json.path("url").isTextual()) {
            return inspectUrl(type, URI.create(json.path("url").textValue()), senders, errors);
        }
        return null;
    }

    private static @Nullable String inspectFile(
            MediaType type, @Nullable String fileName, FilePart file, ChosenSenders senders, List<FieldError> errors)
            throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file.file())) {
            head = in.readNBytes(MagicBytes.LENGTH);
        }
        return MediaCheck.of(type, head, file.size(), fileName == null ? file.fileName() : fileName)
                .fold(
                        fits -> {
                            String mimeType = fits.format().mimeType();
                            senders.checkMedia("media", type, mimeType, file.size(), head, errors);
                            return mimeType;
                        },
                        misfits -> {
                            errors.add(new FieldError("media", misfits.message()));
                            return null;
                        });
    }

    private @Nullable String inspectUrl(MediaType type, URI url, ChosenSenders senders, List<FieldError> errors) {
        MediaFetch.Found found;
        try {
            found = fetch.look(url, DEADLINE);
        } catch (MediaFetch.Unfetchable e) {
            errors.add(new FieldError("media.url", String.valueOf(e.getMessage())));
            return null;
        }
        byte[] head = found.firstBytes();
        MediaFormat format = MagicBytes.detect(head, url.getPath())
                .or(() -> Optional.ofNullable(found.mimeType()).flatMap(MediaFormat::ofMimeType))
                .orElse(null);
        if (format == null || !format.fits(type)) {
            errors.add(new FieldError(
                    "media.url",
                    "holds " + (format == null ? "nothing that can be sent" : format.mimeType()) + ", which is no "
                            + type.text()));
            return null;
        }
        Long size = found.size().isPresent() ? found.size().getAsLong() : null;
        senders.checkMedia("media.url", type, format.mimeType(), size, head, errors);
        return format.mimeType();
    }
}
