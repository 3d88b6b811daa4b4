package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.recipient.Recipient.Status;
import java.util.Set;

/**
 * Which recipients of a campaign get another go.
 *
 * @param statuses failed, unconfirmed or both; whoever names unconfirmed accepts that some get the message twice
 * @param errorCodes only those whose last error was one of these; empty: whatever it was
 */
public record Retry(Set<Status> statuses, Set<String> errorCodes) {

    /** The statuses that there is another go from. */
    public static final Set<Status> POSSIBLE = Set.of(Status.FAILED, Status.UNCONFIRMED);

    public Retry {
        statuses = Set.copyOf(statuses);
        errorCodes = Set.copyOf(errorCodes);
        if (statuses.isEmpty() || !POSSIBLE.containsAll(statuses)) {
            throw new IllegalArgumentException("no other go for " + statuses);
        }
    }
}
