package io.drumbeat.campaigns.spec;

import io.drumbeat.campaigns.CampaignId;
import java.util.Locale;
import java.util.Set;

/**
 * Whom a campaign is sent to instead of a file: recipients of one before, by what became of them.
 *
 * @param campaign the one before
 * @param outcomes at least one; whoever any of them holds for is meant
 * @param acceptDuplicates whether people who may have the message already are meant as well
 */
public record FollowUp(CampaignId campaign, Set<Outcome> outcomes, boolean acceptDuplicates) {
    public FollowUp {
        outcomes = Set.copyOf(outcomes);
    }

    /** What became of a recipient. None of them holds while nothing was sent, or is being sent. */
    public enum Outcome {
        FAILED,
        /** The only one for which people are meant of whom it is not known whether they have the message. */
        UNCONFIRMED,
        /** Sent, and neither delivered nor read so far. */
        NOT_DELIVERED,
        /** Sent, and not read so far, delivered or not. */
        NOT_READ,
        /** Sent, and not answered so far. */
        NOT_REPLIED,
        /** Answered, whatever is known of the send. */
        REPLIED;

        /** Its name in JSON: lower case. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
