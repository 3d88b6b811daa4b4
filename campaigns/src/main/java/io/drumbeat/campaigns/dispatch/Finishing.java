package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.database.Replies;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.dispatch.DispatchStore.Ended;
import io.drumbeat.campaigns.outcome.Consequence;
import io.drumbeat.campaigns.outcome.Failure;
import io.drumbeat.campaigns.outcome.Fate;
import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.outcome.Report;
import io.drumbeat.campaigns.outcome.Verdict;
import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.pacing.Rest;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.suppression.OptOuts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * One transaction of {@link DispatchStore#finish}: journal lines out, outcomes in, counters, the account's next slot. The
 * same transaction settles what a crash left in the journal.
 */
final class Finishing {

    /** The code of what a crash left behind. */
    static final String PROCESS_ENDED = "process_ended";

    private final Handle handle;
    private final LaneId lane;
    private final AccountKey account;
    private final Pauses pauses;
    private final FinishView view;
    private final Map<UUID, RecipientRow.Known> known;
    private final Settlements settlements;
    private final SlotEnd slot;
    private final Breakers breakers;
    private final List<Dispatch> uncertain = new ArrayList<>();
    private final List<UUID> held = new ArrayList<>();
    private boolean holdsBlock = true;

    /**
     * Takes {@code dispatches} of {@code lane}, each of another recipient, out of the journal, where they may be.
     *
     * @param account at which they were begun, whatever account their sender has by now
     */
    Finishing(
            Handle handle, LaneId lane, AccountKey account, List<Dispatch> dispatches, Pauses pauses, BackOff backOff) {
        this.handle = handle;
        this.lane = lane;
        this.account = account;
        this.pauses = pauses;
        DispatchRows.Locked<FinishView, Map<UUID, RecipientRow.Known>> locked =
                DispatchRows.locked(handle, lane, account, RecipientRow.take(dispatches));
        this.view = locked.view();
        this.known = locked.also();
        this.settlements = new Settlements(lane, account, view);
        this.slot = new SlotEnd(handle, account, view.pace(), view.now(), pauses, backOff);
        this.breakers = new Breakers(handle, lane, account);
    }

    private RecipientRow row(Dispatch dispatch, Instant ended) {
        return new RecipientRow(
                handle, dispatch, view, settlements, ended, Objects.requireNonNull(known.get(dispatch.id())));
    }

    /** Writes what its sends came to, in the order in which they ended. */
    DispatchStore.Settlement finish(List<Ended> group) {
        boolean reopened = false;
        for (Ended send : group) {
            if (!known.containsKey(send.dispatch().id())) {
                continue; // its recipient was erased: there is nobody to whom it could be news
            }
            RecipientRow row = row(send.dispatch(), view.now().minus(send.sinceEnd()));
            finish(send.outcome(), row);
            reopened |= row.reopened();
        }
        Query rows = handle.createQuery(Replies.together(Settlements.ROWS, SlotEnd.ACCOUNT, Settlements.LANE));
        Instant next = slot.bind(settlements.bind(rows, breakers.counted()))
                .bind("ownPace", ownPace())
                .bind("laneRested", rests())
                .execute(Replies.read(replies -> {
                    replies.skip(2);
                    return replies.first((row, context) -> Times.read(row, "next_at"))
                            .orElseThrow();
                }));
        new SecondGo(handle, lane).resend(uncertain);
        slot.tell();
        hold();
        breakers.look(view.enough());
        Duration untilNextSlot = Duration.between(view.now(), next);
        if (untilNextSlot.compareTo(Beginning.FAR) > 0) {
            giveBack(); // the lane does not ask before
        }
        return new DispatchStore.Settlement(
                untilNextSlot.isNegative() ? Duration.ZERO : untilNextSlot,
                breakers.tripped() || reopened || slot.hasCapAgain());
    }

    /** Counts what its vendor keeps back, until it reports on it. */
    private void hold() {
        if (!held.isEmpty()) {
            handle.createUpdate("""
                    with kept as (
                        insert into held_message (dispatch_id, campaign_id)
                        select id, :campaign from unnest(:held) id on conflict do nothing returning 1)
                    update lane set held = held + (select count(*) from kept)
                    where campaign_id = :campaign and sender_id = :sender""")
                    .bind("campaign", lane.campaign())
                    .bind("sender", lane.sender())
                    .bindArray("held", UUID.class, held)
                    .execute();
        }
    }

    private void giveBack() {
        if (holdsBlock) {
            Blocks.giveBack(handle, lane, view.block());
            holdsBlock = false;
        }
    }

    private void finish(Outcome reported, RecipientRow row) {
        Outcome outcome = byItsMedia(reported, row.dispatch());
        Fate fate = outcome.kind().fate();
        Optional<Instant> begun = row.begun();
        if (begun.isPresent()) {
            write(outcome, row).ifPresent(breakers::count);
            slot.by(row.dispatch().id(), outcome, begun.get(), row.ended());
            if (fate == Fate.NOT_SENT) {
                giveCountBack(row.dispatch(), begun.get());
            }
        } else {
            late(outcome, fate, row);
        }
    }

    /** What a send that was none has taken of what may be sent in a day. */
    private void giveCountBack(Dispatch dispatch, Instant begun) {
        slot.giveCapBack(begun);
        if (view.portfolio() != null) {
            Places.giveBack(handle, view.portfolio(), dispatch);
        }
    }

    /** When a campaign's own slower pause, from the end of the last of these sends, is over; MIN: it has none. */
    private Instant ownPace() {
        Instant end = slot.lastEnd();
        return end != null && view.campaignPacing() instanceof Pacing.Delay own
                ? end.plus(pauses.draw(own, view.sinceRest()))
                : Instant.MIN;
    }

    /** Whether that pause is a rest. */
    private boolean rests() {
        return slot.lastEnd() != null
                && view.campaignPacing() instanceof Pacing.Delay own
                && !Rest.due(own, view.sinceRest()).isZero();
    }

    /** Media that the vendor fetches cannot be uploaded again, and its fetch may have failed just this once. */
    private static Outcome byItsMedia(Outcome reported, Dispatch dispatch) {
        return reported instanceof Outcome.MediaGone gone && dispatch.uploadedMedia() == null
                ? new Outcome.Rejected(gone.code(), gone.message(), false)
                : reported;
    }

    /** The truth about a dispatch that is not in the journal any more: it was settled meanwhile, or this is repeated. */
    private void late(Outcome outcome, Fate fate, RecipientRow row) {
        boolean news = row.yieldsTo(fate);
        if (fate == Fate.NOT_SENT && (news || !row.isSettledByThis())) {
            row.forget().ifPresent(begun -> giveCountBack(row.dispatch(), begun));
        }
        if (news) {
            write(outcome, row); // no news for the breakers: they look at what happens now
            slot.late(outcome, row.ended());
        }
    }

    /**
     * A process died with these in the journal: nobody knows whether they were sent. Counts in no breaker.
     *
     * @return how many of them were still in the journal
     */
    int settleAfterCrash(List<Dispatch> dispatches) {
        int settled = 0;
        for (Dispatch dispatch : dispatches) {
            RecipientRow row = row(dispatch, view.now());
            if (row.begun().isPresent()) {
                unconfirmed(
                        row, Verdict.unconfirmed(PROCESS_ENDED, "The process ended before the vendor's answer came."));
                slot.byCrash(dispatch.id());
                settled++;
            }
        }
        if (settled > 0) {
            slot.bind(settlements.bind(
                            handle.createQuery(
                                    Replies.together(Settlements.ROWS, SlotEnd.ACCOUNT, Settlements.COUNTED)),
                            0))
                    .execute(Replies.none());
            new SecondGo(handle, lane).resend(uncertain);
            slot.tell();
        }
        return settled;
    }

    /**
     * Writes what the vendor reports of a dispatch that is over, where that is news; returns whether the campaign's status
     * may have to follow.
     *
     * @param ago how long ago it happened
     */
    boolean learn(Dispatch past, Report report, Duration ago) {
        boolean retried = false;
        RecipientRow row = row(past, view.now().minus(ago));
        if (row.yieldsTo(report.fate())) {
            if (report instanceof Report.Taken taken) {
                row.settle(Verdict.sent(taken.messageId()));
            } else if (report instanceof Report.Failed failed) {
                Verdict verdict = Verdict.failed(failed.code(), failed.message());
                row.settle(verdict);
                breakers.count(verdict);
                follow(failed.consequence(), failed.code(), failed.message(), row);
            }
            settlements
                    .bind(
                            handle.createQuery(Replies.together(Settlements.ROWS, Settlements.COUNTED)),
                            breakers.counted())
                    .execute(Replies.none());
            breakers.look(view.enough());
            retried = report instanceof Report.Failed && new SecondGo(handle, lane).retryReported(past);
        }
        return breakers.tripped() || retried;
    }

    /**
     * Writes the recipient's row and what follows from it.
     *
     * @return what the campaign's failure window counts, empty where it is nothing
     */
    private Optional<Verdict> write(Outcome outcome, RecipientRow row) {
        return outcome.fold(accepted -> accepted(accepted, row), failure -> failed(failure, row));
    }

    private Optional<Verdict> accepted(Outcome.Accepted accepted, RecipientRow row) {
        Verdict sent = Verdict.sent(accepted.messageId());
        if (row.settle(sent) && accepted.held()) {
            held.add(row.dispatch().id());
        }
        if (accepted.publishedMedia() != null) {
            new FirstSend(handle, lane, account).published(accepted.publishedMedia());
        }
        return Optional.of(sent);
    }

    private Optional<Verdict> failed(Failure failure, RecipientRow row) {
        String code = failure.code();
        String message = failure.message();
        follow(failure.consequence(), code, message, row);
        if (failure.kind().fate() == Fate.NOT_SENT && hasAnotherGo(failure, row.dispatch())) {
            int attempt = row.dispatch().attempt();
            boolean attempted = failure instanceof Outcome.Transient;
            row.again(attempted ? attempt : attempt - 1, pauseAfter(failure, attempt), code, message);
            return Optional.empty();
        }
        if (failure.kind() == Outcome.Kind.UNCONFIRMED) {
            return Optional.of(unconfirmed(row, Verdict.unconfirmed(code, message)));
        }
        Verdict verdict = Verdict.failed(code, message);
        row.settle(verdict);
        return Optional.of(verdict);
    }

    /** Settles it so, in any case: what is known of the send is kept, whether there is another one or not. */
    private Verdict unconfirmed(RecipientRow row, Verdict verdict) {
        row.settle(verdict);
        if (view.resends() && row.isFirst() && !view.status().ended()) {
            uncertain.add(row.dispatch());
        }
        return verdict;
    }

    private static boolean hasAnotherGo(Failure failure, Dispatch dispatch) {
        return !(failure instanceof Outcome.Transient passing)
                || dispatch.attempt() < passing.retry().attempts();
    }

    private static Duration pauseAfter(Failure failure, int attempt) {
        return failure instanceof Outcome.Transient passing ? passing.retry().after(attempt) : Duration.ZERO;
    }

    private void follow(Consequence consequence, String code, String message, RecipientRow row) {
        String reference = row.dispatch().uploadedMedia();
        switch (consequence) {
            case NONE -> {}
            case SUPPRESS ->
                new OptOuts(handle).refused(row.dispatch().phone(), code, row.ended(), "sender " + lane.sender());
            case SENDER -> {
                breakers.blockSender(code, message);
                giveBack(); // at once: the lane itself asks again only after its pause
            }
            case CAMPAIGN -> breakers.messageRefused(code, message);
            case PUBLICATION -> breakers.publicationRefused(reference, code, message);
            case MEDIA -> breakers.uploadAgain(reference, code, message);
        }
    }
}
