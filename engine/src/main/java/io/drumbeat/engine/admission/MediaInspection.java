package io.drumbeat.engine.admission;

import io.drumbeat.campaigns.json.FieldError;
import io.drumbeat.campaigns.media.MagicBytes;
import io.drumbeat.campaigns.media.MediaCheck;
import io.drumbeat.campaigns.media.MediaFormat;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.media.ServedType;
import io.drumbeat.campaigns.media.Sniffed;
import io.drumbeat.campaigns.sender.SenderId;
import io.drumbeat.campaigns.spec.CampaignSpec;
import io.drumbeat.engine.admission.Admission.MediaFile;
import io.drumbeat.engine.fetch.MediaFetch;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks at a campaign's media, posted or at a URL, before anybody is sent it: by its own bytes, in both cases alike. */
final class MediaInspection {

    private static final String FILE = "media";
    private static final String URL = "media.url";
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private final MediaFetch fetch;
    private final Function<SenderId, MediaWay> mediaWay;

    MediaInspection(MediaFetch fetch, Function<SenderId, MediaWay> mediaWay) {
        this.fetch = fetch;
        this.mediaWay = mediaWay;
    }

    /**
     * Notes what is wrong with the media.
     *
     * @param media the spec's; null: it says none that could be read, which is noted already where it had to
     * @param file the posted one; empty: it is at a URL
     * @return what the media is; null where it is none that can be sent
     */
    @Nullable
    MediaFacts inspect(
            CampaignSpec.@Nullable Media media,
            Optional<MediaFile> file,
            ChosenSenders senders,
            List<FieldError> errors)
            throws IOException {
        if (media == null) {
            return file.isEmpty()
                    ? null
                    : MediaFacts.of(null, sniff(file.get(), null), file.get().size());
        }
        senders.checkType(media.type(), errors);
        if (file.isPresent()) {
            return inspectFile(media, file.get(), senders, errors);
        }
        URI url = media.url();
        return url == null ? null : inspectUrl(url, media, senders, errors);
    }

    private static @Nullable MediaFacts inspectFile(
            CampaignSpec.Media media, MediaFile file, ChosenSenders senders, List<FieldError> errors)
            throws IOException {
        Sniffed sniffed = sniff(file, media.fileName());
        MediaFormat format = judge(FILE, media.type(), sniffed, file.size(), true, senders, errors);
        return format == null ? null : MediaFacts.of(media.type(), sniffed, file.size());
    }

    private static Sniffed sniff(MediaFile file, @Nullable String name) throws IOException {
        try (InputStream in = file.bytes().open()) {
            return MagicBytes.sniff(in, name == null ? file.name() : name);
        }
    }

    private @Nullable MediaFacts inspectUrl(
            URI url, CampaignSpec.Media media, ChosenSenders senders, List<FieldError> errors) {
        MediaFetch.Found found;
        try {
            found = fetch.look(url, DEADLINE, senders.mostBytes(media.type()), media.fileName());
        } catch (MediaFetch.Unfetchable e) {
            errors.add(new FieldError(URL, String.valueOf(e.getMessage())));
            return null;
        }
        MediaFormat format = judge(URL, media.type(), found.sniffed(), found.size(), found.whole(), senders, errors);
        if (format == null) {
            return null;
        }
        checkServedType(media.type(), format, found.mimeType(), senders, errors);
        return MediaFacts.of(media.type(), found.sniffed(), found.whole() ? found.size() : null);
    }

    private static @Nullable MediaFormat judge(
            String field,
            MediaType type,
            Sniffed sniffed,
            long size,
            boolean whole,
            ChosenSenders senders,
            List<FieldError> errors) {
        return MediaCheck.of(type, sniffed, size)
                .fold(
                        fits -> {
                            String mimeType = fits.format().mimeType();
                            senders.checkMedia(field, type, mimeType, size, whole, sniffed.head(), errors);
                            return fits.format();
                        },
                        misfits -> {
                            errors.add(new FieldError(field, misfits.message()));
                            return null;
                        });
    }

    /** What we upload has the type that we give it; what a vendor fetches has its server's. */
    private void checkServedType(
            MediaType type,
            MediaFormat format,
            @Nullable String served,
            ChosenSenders senders,
            List<FieldError> errors) {
        if (served == null || ServedType.isTaken(type, served)) {
            return;
        }
        String fetching = senders.among(sender -> mediaWay.apply(sender).where(true) == MediaWay.LINK).stream()
                .map(SenderId::value)
                .collect(Collectors.joining(", "));
        if (!fetching.isEmpty()) {
            errors.add(new FieldError(
                    URL,
                    "is served with Content-Type " + served + ", which WhatsApp does not take as " + type.text()
                            + " where it fetches the media itself, as for " + fetching
                            + ": have its server say " + format.mimeType() + ", or post the file as the part media"));
        }
    }
}
