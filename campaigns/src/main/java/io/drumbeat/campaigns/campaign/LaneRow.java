package io.drumbeat.campaigns.campaign;

import io.drumbeat.campaigns.campaign.Campaign.Lane;
import io.drumbeat.campaigns.campaign.Campaign.LaneStatus;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor;
import io.drumbeat.campaigns.campaign.Campaign.WaitingFor.Why;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.sender.SenderId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A lane with all that says how it stands: what can be told from campaign, account and time is, and only for the rest it
 * is asked what the lane was told last.
 *
 * @param blockedReason why its sender sends nothing until somebody does something about it; null: it is not blocked
 * @param removed whether its sender was taken out of the campaign
 * @param begun whether the lane has asked for a recipient yet
 * @param sending whether a send of it is on
 * @param notBefore the campaign's own slower pace
 * @param told what the lane was told to wait for; null: nothing that account, campaign and time do not tell
 */
record LaneRow(
        SenderId sender,
        Settled settled,
        @Nullable String blockedReason,
        boolean removed,
        boolean begun,
        boolean sending,
        Account account,
        Instant notBefore,
        @Nullable WaitingFor told) {

    /** How many recipients it has settled, by what became of them. */
    record Settled(long sent, long failed, long unconfirmed, long skipped) {

        static final Settled NONE = new Settled(0, 0, 0, 0);

        Settled plus(Settled other) {
            return new Settled(
                    sent + other.sent, failed + other.failed, unconfirmed + other.unconfirmed, skipped + other.skipped);
        }

        long all() {
            return sent + failed + unconfirmed + skipped;
        }
    }

    /**
     * What its account makes it wait for.
     *
     * @param pausedBy null: nobody has paused it
     * @param cappedUntil when its cap lets it send again, which may have passed; null: it was not reached
     * @param trouble what the vendor last said; null: its last answer was one
     * @param dueAt its next slot; null: the sender has no account
     */
    private record Account(
            @Nullable String pausedBy,
            @Nullable Instant cappedUntil,
            @Nullable String trouble,
            @Nullable Instant dueAt) {

        static Account read(ResultSet row) throws SQLException {
            return new Account(
                    row.getString("paused_by"),
                    Times.readNullable(row, "capped_until"),
                    row.getString("trouble_reason"),
                    Times.readNullable(row, "due_at"));
        }
    }

    static final String NO_WORKER = "No worker is running: nothing is sent until one is started.";

    /**
     * What is on of {@code c}: {@code j}. No line of the journal has a lease that ended before the settled ones; while a session
     * holds a snapshot, whoever looked further back would meet each one that there was.
     */
    static final String SENDING = """
            cross join lateral (
                select count(*) as sending, array_agg(sender_id) as senders from journal
                where campaign_id = c.campaign_id and lease_until > (select until from journal_settled)) j""";

    /** What {@link #read} reads, of {@code l}, {@code s}, {@code a} and {@link #SENDING}. */
    static final String COLUMNS = """
            l.sender_id, l.sent, l.failed, l.unconfirmed, l.skipped, coalesce(l.removed, false) as removed,
            l.touched_at > 'epoch' as begun, l.not_before, l.waits_for, l.wait_reason,
            coalesce(l.next_at, case when l.waits_for = 'quiet' then (
                select min(due_at) from due where campaign_id = l.campaign_id) end) as next_at,
            l.sender_id = any (j.senders) as lane_is_sending,
            %s as blocked, a.paused_by, a.capped_until, a.due_at, a.trouble_reason""".formatted(Blocked.REASON);

    static LaneRow read(ResultSet row) throws SQLException {
        Instant notBefore = Times.readNullable(row, "not_before");
        return new LaneRow(
                new SenderId(row.getString("sender_id")),
                new Settled(
                        row.getLong("sent"), row.getLong("failed"), row.getLong("unconfirmed"), row.getLong("skipped")),
                row.getString("blocked"),
                row.getBoolean("removed"),
                row.getBoolean("begun"),
                row.getBoolean("lane_is_sending"),
                Account.read(row),
                notBefore == null ? Instant.EPOCH : notBefore,
                told(row));
    }

    private static @Nullable WaitingFor told(ResultSet row) throws SQLException {
        String told = row.getString("waits_for");
        if (told == null) {
            return null;
        }
        Why why = Why.valueOf(told.toUpperCase(Locale.ROOT));
        String reason = row.getString("wait_reason");
        boolean publishes = why == Why.PUBLISHING && reason == null;
        return new WaitingFor(why, reason, publishes ? null : Times.readNullable(row, "next_at"));
    }

    /** Whether nothing but pace, turn, cap and vendor keeps it from sending. */
    boolean canSend() {
        return blockedReason == null && account.pausedBy == null;
    }

    /** When it may send next, as far as is known: not before {@code now}. */
    Instant sendsFrom(Instant now) {
        return Stream.of(now, slot(), placeAt(now)).max(Instant::compareTo).orElseThrow();
    }

    /** When there is a place under a cap again, its portfolio's too, as far as it was told. */
    private Instant placeAt(Instant now) {
        Instant place = told == null || told.why() != Why.CAP ? null : told.until();
        return place == null ? now : place;
    }

    /** How it stands in a campaign of which {@code over} says whether nothing is left to send, with any worker or none. */
    Lane lane(CampaignStatus campaign, @Nullable String statusReason, boolean over, boolean worked, Instant now) {
        boolean done = over || (removed && !sending);
        WaitingFor waitingFor = done || removed ? null : waitingFor(campaign, statusReason, worked, now);
        LaneStatus status = done ? LaneStatus.DONE : status(campaign, waitingFor);
        return new Lane(
                sender,
                status,
                settled.sent,
                settled.failed,
                settled.unconfirmed,
                nextSendAt(status, waitingFor),
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
        if (why == Why.QUIET) {
            return LaneStatus.QUIET;
        }
        return campaign == CampaignStatus.RUNNING && begun ? LaneStatus.RUNNING : LaneStatus.WAITING;
    }

    private @Nullable Instant nextSendAt(LaneStatus status, @Nullable WaitingFor waitingFor) {
        if ((status == LaneStatus.QUIET || status == LaneStatus.CAPPED) && waitingFor != null) {
            return waitingFor.until();
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
        if (account.pausedBy != null) {
            return new WaitingFor(Why.PAUSED, "the sender was paused by " + account.pausedBy, null);
        }
        if (campaign == CampaignStatus.RUNNING && !worked) {
            return new WaitingFor(Why.WORKER, NO_WORKER, null);
        }
        if (campaign != CampaignStatus.RUNNING || sending) {
            return null;
        }
        if (begun && account.cappedUntil != null && account.cappedUntil.isAfter(now)) {
            return new WaitingFor(Why.CAP, null, account.cappedUntil);
        }
        if (account.trouble != null && account.dueAt != null && account.dueAt.isAfter(now)) {
            return new WaitingFor(Why.VENDOR, account.trouble, account.dueAt);
        }
        if (told != null) {
            return told;
        }
        return slot().isAfter(now) ? new WaitingFor(Why.PACE, null, slot()) : null;
    }

    private Instant slot() {
        return account.dueAt != null && account.dueAt.isAfter(notBefore) ? account.dueAt : notBefore;
    }
}
