package io.drumbeat.campaigns.spec;

import io.drumbeat.campaigns.audience.AudienceSpec;
import io.drumbeat.campaigns.audience.text.MessageTexts;
import io.drumbeat.campaigns.media.MediaType;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.SenderId;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a marketer asked for, with the defaults filled in.
 *
 * @param senders at least one, none twice
 * @param followUp whom it is sent to instead of whoever a file names; null: there is a file, or will be
 * @param template what stands around the media instead of a caption; null: nothing of the vendor's
 * @param pacing slower than its senders' own; null: theirs
 * @param schedule when it sends; {@link Schedule#NONE}: once it is started
 * @param autoPause null: neither failures nor opt-outs pause it
 * @param notices whom changes of its status are told; null: nobody
 * @param start whether it starts as soon as it is posted, or at its time
 */
public record CampaignSpec(
        String name,
        List<SenderId> senders,
        @Nullable FollowUp followUp,
        ListFormat list,
        Media media,
        @Nullable Template template,
        @Nullable Pacing pacing,
        Schedule schedule,
        @Nullable AutoPause autoPause,
        Repeats repeats,
        @Nullable Notices notices,
        boolean start) {

    public CampaignSpec {
        senders = List.copyOf(senders);
    }

    /**
     * The one media message of the campaign.
     *
     * @param url where it is; null: it was posted with the campaign
     * @param fileName shown with a document; null: none
     * @param caption the template of the caption; null: none
     */
    public record Media(
            MediaType type,
            @Nullable URI url,
            @Nullable String fileName,
            @Nullable String caption) {}

    /**
     * A text that the vendor has approved beforehand.
     *
     * @param language as the vendor writes it, {@code en_US}
     * @param parameters the templates of what fills its places, in their order
     */
    public record Template(String name, String language, List<String> parameters) {
        public Template {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * Where changes of its status are told.
     *
     * @param events which of them
     */
    public record Notices(URI url, Set<Event> events) {
        public Notices {
            events = Set.copyOf(events);
        }

        /** Whether a change of status is told; {@code ended}: whether it is to one in which the campaign has ended. */
        public boolean wantsChange(boolean ended) {
            return events.contains(Event.STATUS) || (ended && events.contains(Event.END));
        }

        /** What can be told. */
        public enum Event {
            /** Each change of status. */
            STATUS,
            /** The change to completed, cancelled or failed. */
            END;

            /** Its name in JSON: lower case. */
            public String text() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /** What its messages say. */
    public MessageTexts texts() {
        return template == null
                ? MessageTexts.ofCaption(media.caption())
                : MessageTexts.ofParameters(template.parameters());
    }

    /** How its recipients are read. */
    public AudienceSpec audience() {
        return list.audience(texts());
    }

    /**
     * What pauses the campaign by itself.
     *
     * @param failureRate the share of failed and unconfirmed, more than 0 and at most 1
     * @param window how many of the last outcomes are looked at, 1 to 1,000
     * @param optOutRate the share of opt-outs among those sent last that is still borne, more than 0 and at most 1; null:
     *     opt-outs do not pause it
     */
    public record AutoPause(
            double failureRate, int window, @Nullable Double optOutRate) {
        public static final AutoPause DEFAULT = new AutoPause(0.5, 50);

        /** Failures only. */
        public AutoPause(double failureRate, int window) {
            this(failureRate, window, null);
        }
    }
}
