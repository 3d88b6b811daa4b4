package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.campaign.Campaign.Lane;
import io.drumbeat.campaigns.campaign.Campaign.LaneStatus;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor.Why;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Share;
import io.drumbeat.campaigns.sender.SenderId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A lane with all that says how it stands: what can be told from campaign, account and time is, and only for the rest it
 * is asked what the lane was told last.
 *
 * @param begun whether the lane has asked for a recipient yet
 * @param sending whether a send of it is on
 * @param trouble what the vendor last said, null where its last answer was one
 * @param dueAt the account's next slot
 * @param notBefore the campaign's own slower pace
 * @param told what the lane was told to wait for; null: nothing that account, campaign and time do not tell
 * @param toldUntil when it was told to come again, null where it waits to be woken
 */
record LaneRow(
        SenderId sender,
        long sent,
        long failed,
        long unconfirmed,
        long skipped,
        @Nullable String blockedReason,
        boolean begun,
        boolean sending,
        @Nullable String pausedBy,
        @Nullable Instant cappedUntil,
        @Nullable String trouble,
        @Nullable Instant dueAt,
        Instant notBefore,
        @Nullable Why told,
        @Nullable String toldReason,
        @Nullable Instant toldUntil,
        ShareRow speed) {

    static final String NO_WORKER = "No worker is running: nothing is sent until one is started.";

    /** What {@link #read} reads, of {@code l}, {@code s} and {@code a}. */
    static final String COLUMNS = """
            l.sender_id, l.sent, l.failed, l.unconfirmed, l.skipped, l.unpublishable,
            l.touched_at > 'epoch' as begun, l.not_before, l.waits_for, l.wait_reason, l.next_at,
            exists (select from journal own where own.campaign_id = l.campaign_id and own.sender_id = l.sender_id)
                as lane_is_sending,
            s.configured, a.blocked_reason, a.paused_by, a.capped_until, a.due_at, a.trouble_reason""";

    static LaneRow read(ResultSet row) throws SQLException {
        String blocked = row.getString("unpublishable");
        if (!row.getBoolean("configured")) {
            blocked = "it is not in senders.json";
        } else if (blocked == null) {
            blocked = row.getString("blocked_reason");
        }
        String told = row.getString("waits_for");
        Instant notBefore = Times.readNullable(row, "not_before");
        return new LaneRow(
                new SenderId(row.getString("sender_id")),
                row.getLong("sent"),
                row.getLong("failed"),
                row.getLong("unconfirmed"),
                row.getLong("skipped"),
                blocked,
                row.getBoolean("begun"),
                row.getBoolean("lane_is_sending"),
                row.getString("paused_by"),
                Times.readNullable(row, "capped_until"),
                row.getString("trouble_reason"),
                Times.readNullable(row, "due_at"),
                notBefore == null ? Instant.EPOCH : notBefore,
                told == null ? null : Why.valueOf(told.toUpperCase(Locale.ROOT)),
                row.getString("wait_reason"),
                Times.readNullable(row, "next_at"),
                ShareRow.read(row));
    }

    /** Whether nothing but pace, turn, cap and vendor keeps it from sending. */
    boolean canSend() {
        return blockedReason == null && pausedBy == null;
    }

    /** Its part in a forecast; {@code own} is the campaign's pacing. */
    Share share(@Nullable Pacing own, Instant now) {
        return speed.share(slot().isAfter(now) ? slot() : now, own);
    }

    /** How it stands in a campaign of which {@code over} says whether nothing is left to send, with any worker or none. */
    Lane lane(CampaignStatus campaign, @Nullable String statusReason, boolean over, boolean worked, Instant now) {
        WaitingFor waitingFor = over ? null : waitingFor(campaign, statusReason, worked, now);
        LaneStatus status = over ? LaneStatus.DONE : status(campaign, waitingFor);
        return new Lane(
                sender,
                status,
                sent,
                failed,
                unconfirmed,
                nextSendAt(status),
                waitingFor,
                status == LaneStatus.BLOCKED && waitingFor != null ? waitingFor.reason() : null);
    }

    private LaneStatus status(CampaignStatus campaign, @Nullable WaitingFor waitingFor) {
        Why why = waitingFor == null ? null : waitingFor.why();
        if (why == Why.BLOCKED) {
            return LaneStatus.BLOCKED;
        }
        if (why == Why.PAUSED) {
            return LaneStatus.PAUSED;
        }
        if (why == Why.CAP) {
            return LaneStatus.CAPPED;
        }
        return campaign == CampaignStatus.RUNNING && begun ? LaneStatus.RUNNING : LaneStatus.WAITING;
    }

    private @Nullable Instant nextSendAt(LaneStatus status) {
        if (status == LaneStatus.CAPPED) {
            return cappedUntil;
        }
        Instant slot = slot();
        return status == LaneStatus.RUNNING && slot.isAfter(Instant.EPOCH) ? slot : null;
    }

    /** The one place that says why a lane sends nothing at this moment; null: it sends, or is about to. */
    private @Nullable WaitingFor waitingFor(
            CampaignStatus campaign, @Nullable String statusReason, boolean worked, Instant now) {
        if (blockedReason != null) {
            return new WaitingFor(Why.BLOCKED, blockedReason, null);
        }
        if (campaign == CampaignStatus.PAUSED) {
            return new WaitingFor(Why.PAUSED, statusReason, null);
        }
        if (pausedBy != null) {
            return new WaitingFor(Why.PAUSED, "the sender was paused by " + pausedBy, null);
        }
        if (campaign == CampaignStatus.RUNNING && !worked) {
            return new WaitingFor(Why.WORKER, NO_WORKER, null);
        }
        if (campaign != CampaignStatus.RUNNING || sending) {
            return null;
        }
        if (begun && cappedUntil != null && cappedUntil.isAfter(now)) {
            return new WaitingFor(Why.CAP, null, cappedUntil);
        }
        if (trouble != null && dueAt != null && dueAt.isAfter(now)) {
            return new WaitingFor(Why.VENDOR, trouble, dueAt);
        }
        if (told != null) {
            boolean under = told == Why.PUBLISHING && toldReason == null;
            return new WaitingFor(told, toldReason, under ? null : toldUntil);
        }
        return slot().isAfter(now) ? new WaitingFor(Why.PACE, null, slot()) : null;
    }

    private Instant slot() {
        return dueAt != null && dueAt.isAfter(notBefore) ? dueAt : notBefore;
    }
}
