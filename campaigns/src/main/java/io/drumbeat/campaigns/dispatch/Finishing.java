package io.drumbeat.campaigns.dispatch;

import static io.drumbeat.campaigns.dispatch.DispatchRows.lock;
import static io.drumbeat.campaigns.dispatch.DispatchRows.view;

import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.suppression.OptOuts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * One transaction of {@link DispatchStore#finish}: journal line out, outcome in, counters, the account's next slot. The
 * same transaction settles what a crash left in the journal.
 */
final class Finishing {

    /** The code of what a crash left behind. */
    static final String PROCESS_ENDED = "process_ended";

    private final Handle handle;
    private final Dispatch dispatch;
    private final LaneView view;
    private final Instant ended;
    private final SlotEnd slot;
    private final Breakers breakers;
    private final RecipientRow row;

    Finishing(Handle handle, Dispatch dispatch, Duration sinceEnd, Pauses pauses, BackOff backOff) {
        lock(handle, dispatch.lane(), dispatch.account());
        this.handle = handle;
        this.dispatch = dispatch;
        this.view = view(handle, dispatch.lane(), dispatch.account());
        this.ended = view.now().minus(sinceEnd);
        this.row = new RecipientRow(handle, dispatch, view, ended);
        this.slot = new SlotEnd(handle, dispatch, view, ended, pauses, backOff);
        this.breakers = new Breakers(handle, dispatch);
    }

    /** Writes what a send came to. */
    DispatchStore.Settlement finish(Outcome reported) {
        Outcome outcome = byItsMedia(reported);
        Fate fate = outcome.kind().fate();
        Optional<Instant> begun = row.takeFromJournal();
        if (begun.isPresent()) {
            write(outcome).ifPresent(breakers::count);
            slot.by(outcome, begun.get());
            if (fate == Fate.NOT_SENT) {
                slot.giveCapBack(begun.get());
            }
        } else {
            late(outcome, fate);
        }
        boolean wakes = breakers.tripped() || row.reopened() || slot.hasCapAgain();
        return new DispatchStore.Settlement(untilNextSlot(), wakes);
    }

    /** Media that the vendor fetches cannot be uploaded again, and its fetch may have failed just this once. */
    private Outcome byItsMedia(Outcome reported) {
        return reported instanceof Outcome.MediaGone gone && dispatch.uploadedMedia() == null
                ? new Outcome.Rejected(gone.code(), gone.message(), false)
                : reported;
    }

    /** A process died with this in the journal: nobody knows whether it was sent. Counts in no breaker. */
    boolean settleAfterCrash() {
        if (row.takeFromJournal().isEmpty()) {
            return false;
        }
        row.settle(Verdict.unconfirmed(PROCESS_ENDED, "The process ended before the vendor's answer came."));
        slot.byCrash();
        return true;
    }

    /** The truth about a dispatch that is not in the journal any more: it was settled meanwhile, or this is repeated. */
    private void late(Outcome outcome, Fate fate) {
        boolean news = row.yieldsTo(fate);
        if (fate == Fate.NOT_SENT && (news || !row.isSettledByThis())) {
            row.forget().ifPresent(slot::giveCapBack);
        }
        if (news) {
            write(outcome); // no news for the breakers: they look at what happens now
            slot.late(outcome);
        }
    }

    /** Writes what the vendor reports of a dispatch that is over, where that is news; returns whether a breaker tripped. */
    boolean learn(Report report) {
        row.read();
        if (row.yieldsTo(report.fate())) {
            if (report instanceof Report.Taken taken) {
                row.settle(Verdict.sent(taken.messageId()));
            } else if (report instanceof Report.Failed failed) {
                Verdict verdict = Verdict.failed(failed.code(), failed.message());
                row.settle(verdict);
                breakers.count(verdict);
                follow(failed.consequence(), failed.code(), failed.message());
            }
        }
        return breakers.tripped();
    }

    /**
     * Writes the recipient's row and what follows from it.
     *
     * @return what the campaign's failure window counts, empty where it is nothing
     */
    private Optional<Verdict> write(Outcome outcome) {
        return outcome.fold(this::accepted, this::failed);
    }

    private Optional<Verdict> accepted(Outcome.Accepted accepted) {
        Verdict sent = Verdict.sent(accepted.messageId());
        row.settle(sent);
        if (accepted.publishedMedia() != null) {
            new FirstSend(handle, dispatch.lane(), dispatch.account()).published(accepted.publishedMedia());
        }
        return Optional.of(sent);
    }

    private Optional<Verdict> failed(Failure failure) {
        String code = failure.code();
        String message = failure.message();
        follow(failure.consequence(), code, message);
        if (failure.kind().fate() == Fate.NOT_SENT && hasAnotherGo(failure)) {
            boolean attempted = failure instanceof Outcome.Transient;
            row.again(attempted ? dispatch.attempt() : dispatch.attempt() - 1, pauseAfter(failure), code, message);
            return Optional.empty();
        }
        Verdict verdict = failure.kind() == Outcome.Kind.UNCONFIRMED
                ? Verdict.unconfirmed(code, message)
                : Verdict.failed(code, message);
        row.settle(verdict);
        return Optional.of(verdict);
    }

    private boolean hasAnotherGo(Failure failure) {
        return !(failure instanceof Outcome.Transient passing)
                || dispatch.attempt() < passing.retry().attempts();
    }

    private Duration pauseAfter(Failure failure) {
        return failure instanceof Outcome.Transient passing ? passing.retry().after(dispatch.attempt()) : Duration.ZERO;
    }

    private void follow(Consequence consequence, String code, String message) {
        switch (consequence) {
            case NONE -> {}
            case SUPPRESS -> suppress(code);
            case SENDER -> {
                breakers.blockSender(code, message);
                giveBlockBack();
            }
            case CAMPAIGN -> breakers.messageRefused(code, message);
            case PUBLICATION -> breakers.publicationRefused(code, message);
            case MEDIA -> breakers.uploadAgain(code, message);
        }
    }

    /** At once: the lane itself would ask again only after its pause. */
    private void giveBlockBack() {
        new Tape(handle, dispatch.lane(), view.account().pacing()).giveBack();
    }

    private void suppress(String code) {
        new OptOuts(handle)
                .refused(
                        dispatch.phone(),
                        code,
                        ended,
                        "sender " + dispatch.lane().sender());
    }

    /** Also when the lane comes back, for the reconciler; it does not ask before, so what is far holds no rows. */
    private Duration untilNextSlot() {
        Instant next = handle.createQuery("""
                update lane l set next_at = greatest(a.due_at, l.not_before), touched_at = clock_now()
                from account a
                where l.campaign_id = :campaign and l.sender_id = :sender and a.account_key = :account
                returning l.next_at""")
                .bind("campaign", dispatch.lane().campaign())
                .bind("sender", dispatch.lane().sender())
                .bind("account", dispatch.account())
                .mapTo(Instant.class)
                .one();
        Duration left = Duration.between(view.now(), next);
        if (left.compareTo(Beginning.FAR) > 0) {
            giveBlockBack();
        }
        return left.isNegative() ? Duration.ZERO : left;
    }
}
