package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.CampaignId;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How one recipient is sent to once (docs/protocol.md): a slot, a row and a journal line are taken together, and an
 * outcome is written together with everything that follows from it.
 */
public interface DispatchStore {

    /**
     * Whether {@code lane} could begin now; it is remembered as waiting for its slot. Takes nothing: ask first, open a
     * connection, then begin.
     *
     * @param means how this process would send
     */
    Turn ask(LaneId lane, Means means);

    /**
     * Why this process must not act for {@code lane}'s sender, in plain words; empty where the database knows the sender
     * by the same account.
     */
    Optional<String> objection(LaneId lane, Means means);

    /**
     * Takes gate, slot and the next recipient, all or nothing. To be repeated with the same {@code dispatch} until it
     * answers: it gives the same answer. Where what it took has been settled meanwhile, nobody has sent it: it goes back,
     * and the answer is to ask again at once, and begin with another id.
     *
     * @param dispatch a new id
     */
    Turn begin(LaneId lane, Means means, UUID dispatch);

    /**
     * Writes what became of {@code dispatch}. Accepted whoever brings it and however late; repeated, it changes nothing.
     *
     * @param sinceEnd how long ago the send ended: the pause runs from there
     */
    Settlement finish(Dispatch dispatch, Outcome outcome, Duration sinceEnd);

    /**
     * What followed from an outcome.
     *
     * @param untilNextSlot until this lane's next slot, as far as is known: a hint
     * @param wakes whether other lanes must hear of it: a breaker paused the campaign or blocked the sender, or a row
     *     that had been settled is to be sent after all
     * @param followed all campaigns whose status followed from that: others may have had no other sender
     */
    record Settlement(Duration untilNextSlot, boolean wakes, List<CampaignId> followed) {
        static final Settlement NONE = new Settlement(Duration.ZERO, false, List.of());

        public Settlement {
            followed = List.copyOf(followed);
        }
    }

    /**
     * Writes what a vendor reports of a dispatch that is over, also in a campaign that has ended. Reports may be repeated
     * and come in any order; one of a dispatch that was never accepted and is not unconfirmed changes nothing.
     *
     * @param ago how long ago it happened
     */
    Settlement learn(UUID dispatch, Report report, Duration ago);

    /**
     * Backs the account of {@code lane} off: its vendor was not reached, and no recipient had been taken. Nothing happens
     * where {@code means} are not the database's any more: that vendor was another one.
     */
    void notReached(LaneId lane, Means means, String message);

    /** The media of {@code lane} could not be published yet, for {@code reason}; it is tried again after {@code delay}. */
    void notPublished(LaneId lane, String reason, Duration delay);

    /** The media of {@code lane} is published, where it could not be before. */
    void published(LaneId lane);

    /** The media of {@code lane} cannot be published at its sender: it sends nothing, others may, until a person resumes. */
    void unpublishable(LaneId lane, String reason);

    /** Blocks the sender that has {@code account} until an operator resumes it. Safe to call twice. */
    void block(AccountKey account, String reason);

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
     * @param followed campaigns whose status followed from what stops their senders, or does not any more
     * @param live campaigns that should have a workflow
     * @param ended campaigns that have ended, of which something may still run in Temporal, the oldest first
     * @param overdue lanes of running campaigns that nothing has touched for 30 s past their time, or that have not
     *     heard of the latest change
     */
    record Mended(
            int unconfirmed,
            List<CampaignId> followed,
            List<CampaignId> live,
            List<CampaignId> ended,
            List<LaneId> overdue) {}

    /** Nothing of the ended {@code campaign} runs in Temporal: no round names it again unless its status changes. */
    void atRest(CampaignId campaign);
}
