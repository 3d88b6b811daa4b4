package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import org.jdbi.v3.core.Handle;

/**
 * The advisory lock that stands before a campaign's status (docs/protocol.md#status-behind-gate). Every begin and
 * finish holds it shared, every change of status exclusively, until its transaction ends. A row lock would let a busy
 * campaign starve its own pause.
 */
public final class Gate {

    /** Holds the status of {@code :campaign} as it is: first in every transaction that begins or finishes a send. */
    public static final String SHARED = lock("pg_advisory_xact_lock_shared");

    private static final String EXCLUSIVE = lock("pg_advisory_xact_lock");

    private Gate() {}

    /** Waits for every begin and finish under way, and keeps new ones out. */
    public static void exclusive(Handle handle, CampaignId campaign) {
        handle.createQuery(EXCLUSIVE)
                .bind("campaign", campaign)
                .mapTo(Boolean.class)
                .one();
    }

    private static String lock(String function) {
        return "select " + function + "(hashtextextended('campaign ' || cast(:campaign as uuid)::text, 0)) is null";
    }
}
