package io.drumbeat.engine.gateway;

import io.drumbeat.campaigns.media.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message to one recipient.
 *
 * @param dispatchId comes back in the receipts of vendors that echo one
 * @param phone E.164, with its plus
 * @param mimeType the media's, null where only a URL is known
 * @param fileName shown with a document; null: none
 * @param caption rendered, null without one
 */
public record Message(
        UUID dispatchId,
        String phone,
        MediaType type,
        MediaReference media,
        @Nullable String mimeType,
        @Nullable String fileName,
        @Nullable String caption) {

    /** The phone as vendors want it: country code and number, without a plus. */
    public String phoneDigits() {
        return phone.startsWith("+") ? phone.substring(1) : phone;
    }

    /** Leaves out phone and caption: this may reach a log. */
    @Override
    public String toString() {
        return "Message[" + dispatchId + "]";
    }
}
