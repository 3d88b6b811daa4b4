package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * All that decides whether a lane may begin, read at one moment under the gate and the account's lock.
 *
 * @param now the database's clock
 * @param news what a lane must hear of, in one text: who has which version of campaign and account
 * @param campaignPacing the campaign's own; null: its senders'
 * @param heldSince since when the slot is held, where it is
 * @param sendTime how long the account's sends usually take; zero: nobody knows
 * @param inTrouble whether campaigns were told that the account is held up
 * @param tripped why the campaign must pause, where its status has not followed yet; null: it need not
 * @param reference the media's publication at this account; null: there is none
 * @param ahead the lanes that wait for the same slot and were served longer ago
 * @param anythingLeft whether anything of the campaign is pending, due or in the journal
 */
record LaneView(
        Instant now,
        CampaignStatus status,
        @Nullable String statusReason,
        String news,
        @Nullable Pacing campaignPacing,
        boolean configured,
        @Nullable AccountKey account,
        Pacing pacing,
        @Nullable Integer dailyCap,
        Duration timeout,
        Instant dueAt,
        @Nullable UUID heldBy,
        @Nullable Instant leaseUntil,
        @Nullable Instant heldSince,
        Duration sendTime,
        @Nullable String troubleReason,
        boolean inTrouble,
        @Nullable Instant cappedUntil,
        @Nullable String blockedReason,
        @Nullable String pausedBy,
        @Nullable String tripped,
        @Nullable String unpublishable,
        Instant notBefore,
        @Nullable Block block,
        @Nullable String reference,
        int ahead,
        boolean anythingLeft) {

    /** What a lane that waits for others' sends counts for each of them at least, besides their pause. */
    private static final Duration A_SEND = Duration.ofMillis(50);

    /** How soon a lane looks again at most whose turn comes next, while a send takes longer than usual. */
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    /** When a lane looks again that waits for a send which carries a file. */
    static final Duration A_FILE = Duration.ofSeconds(1);

    /** When a lane looks again whose sender this process knows otherwise than the database: it may meet another one. */
    static final Duration ANOTHER_PROCESS = Duration.ofSeconds(5);

    private static final String NOT_CONFIGURED = "The sender is not in senders.json.";

    /** Rows lo to hi of a tape. */
    record Block(int tape, long lo, long hi) {}

    /** Why this lane may not begin now, empty where it may. */
    Optional<Turn> refusal(Means means) {
        if (status.ended()) {
            return Optional.of(new Turn.Exhausted());
        }
        if (status != CampaignStatus.RUNNING) {
            return gated("paused", statusReason == null ? "The campaign is " + status.text() + "." : statusReason);
        }
        if (tripped != null) {
            return gated("paused", tripped);
        }
        if (!anythingLeft) {
            return Optional.of(new Turn.Exhausted());
        }
        if (!configured) {
            return gated(Turn.Gated.BLOCKED, NOT_CONFIGURED);
        }
        if (unpublishable != null) {
            return gated(Turn.Gated.BLOCKED, unpublishable);
        }
        if (blockedReason != null) {
            return gated(Turn.Gated.BLOCKED, blockedReason);
        }
        if (pausedBy != null) {
            return gated("paused", "The sender was paused by " + pausedBy + ".");
        }
        if (cappedUntil != null && cappedUntil.isAfter(now)) {
            return Optional.of(capped(cappedUntil));
        }
        Optional<String> objection = objection(means);
        if (objection.isPresent()) {
            return Optional.of(new Turn.Gated(Turn.Gated.DISAGREES, objection.get(), ANOTHER_PROCESS));
        }
        if (means.way() == MediaWay.UPLOAD && reference == null) {
            return Optional.of(new Turn.Unpublished());
        }
        return notYet(carriesFile(means.way()) ? A_FILE : A_SEND);
    }

    /** Why a process with {@code means} must not act for the sender; empty where it may. */
    Optional<String> objection(Means means) {
        return account == null ? Optional.of(NOT_CONFIGURED) : means.objection(account);
    }

    /** Whether the next send brings the media to the vendor. */
    boolean carriesFile(MediaWay way) {
        return way == MediaWay.FIRST_SEND && reference == null;
    }

    Turn capped(Instant until) {
        return new Turn.Gated("capped", "The sender's daily cap is reached.", Duration.between(now, until));
    }

    private Optional<Turn> gated(String why, String reason) {
        return Optional.of(new Turn.Gated(why, reason, null));
    }

    private Optional<Turn> notYet(Duration send) {
        if (notBefore.isAfter(now)) {
            return Optional.of(new Turn.NotYet(Duration.between(now, notBefore), null));
        }
        Duration queue = Pauses.mean(pacing).plus(longer(aSend(), A_SEND)).multipliedBy(ahead);
        if (isHeld()) {
            return Optional.of(
                    new Turn.NotYet(longer(untilTheHolderEnds(), send).plus(queue), null, true));
        }
        if (dueAt.isAfter(now)) {
            Duration delay = Duration.between(now, dueAt).plus(queue);
            return Optional.of(new Turn.NotYet(delay, troubleReason, ahead > 0));
        }
        return ahead > 0 ? Optional.of(new Turn.NotYet(queue, null, true)) : Optional.empty();
    }

    private Duration aSend() {
        return sendTime.compareTo(LONGEST_LOOK) < 0 ? sendTime : LONGEST_LOOK;
    }

    /** As long as sends usually take; one that takes longer is looked at the less often, the longer it takes. */
    private Duration untilTheHolderEnds() {
        Duration elapsed = heldSince == null ? Duration.ZERO : Duration.between(heldSince, now);
        Duration left = aSend().minus(elapsed).abs();
        return left.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : left;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private boolean isHeld() {
        return heldBy != null && leaseUntil != null && leaseUntil.isAfter(now);
    }
}
