package io.drumbeat.campaigns.dispatch;

import static io.drumbeat.campaigns.dispatch.DispatchRows.lock;
import static io.drumbeat.campaigns.dispatch.DispatchRows.view;

import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.suppression.OptOuts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
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
        this.view = view(handle, dispatch.lane());
        this.ended = view.now().minus(sinceEnd);
        this.row = new RecipientRow(handle, dispatch, view, ended);
        this.slot = new SlotEnd(handle, dispatch, view, ended, pauses, backOff);
        this.breakers = new Breakers(handle, dispatch);
    }

    /** Writes what a send came to. */
    DispatchStore.Settlement finish(Outcome reported) {
        Outcome outcome = byItsMedia(reported);
        Fate fate = Fate.of(outcome);
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
        return new DispatchStore.Settlement(untilNextSlot(), wakes, List.of());
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
        row.settle("unconfirmed", null, PROCESS_ENDED, "The process ended before the vendor's answer came.");
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

    /** Writes what the vendor reports of a dispatch that is over, where that is news. */
    DispatchStore.Settlement learn(Report report) {
        row.read();
        if (row.yieldsTo(report.fate())) {
            if (report instanceof Report.Taken taken) {
                row.settle("sent", taken.messageId(), null, null);
            } else if (report instanceof Report.Failed failed) {
                row.settle("failed", null, failed.code(), failed.message());
                breakers.count(window -> window.failed(failed.code(), failed.message()));
                follow(failed);
            }
        }
        return new DispatchStore.Settlement(Duration.ZERO, breakers.tripped(), List.of());
    }

    private void follow(Report.Failed failed) {
        switch (failed.consequence()) {
            case NONE -> {}
            case SUPPRESS -> suppress(failed.code());
            case SENDER -> breakers.blockSender(failed.code(), failed.message());
            case CAMPAIGN -> breakers.messageRefused(new Outcome.CampaignBlocked(failed.code(), failed.message()));
            case MEDIA -> breakers.uploadAgain(new Outcome.MediaGone(failed.code(), failed.message()));
        }
    }

    /**
     * Writes the recipient's row and what follows from it.
     *
     * @return how the campaign's failure window counts it, empty where it does not
     */
    private Optional<UnaryOperator<FailureWindow>> write(Outcome outcome) {
        return outcome.fold(new Outcome.Reader<>() {
            @Override
            public Optional<UnaryOperator<FailureWindow>> accepted(Outcome.Accepted accepted) {
                row.settle("sent", accepted.messageId(), null, null);
                if (accepted.publishedMedia() != null) {
                    new FirstSend(handle, dispatch.lane(), dispatch.account()).published(accepted.publishedMedia());
                }
                return Optional.of(FailureWindow::sent);
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> rejected(Outcome.Rejected rejected) {
                if (rejected.suppress()) {
                    suppress(rejected.code());
                }
                return failed(rejected.code(), rejected.message());
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> accountBusy(Outcome.AccountBusy busy) {
                return unattempted(busy.code(), busy.message());
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> transientFailure(Outcome.Transient failure) {
                int attempt = dispatch.attempt();
                if (attempt >= failure.retry().attempts()) {
                    return failed(failure.code(), failure.message());
                }
                row.again(attempt, failure.retry().after(attempt), failure.code(), failure.message());
                return Optional.empty();
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> senderBlocked(Outcome.SenderBlocked blocked) {
                breakers.blockSender(blocked.code(), blocked.message());
                giveBlockBack();
                return unattempted(blocked.code(), blocked.message());
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> campaignBlocked(Outcome.CampaignBlocked blocked) {
                breakers.messageRefused(blocked);
                return unattempted(blocked.code(), blocked.message());
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> mediaGone(Outcome.MediaGone gone) {
                breakers.uploadAgain(gone);
                return unattempted(gone.code(), gone.message());
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> unconfirmed(Outcome.Unconfirmed unconfirmed) {
                row.settle("unconfirmed", null, unconfirmed.code(), unconfirmed.message());
                return Optional.of(FailureWindow::unconfirmed);
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> givenBack(Outcome.GivenBack givenBack) {
                return unattempted("given_back", givenBack.reason());
            }
        });
    }

    /** At once: the lane itself would ask again only after its pause. */
    private void giveBlockBack() {
        new Tape(handle, dispatch.lane(), view.pacing()).giveBack();
    }

    private Optional<UnaryOperator<FailureWindow>> failed(String code, String message) {
        row.settle("failed", null, code, message);
        return Optional.of(window -> window.failed(code, message));
    }

    private Optional<UnaryOperator<FailureWindow>> unattempted(String code, String message) {
        row.again(dispatch.attempt() - 1, Duration.ZERO, code, message);
        return Optional.empty();
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
                .bind("campaign", dispatch.lane().campaign().value())
                .bind("sender", dispatch.lane().sender().value())
                .bind("account", dispatch.account().value())
                .mapTo(Instant.class)
                .one();
        Duration left = Duration.between(view.now(), next);
        if (left.compareTo(Beginning.FAR) > 0) {
            giveBlockBack();
        }
        return left.isNegative() ? Duration.ZERO : left;
    }
}
