package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.CampaignId;
import org.jdbi.v3.core.Handle;

/**
 * The advisory lock that stands before a campaign's status (docs/protocol.md#status-behind-gate). Every begin and
 * finish holds it shared, every change of status exclusively, until its transaction ends. A row lock would let a busy
 * campaign starve its own pause.
 */
public final class Gate {

    private Gate() {}

    /** Holds the status as it is: first in every transaction that begins or finishes a send. */
    public static void shared(Handle handle, CampaignId campaign) {
        lock(handle, "pg_advisory_xact_lock_shared", campaign);
    }

    /** Waits for every begin and finish under way, and keeps new ones out. */
    static void exclusive(Handle handle, CampaignId campaign) {
        lock(handle, "pg_advisory_xact_lock", campaign);
    }

    private static void lock(Handle handle, String function, CampaignId campaign) {
        handle.createQuery("select " + function + "(hashtextextended(:key, 0)) is null")
                .bind("key", "campaign " + campaign)
                .mapTo(Boolean.class)
                .one();
    }
}
