package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.engine.gateway.Gateway.MediaFile;
import io.drumbeat.engine.gateway.Message;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every message of one campaign has in common. Never changes once the campaign is there.
 *
 * @param link where a vendor without an upload fetches the media; null where all its senders upload
 * @param fetchable whether vendors can fetch from {@code link}, as far as its address tells
 * @param file the media as it is stored; null where it still has to be fetched
 * @param mimeType the media's; null where it is not known
 * @param fileName shown with a document; null: none
 * @param passedColumns what a recipient's last variables are: columns that go to the vendor as they are, by its names
 */
public record CampaignContent(
        MediaType type,
        @Nullable String link,
        boolean fetchable,
        @Nullable MediaFile file,
        @Nullable String mimeType,
        @Nullable String fileName,
        Words words,
        List<String> passedColumns) {

    public CampaignContent {
        passedColumns = List.copyOf(passedColumns);
    }

    /** Those of the recipient's columns that go to the vendor and have a value, by name. */
    Map<String, String> columns(List<String> variables) {
        Map<String, String> columns = new HashMap<>();
        int first = variables.size() - passedColumns.size();
        for (int i = 0; i < passedColumns.size(); i++) {
            String value = variables.get(first + i);
            if (!value.isEmpty()) {
                columns.put(passedColumns.get(i), value);
            }
        }
        return columns;
    }

    /** What a message says. */
    @FunctionalInterface
    public interface Words {
        /** A campaign that says nothing. */
        Words NONE = variables -> new Said(null, null);

        /** Rendered for one recipient. */
        Said to(List<String> variables);
    }

    /**
     * Words, rendered: a caption, a template, or neither.
     *
     * @param caption null without one
     * @param template null without one
     */
    public record Said(@Nullable String caption, Message.@Nullable Template template) {

        /** Leaves out the words: this may reach a log. */
        @Override
        public String toString() {
            return "Said";
        }
    }
}
