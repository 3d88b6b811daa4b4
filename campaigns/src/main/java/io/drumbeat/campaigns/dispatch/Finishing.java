package io.drumbeat.campaigns.dispatch;

import static io.drumbeat.campaigns.dispatch.DispatchRows.lock;
import static io.drumbeat.campaigns.dispatch.DispatchRows.view;

import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.suppression.OptOuts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
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
    private Instant begun;
    private boolean reopened;

    Finishing(Handle handle, Dispatch dispatch, Duration sinceEnd, Pauses pauses, BackOff backOff) {
        lock(handle, dispatch.lane(), dispatch.account());
        this.handle = handle;
        this.dispatch = dispatch;
        this.view = view(handle, dispatch.lane());
        this.ended = view.now().minus(sinceEnd);
        this.begun = ended;
        this.slot = new SlotEnd(handle, dispatch, view, ended, pauses, backOff);
        this.breakers = new Breakers(handle, dispatch);
    }

    /** Writes what a send came to. */
    DispatchStore.Settlement finish(Outcome outcome) {
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
        return new DispatchStore.Settlement(untilNextSlot(), breakers.tripped() || reopened, List.of());
    }

    /** A process died with this in the journal: nobody knows whether it was sent. Counts in no breaker. */
    boolean settleAfterCrash() {
        if (takeFromJournal().isEmpty()) {
            return false;
        }
        settle("unconfirmed", null, "process_ended", "The process ended before the vendor's answer came.", null);
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
        begun = journalled.orElse(ended);
        return journalled.map(at -> at.truncatedTo(ChronoUnit.MINUTES));
    }

    /** The truth about a dispatch that is not in the journal any more: it was settled meanwhile, or this is repeated. */
    private void late(Outcome outcome) {
        Optional<Settled> settled = settled();
        if (settled.isPresent() && isNews(settled.get(), outcome)) {
            write(outcome, settled.get().status()); // no news for the breakers: they look at what happens now
            slot.late();
        }
    }

    private Optional<Settled> settled() {
        return handle.createQuery("""
                select status, dispatch_id, message_id, delivered_at is not null as delivered from recipient
                where (campaign_id, tape, n) = (:campaign, :tape, :n) for update""")
                .bind("campaign", dispatch.lane().campaign().value())
                .bind("tape", dispatch.tape())
                .bind("n", dispatch.n())
                .map((row, context) -> new Settled(
                        row.getString("status"),
                        row.getObject("dispatch_id", UUID.class),
                        row.getString("message_id"),
                        row.getBoolean("delivered")))
                .findOne();
    }

    private record Settled(
            @Nullable String status,
            @Nullable UUID dispatch,
            @Nullable String messageId,
            boolean delivered) {}

    /** Writes what the vendor reports of a dispatch that is over, where that is news. */
    DispatchStore.Settlement learn(Report report) {
        settled().ifPresent(settled -> {
            if (report instanceof Report.Taken taken && isNews(settled, taken)) {
                settle("sent", taken.messageId(), null, null, settled.status());
            } else if (report instanceof Report.Failed failed && mayStillFail(settled)) {
                settle("failed", settled.messageId(), failed.code(), failed.message(), settled.status());
                breakers.count(window -> window.failed(failed.code()));
                follow(failed);
            }
        });
        return new DispatchStore.Settlement(Duration.ZERO, breakers.tripped(), List.of());
    }

    private boolean isNews(Settled settled, Report.Taken taken) {
        if (settled.status() == null) {
            return removeDue();
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
            case SENDER -> breakers.blockSender("%s (%s)".formatted(failed.message(), failed.code()));
            case CAMPAIGN -> breakers.messageRefused(new Outcome.CampaignBlocked(failed.code(), failed.message()));
            case MEDIA -> breakers.uploadAgain(new Outcome.MediaGone(failed.code(), failed.message()));
        }
    }

    /** Of the same dispatch the truth replaces unconfirmed; of different ones only what a vendor accepted does. */
    private boolean isNews(Settled settled, Outcome outcome) {
        if (settled.status() == null) {
            return outcome instanceof Outcome.Accepted && removeDue();
        }
        if (dispatch.id().equals(settled.dispatch())) {
            return settled.status().equals("unconfirmed") && !(outcome instanceof Outcome.Unconfirmed);
        }
        return outcome instanceof Outcome.Accepted && !settled.status().equals("sent");
    }

    private boolean removeDue() {
        return handle.createUpdate("delete from due where (campaign_id, tape, n) = (:campaign, :tape, :n)")
                        .bind("campaign", dispatch.lane().campaign().value())
                        .bind("tape", dispatch.tape())
                        .bind("n", dispatch.n())
                        .execute()
                > 0;
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
                settle("sent", accepted.messageId(), null, null, replaced);
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
                return attempt < failure.retry().attempts()
                        ? again(attempt, failure.retry().after(attempt), failure.code(), failure.message(), replaced)
                        : failed(failure.code(), failure.message(), replaced);
            }

            @Override
            public Optional<UnaryOperator<FailureWindow>> senderBlocked(Outcome.SenderBlocked blocked) {
                breakers.blockSender("%s (%s)".formatted(blocked.message(), blocked.code()));
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
                settle("unconfirmed", null, unconfirmed.code(), unconfirmed.message(), replaced);
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
        if (dispatch.account().equals(view.account())) {
            new Tape(handle, dispatch.lane(), view.pacing()).giveBack();
        }
    }

    private Optional<UnaryOperator<FailureWindow>> failed(String code, String message, @Nullable String replaced) {
        settle("failed", null, code, message, replaced);
        return Optional.of(window -> window.failed(code));
    }

    private Optional<UnaryOperator<FailureWindow>> unattempted(String code, String message, @Nullable String replaced) {
        return again(dispatch.attempt() - 1, Duration.ZERO, code, message, replaced);
    }

    private void settle(
            String status,
            @Nullable String messageId,
            @Nullable String code,
            @Nullable String message,
            @Nullable String replaced) {
        Update settle = handle.createUpdate("""
                with settled as (
                    update recipient set status = :status, dispatch_id = :dispatch, sender_id = :sender,
                           attempts = :attempt, message_id = :messageId, error_code = :code, error_message = :message,
                           settled_at = :ended
                    where (campaign_id, tape, n) = (:campaign, :tape, :n)),
                past as (
                    insert into past_dispatch (dispatch_id, account_key, sender_id, campaign_id, tape, n, attempt,
                                               begun_at, message_id, phone, uploaded_media)
                    select :dispatch, :account, :sender, :campaign, :tape, :n, :attempt, :begun, :messageId,
                           case when :status = 'unconfirmed' then :phone end, :uploadedMedia
                    where :status in ('sent', 'unconfirmed')
                    on conflict (dispatch_id) do update
                    set message_id = coalesce(past_dispatch.message_id, excluded.message_id)),
                found as (
                    insert into outcome (campaign_id, status, tape, n)
                    select :campaign, :status, :tape, :n where :status <> 'sent' on conflict do nothing)
                update lane set sent = sent + (:status = 'sent')::int - coalesce((:replaced = 'sent')::int, 0),
                       failed = failed + (:status = 'failed')::int - coalesce((:replaced = 'failed')::int, 0),
                       unconfirmed = unconfirmed + (:status = 'unconfirmed')::int
                                     - coalesce((:replaced = 'unconfirmed')::int, 0),
                       skipped = skipped + (:status = 'skipped')::int - coalesce((:replaced = 'skipped')::int, 0)
                where campaign_id = :campaign and sender_id = :sender""");
        bindRow(settle)
                .bind("status", status)
                .bind("sender", dispatch.lane().sender().value())
                .bind("attempt", dispatch.attempt())
                .bind("messageId", messageId)
                .bind("code", code)
                .bind("message", message)
                .bind("replaced", replaced)
                .bind("ended", ended)
                .bind("account", dispatch.account().value())
                .bind("begun", begun)
                .bind("phone", dispatch.phone())
                .bind("uploadedMedia", dispatch.uploadedMedia())
                .execute();
    }

    /** Another go for a row that surely was not sent; in a campaign that has ended there is none. */
    private Optional<UnaryOperator<FailureWindow>> again(
            int attempts, Duration delay, String code, String message, @Nullable String replaced) {
        if (view.status() == CampaignStatus.CANCELLED && replaced == null) {
            settle("skipped", null, "cancelled", "The campaign was cancelled.", null);
        } else if (view.status().ended()) {
            settle("failed", null, code, message, replaced);
        } else {
            if (replaced != null) {
                reopen(replaced);
            }
            Update due = handle.createUpdate("""
                    insert into due (campaign_id, tape, n, due_at, attempts, dispatch_id, error_code)
                    values (:campaign, :tape, :n, :dueAt, :attempts, :dispatch, :code) on conflict do nothing""");
            bindRow(due)
                    .bind("dueAt", view.now().plus(delay))
                    .bind("attempts", attempts)
                    .bind("code", code)
                    .execute();
        }
        return Optional.empty();
    }

    /** The row had been settled as unconfirmed, and now surely was not sent: lanes may have gone to sleep without it. */
    private void reopen(String replaced) {
        reopened = true;
        handle.createUpdate("update campaign set version = version + 1 where campaign_id = :campaign")
                .bind("campaign", dispatch.lane().campaign().value())
                .execute();
        Update reopen = handle.createUpdate("""
                with reopened as (
                    update recipient set status = null, error_code = null, error_message = null, settled_at = null
                    where (campaign_id, tape, n) = (:campaign, :tape, :n))
                update lane set unconfirmed = unconfirmed - (:replaced = 'unconfirmed')::int
                where campaign_id = :campaign and sender_id = :sender""");
        bindRow(reopen)
                .bind("replaced", replaced)
                .bind("sender", dispatch.lane().sender().value())
                .execute();
    }

    private Update bindRow(Update update) {
        return update.bind("campaign", dispatch.lane().campaign().value())
                .bind("tape", dispatch.tape())
                .bind("n", dispatch.n())
                .bind("dispatch", dispatch.id());
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

    /** Also when the lane comes back, for the reconciler. */
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
        return left.isNegative() ? Duration.ZERO : left;
    }
}
