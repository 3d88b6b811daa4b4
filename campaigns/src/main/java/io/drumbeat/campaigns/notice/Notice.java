package io.drumbeat.campaigns.notice;

import io.drumbeat.campaigns.CampaignId;
import java.net.URI;
import java.util.UUID;

/**
 * One thing to tell, and one attempt at it.
 *
 * @param messageId the same in each attempt, and of no other notice
 * @param body JSON
 * @param attempt counts from 1
 */
public record Notice(long id, CampaignId campaign, URI url, UUID messageId, String body, int attempt) {

    /** Leaves address and body out: both may reach a log. */
    @Override
    public String toString() {
        return "Notice[" + messageId + " of campaign " + campaign + ", attempt " + attempt + "]";
    }
}
