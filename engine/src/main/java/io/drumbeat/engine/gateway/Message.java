package io.drumbeat.engine.gateway;

import io.drumbeat.campaigns.media.MediaType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One message to one recipient.
 *
 * @param dispatchId comes back in the receipts of vendors that echo one
 * @param phone E.164, with its plus
 * @param mimeType the media's; null where it is not known
 * @param fileName shown with a document; null: none
 * @param caption rendered, null without one
 * @param template what stands around the media instead of a caption; null: a message of our own
 * @param columns the recipient's columns that go to the vendor as they are, by name; only those with a value
 */
public record Message(
        UUID dispatchId,
        String phone,
        MediaType type,
        MediaReference media,
        @Nullable String mimeType,
        @Nullable String fileName,
        @Nullable String caption,
        @Nullable Template template,
        Map<String, String> columns) {

    public Message {
        columns = Map.copyOf(columns);
    }

    /**
     * A text that the vendor has approved beforehand.
     *
     * @param language as the vendor writes it, {@code en_US}
     * @param parameters what its places are filled with, in their order, rendered
     */
    public record Template(String name, String language, List<String> parameters) {
        public Template {
            parameters = List.copyOf(parameters);
        }

        /** Leaves out the parameters: this may reach a log. */
        @Override
        public String toString() {
            return "Template[" + name + ", " + language + "]";
        }
    }

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
