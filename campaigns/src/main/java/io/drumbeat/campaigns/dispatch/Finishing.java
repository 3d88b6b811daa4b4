package io.drumbeat.campaigns.dispatch;

import static io.drumbeat.campaigns.dispatch.DispatchRows.lock;
import static io.drumbeat.campaigns.dispatch.DispatchRows.view;

import io.drumbeat.campaigns.dispatch.RecipientRow.Settled;
import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.suppression.OptOuts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of {@link DispatchStore#finish}: journal line out, outcome in, counters, the account's next slot. The
 * same transaction settles what a crash left in the journal.
 */
final class Finishing {

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
        Optional<Instant> capMinute = takeFromJournal();
        if (capMinute.isPresent()) {
            write(outcome, null).ifPresent(breakers::count);
            if (surelyNotSent(outcome)) {
                giveCapBack(capMinute.get());
            }
            slot.by(outcome);
        } else {
            late(outcome);
        }
        return new DispatchStore.Settlement(untilNextSlot(), breakers.tripped() || row.reopened(), List.of());
    }

    /** Media that the vendor fetches cannot be uploaded again, and its fetch may have failed just this once. */
    private Outcome byItsMedia(Outcome reported) {
        return reported instanceof Outcome.MediaGone gone && dispatch.uploadedMedia() == null
                ? new Outcome.Rejected(gone.code(), gone.message(), false)
                : reported;
    }

    /** A process died with this in the journal: nobody knows whether it was sent. Counts in no breaker. */
    boolean settleAfterCrash() {
        if (takeFromJournal().isEmpty()) {
            return false;
        }
        row.settle("unconfirmed", null, "process_ended", "The process ended before the vendor's answer came.", null);
        slot.byCrash();
        return true;
    }

    /** The minute whose cap it took, empty where it is not there any more. */
    private Optional<Instant> takeFromJournal() {
        Optional<Instant> journalled = handle.createQuery(
                        "delete from journal where dispatch_id = :dispatch returning begun_at")
                .bind("dispatch", dispatch.id())
                .mapTo(Instant.class)
                .findOne();
        journalled.ifPresent(row::begunAt);
        return journalled.map(at -> at.truncatedTo(ChronoUnit.MINUTES));
    }

    /** The truth about a dispatch that is not in the journal any more: it was settled meanwhile, or this is repeated. */
    private void late(Outcome outcome) {
        Optional<Settled> settled = row.read();
        if (settled.isPresent() && isNews(settled.get(), outcome)) {
            write(outcome, settled.get().status()); // no news for the breakers: they look at what happens now
            slot.late();
        }
    }

    /** Writes what the vendor reports of a dispatch that is over, where that is news. */
    DispatchStore.Settlement learn(Report report) {
        row.read().ifPresent(settled -> {
            if (report instanceof Report.Taken taken && isNews(settled, taken)) {
                row.settle("sent", taken.messageId(), null, null, settled.status());
            } else if (report instanceof Report.Failed failed && mayStillFail(settled)) {
                row.settle("failed", settled.messageId(), failed.code(), failed.message(), settled.status());
                breakers.count(window -> window.failed(failed.code()));
                follow(failed);
            }
        });
        return new DispatchStore.Settlement(Duration.ZERO, breakers.tripped(), List.of());
    }

    private boolean isNews(Settled settled, Report.Taken taken) {
        if (settled.status() == null) {
            return row.removeDue();
        }
        // A vendor that took the message and reports a failure does both truly; only what arrived did not fail.
        boolean failedAfterwards =
                settled.status().equals("failed") && dispatch.id().equals(settled.dispatch());
        return !settled.status().equals("sent") && (taken.arrived() || !failedAfterwards);
    }

    private boolean mayStillFail(Settled settled) {
        boolean open = "unconfirmed".equals(settled.status());
        boolean taken = "sent".equals(settled.status()) && !settled.delivered();
        return dispatch.id().equals(settled.dispatch()) && (open || taken);
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

    /** Of the same dispatch the truth replaces unconfirmed; of different ones only what a vendor accepted does. */
    private boolean isNews(Settled settled, Outcome outcome) {
        if (settled.status() == null) {
            return outcome instanceof Outcome.Accepted && row.removeDue();
        }
        if (dispatch.id().equals(settled.dispatch())) {
            return settled.status().equals("unconfirmed") && !(outcome instanceof Outcome.Unconfirmed);
        }
        return outcome instanceof Outcome.Accepted && !settled.status().equals("sent");
    }

    /**
     * Writes the recipient's row and what follows from it.
     *
     * @param replaced the status that this outcome replaces, null where the row had none
     * @return how the campaign's failure window counts it, empty where it does not
     */
    private Optional<UnaryOperator<FailureWindow>> write(Outcome outcome, @Nullable String replaced) {
        return outcome.fold(new Outcome.Reader<>() {
            @Override
            public Optional<UnaryOperator<FailureWindow>> accepted(Outcome.Accepted accepted) {
                row.settle("sent", accepted.messageId(), null, null, replaced);
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
                return failed(rejected.code(), rejected.message(), replaced);
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> accountBusy(Outcome.AccountBusy busy) {
                return unattempted(busy.code(), busy.message(), replaced);
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> transientFailure(Outcome.Transient failure) {
                int attempt = dispatch.attempt();
                if (attempt >= failure.retry().attempts()) {
                    return failed(failure.code(), failure.message(), replaced);
                }
                row.again(attempt, failure.retry().after(attempt), failure.code(), failure.message(), replaced);
                return Optional.empty();
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> senderBlocked(Outcome.SenderBlocked blocked) {
                breakers.blockSender(blocked.code(), blocked.message());
                giveBlockBack();
                return unattempted(blocked.code(), blocked.message(), replaced);
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> campaignBlocked(Outcome.CampaignBlocked blocked) {
                breakers.messageRefused(blocked);
                return unattempted(blocked.code(), blocked.message(), replaced);
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> mediaGone(Outcome.MediaGone gone) {
                breakers.uploadAgain(gone);
                return unattempted(gone.code(), gone.message(), replaced);
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> unconfirmed(Outcome.Unconfirmed unconfirmed) {
                row.settle("unconfirmed", null, unconfirmed.code(), unconfirmed.message(), replaced);
                return Optional.of(FailureWindow::unconfirmed);
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> givenBack(Outcome.GivenBack givenBack) {
                return unattempted("given_back", givenBack.reason(), replaced);
            }
        });
    }

    /** At once: the lane itself would ask again only after its pause. */
    private void giveBlockBack() {
        new Tape(handle, dispatch.lane(), view.pacing()).giveBack();
    }

    private Optional<UnaryOperator<FailureWindow>> failed(String code, String message, @Nullable String replaced) {
        row.settle("failed", null, code, message, replaced);
        return Optional.of(window -> window.failed(code));
    }

    private Optional<UnaryOperator<FailureWindow>> unattempted(String code, String message, @Nullable String replaced) {
        row.again(dispatch.attempt() - 1, Duration.ZERO, code, message, replaced);
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

    private static boolean surelyNotSent(Outcome outcome) {
        return !(outcome instanceof Outcome.Accepted
                || outcome instanceof Outcome.Rejected
                || outcome instanceof Outcome.Unconfirmed);
    }

    private void giveCapBack(Instant minute) {
        handle.createUpdate("""
                update cap_use set sends = sends - 1
                where account_key = :account and minute = :minute and sends > 0""")
                .bind("account", dispatch.account().value())
                .bind("minute", minute)
                .execute();
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
