package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.CampaignId;
import java.util.List;

/** Mends what crashes and lost signals leave behind. */
public interface RecoveryStore {

    /** The lanes of a campaign, in the order of its senders. */
    List<LaneId> lanes(CampaignId campaign);

    /** Turns the journal lines of every earlier process into unconfirmed: only where all of those are known dead. */
    int settleAfterCrash();

    /** One round of what crashes and lost signals leave to be mended; several processes may do it at once. */
    Mended reconcile();

    /**
     * What a round found.
     *
     * @param unconfirmed journal lines past their lease that became unconfirmed
     * @param live campaigns that should have a workflow
     * @param ended campaigns that have ended, of which something may still run in Temporal, the oldest first
     * @param overdue lanes of running campaigns that nothing has touched for 30 s past their time, or that have not
     *     heard of the latest change
     * @param wanted lanes that wait for rows, no more of each campaign than it has rows that nobody holds
     */
    record Mended(
            int unconfirmed,
            List<CampaignId> live,
            List<CampaignId> ended,
            List<LaneId> overdue,
            List<LaneId> wanted) {}

    /** Nothing of the ended {@code campaign} runs in Temporal: no round names it again unless its status changes. */
    void atRest(CampaignId campaign);
}
