package io.drumbeat.campaigns.campaign.control;

import io.drumbeat.campaigns.CampaignId;
import io.drumbeat.campaigns.campaign.Blocked;
import io.drumbeat.campaigns.campaign.CampaignLog;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What Drumbeat makes of a campaign by itself: paused by a breaker, failed, or going on again. */
final class AutomaticStatus {

    private static final String LANES = """
            from lane l left join sender s using (sender_id) left join account a using (account_key)
            where l.campaign_id = c.campaign_id and not l.removed""";

    private static final String SOME_LANE_CAN_SEND =
            "exists (select %s and %s is null)".formatted(LANES, Blocked.REASON);

    private static final String SOME_ARE_DUE = "exists (select from due d where d.campaign_id = c.campaign_id)";

    private AutomaticStatus() {}

    /** A status that Drumbeat has given a campaign by itself. */
    record Followed(CampaignStatus status, String reason) {}

    /** The campaigns that may have to change. */
    static List<UUID> wanted(Handle handle) {
        return handle.createQuery("""
                select c.campaign_id from campaign c join failure_window w using (campaign_id)
                where c.status = 'running' and w.tripped is not null
                   or c.status = 'running' and not %1$s and exists (select %2$s)
                   or c.status = 'paused' and c.paused_for = 'senders' and %1$s
                   or c.status = 'completed' and c.erased_at is null and %3$s""".formatted(SOME_LANE_CAN_SEND, LANES, SOME_ARE_DUE))
                .mapTo(UUID.class)
                .list();
    }

    /** Gives {@code id} the status that it must have now; empty: it has it. */
    static Optional<Followed> follow(Handle handle, CampaignId id) {
        Breaker breaker = handle.createQuery("""
                select c.status, c.paused_for, w.tripped,
                       %1$s as can_send,
                       (select string_agg(l.sender_id || ': ' || %3$s, '; ' order by l.sender_id) %2$s) as blocked,
                       (select bool_and(l.unpublishable is not null) %2$s) as unpublishable, %4$s and c.erased_at is null as some_due
                from campaign c join failure_window w using (campaign_id)
                where c.campaign_id = :id""".formatted(SOME_LANE_CAN_SEND, LANES, Blocked.REASON, SOME_ARE_DUE))
                .bind("id", id)
                .map((row, context) -> new Breaker(
                        row.getString("status"),
                        row.getString("paused_for"),
                        row.getString("tripped"),
                        row.getBoolean("can_send"),
                        row.getString("blocked"),
                        row.getBoolean("unpublishable"),
                        row.getBoolean("some_due")))
                .one();
        if (breaker.trips()) {
            StatusRow.write(handle, id, CampaignStatus.PAUSED, breaker.tripped(), "breaker");
            handle.createUpdate("update failure_window set tripped = null where campaign_id = :id")
                    .bind("id", id)
                    .execute();
            CampaignLog.write(handle, id, "drumbeat", "paused", breaker.tripped(), null);
            return Optional.of(new Followed(CampaignStatus.PAUSED, String.valueOf(breaker.tripped())));
        }
        if (breaker.hasOnlyBlockedSenders()) {
            String reason = "None of its senders can send. " + breaker.blocked();
            StatusRow.write(handle, id, CampaignStatus.PAUSED, reason, "senders");
            CampaignLog.write(handle, id, "drumbeat", "paused", reason, null);
            return Optional.of(new Followed(CampaignStatus.PAUSED, reason));
        }
        if (breaker.canBePublishedNowhere()) {
            StatusRow.write(handle, id, CampaignStatus.FAILED, breaker.blocked(), null);
            CampaignLog.write(handle, id, "drumbeat", "failed", breaker.blocked(), null);
            return Optional.of(new Followed(CampaignStatus.FAILED, String.valueOf(breaker.blocked())));
        }
        if (breaker.runsAgain()) {
            StatusRow.runAgain(handle, id);
            String reason = "a receipt says that somebody failed who is tried again";
            CampaignLog.write(handle, id, "drumbeat", "retried", reason, null);
            return Optional.of(new Followed(CampaignStatus.RUNNING, reason));
        }
        if (breaker.canGoOn()) {
            StatusRow.write(handle, id, CampaignStatus.RUNNING, null, null);
            FailureWindows.empty(handle, id);
            String reason = "one of its senders can send again";
            CampaignLog.write(handle, id, "drumbeat", "resumed", reason, null);
            return Optional.of(new Followed(CampaignStatus.RUNNING, reason));
        }
        return Optional.empty();
    }

    /** What stands against a campaign. */
    private record Breaker(
            String status,
            @Nullable String pausedFor,
            @Nullable String tripped,
            boolean canSend,
            @Nullable String blocked,
            boolean unpublishable,
            boolean someDue) {

        boolean trips() {
            return status.equals("running") && tripped != null;
        }

        boolean hasOnlyBlockedSenders() {
            return status.equals("running") && !canSend && !unpublishable;
        }

        /** Its workflow fails it as well, but may be gone, or have tried while the campaign was paused. */
        boolean canBePublishedNowhere() {
            return status.equals("running") && unpublishable;
        }

        /** It had ended before a receipt made somebody due. */
        boolean runsAgain() {
            return status.equals("completed") && someDue;
        }

        boolean canGoOn() {
            return status.equals("paused") && "senders".equals(pausedFor) && canSend;
        }
    }
}
