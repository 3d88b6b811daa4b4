package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The status of a campaign, which only whoever has its gate to himself may write (docs/protocol.md#status-behind-gate). */
final class StatusRow {

    private StatusRow() {}

    /** Empty: there is no such campaign. */
    static Optional<CampaignStatus> read(Handle handle, CampaignId id) {
        return handle.createQuery("select status from campaign where campaign_id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .flatMap(CampaignStatus::parse);
    }

    /**
     * Writes another status, and what goes with each.
     *
     * @param reason null: nobody said
     * @param pausedFor what would let it go on by itself, or who paused it; null: it is not paused
     */
    static void write(
            Handle handle, CampaignId id, CampaignStatus status, @Nullable String reason, @Nullable String pausedFor) {
        handle.createUpdate("""
                update campaign
                set status = :status, status_reason = :reason, paused_for = :pausedFor,
                    version = version + 1, at_rest = false,
                    started_at = case when :status = 'running' then coalesce(started_at, clock_now())
                                      else started_at end,
                    finished_at = case when :ended then clock_now() end
                where campaign_id = :id""")
                .bind("id", id)
                .bind("status", status.text())
                .bind("reason", reason)
                .bind("pausedFor", pausedFor)
                .bind("ended", status.ended())
                .execute();
        // Others of their accounts wait for lanes that ask (docs/protocol.md#fair-turns), and look at nothing but
        // these.
        handle.createUpdate("""
                update lane set ended = :ended, asked_at = null
                where campaign_id = :id and (ended <> :ended or asked_at is not null)""").bind("id", id).bind("ended", status.ended()).execute();
    }

    /** Lets one that has ended run again, as one that is resumed. */
    static void runAgain(Handle handle, CampaignId id) {
        write(handle, id, CampaignStatus.RUNNING, null, null);
        FailureWindows.empty(handle, id);
        publishAgain(handle, id);
    }

    /** Whoever resumes has perhaps mended the file, or what its sender takes: what was given up is tried again. */
    static void publishAgain(Handle handle, CampaignId id) {
        handle.createUpdate(
                        "update lane set unpublishable = null where campaign_id = :id and unpublishable is not null")
                .bind("id", id)
                .execute();
    }
}
