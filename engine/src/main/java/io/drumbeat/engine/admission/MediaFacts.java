package io.drumbeat.engine.admission;

import io.drumbeat.campaigns.media.Frame;
import io.drumbeat.campaigns.media.MediaFormat;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.media.Sniffed;
import org.jspecify.annotations.Nullable;

/**
 * What a campaign's media is, by its own bytes.
 *
 * @param type what it is sent as; null: the spec does not say yet
 * @param mimeType null: it is of no format that can be sent
 * @param bytes null: only that there are more than were read is known
 * @param frame how large the picture or film is; null: there is none to see, or it does not say
 */
public record MediaFacts(
        @Nullable MediaType type,
        @Nullable String mimeType,
        @Nullable Long bytes,
        @Nullable Frame frame) {

    static MediaFacts of(@Nullable MediaType type, Sniffed sniffed, @Nullable Long bytes) {
        MediaFormat format = sniffed.format();
        return new MediaFacts(type, format == null ? null : format.mimeType(), bytes, sniffed.frame());
    }
}
