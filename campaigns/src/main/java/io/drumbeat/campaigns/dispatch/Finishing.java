package io.drumbeat.campaigns.dispatch;

import static io.drumbeat.campaigns.dispatch.Beginning.utc;
import static io.drumbeat.campaigns.dispatch.DispatchRows.lock;
import static io.drumbeat.campaigns.dispatch.DispatchRows.view;

import io.drumbeat.campaigns.campaign.CampaignSpec.AutoPause;
import io.drumbeat.campaigns.campaign.CampaignStatus;
import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of {@link DispatchStore#finish}: journal line out, outcome in, counters, the account's next slot. The
 * same transaction settles what a crash left in the journal.
 */
final class Finishing {

    /** The first unconfirmed is bad luck; from the second in a row on the vendor is sick. */
    private static final int UNCONFIRMED_IN_A_ROW = 2;

    private final Handle handle;
    private final Dispatch dispatch;
    private final Pauses pauses;
    private final BackOff backOff;
    private final Instant ended;
    private final LaneView view;

    private boolean breakersHaveWork;

    Finishing(Handle handle, Dispatch dispatch, Duration sinceEnd, Pauses pauses, BackOff backOff) {
        lock(handle, dispatch.lane(), dispatch.account());
        this.handle = handle;
        this.dispatch = dispatch;
        this.pauses = pauses;
        this.backOff = backOff;
        this.view = view(handle, dispatch.lane());
        this.ended = view.now().minus(sinceEnd);
    }

    /** Writes what a send came to. */
    DispatchStore.Settlement finish(Outcome outcome) {
        Optional<OffsetDateTime> capMinute = takeFromJournal();
        if (capMinute.isPresent()) {
            row(outcome, null);
            if (surelyNotSent(outcome)) {
                giveCapBack(capMinute.get());
            }
            endSlot(outcome);
        } else {
            late(outcome);
        }
        return new DispatchStore.Settlement(untilNextSlot(), breakersHaveWork);
    }

    /** A process died with this in the journal: nobody knows whether it was sent. Counts in no breaker. */
    boolean settleAfterCrash() {
        if (takeFromJournal().isEmpty()) {
            return false;
        }
        settle("unconfirmed", null, "process_ended", "The process ended before the vendor's answer came.", null);
        freeSlot();
        return true;
    }

    private Optional<OffsetDateTime> takeFromJournal() {
        return handle.createQuery("delete from journal where dispatch_id = :dispatch returning cap_minute")
                .bind("dispatch", dispatch.id())
                .mapTo(OffsetDateTime.class)
                .findOne();
    }

    /** The truth about a dispatch that is not in the journal any more: it was settled meanwhile, or this is repeated. */
    private void late(Outcome outcome) {
        Optional<Settled> settled = handle.createQuery(
                        """
                select status, dispatch_id from recipient
                where (campaign_id, tape, n) = (:campaign, :tape, :n) for update""")
                .bind("campaign", dispatch.lane().campaign().value())
                .bind("tape", dispatch.tape())
                .bind("n", dispatch.n())
                .map((row, context) ->
                        new Settled(row.getString("status"), row.getObject("dispatch_id", UUID.class)))
                .findOne();
        if (settled.isPresent() && isNews(settled.get(), outcome)) {
            row(outcome, settled.get().status());
            notBefore(view.dueAt().isAfter(ended.plus(pause())) ? view.dueAt() : ended.plus(pause()));
        }
    }

    private record Settled(@Nullable String status, @Nullable UUID dispatch) {}

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

    /** @param replaced the status that this outcome replaces, null where the row had none */
    private void row(Outcome outcome, @Nullable String replaced) {
        outcome.fold(new Outcome.Reader<@Nullable Void>() {
            @Override
            public @Nullable Void accepted(Outcome.Accepted accepted) {
                settle("sent", accepted.messageId(), null, null, replaced);
                count(replaced, FailureWindow::sent);
                return null;
            }

            @Override
            public @Nullable Void rejected(Outcome.Rejected rejected) {
                settle("failed", null, rejected.code(), rejected.message(), replaced);
                if (rejected.suppress()) {
                    suppress(rejected);
                }
                count(replaced, window -> window.failed(rejected.code()));
                return null;
            }

            @Override
            public @Nullable Void accountBusy(Outcome.AccountBusy busy) {
                again(dispatch.attempt() - 1, Duration.ZERO, busy.code(), busy.message(), replaced);
                return null;
            }

            @Override
            public @Nullable Void transientFailure(Outcome.Transient failure) {
                if (dispatch.attempt() < failure.retry().attempts()) {
                    Duration delay = failure.retry().after(dispatch.attempt());
                    again(dispatch.attempt(), delay, failure.code(), failure.message(), replaced);
                } else {
                    settle("failed", null, failure.code(), failure.message(), replaced);
                    count(replaced, window -> window.failed(failure.code()));
                }
                return null;
            }

            @Override
            public @Nullable Void senderBlocked(Outcome.SenderBlocked blocked) {
                again(dispatch.attempt() - 1, Duration.ZERO, blocked.code(), blocked.message(), replaced);
                block(handle, dispatch.lane(), blocked.message());
                breakersHaveWork = true;
                return null;
            }

            @Override
            public @Nullable Void campaignBlocked(Outcome.CampaignBlocked blocked) {
                again(dispatch.attempt() - 1, Duration.ZERO, blocked.code(), blocked.message(), replaced);
                trip("The vendor refused the message itself (%s): %s".formatted(blocked.code(), blocked.message()));
                return null;
            }

            @Override
            public @Nullable Void mediaGone(Outcome.MediaGone gone) {
                again(dispatch.attempt() - 1, Duration.ZERO, gone.code(), gone.message(), replaced);
                uploadAgain(gone);
                return null;
            }

            @Override
            public @Nullable Void unconfirmed(Outcome.Unconfirmed unconfirmed) {
                settle("unconfirmed", null, unconfirmed.code(), unconfirmed.message(), replaced);
                count(replaced, FailureWindow::unconfirmed);
                return null;
            }

            @Override
            public @Nullable Void givenBack(Outcome.GivenBack givenBack) {
                again(dispatch.attempt() - 1, Duration.ZERO, "given_back", givenBack.reason(), replaced);
                return null;
            }
        });
    }

    private void settle(
            String status,
            @Nullable String messageId,
            @Nullable String code,
            @Nullable String message,
            @Nullable String replaced) {
        Update settle = handle.createUpdate(
                """
                with settled as (
                    update recipient set status = :status, dispatch_id = :dispatch, sender_id = :sender,
                           attempts = :attempt, message_id = :messageId, error_code = :code, error_message = :message,
                           settled_at = :ended
                    where (campaign_id, tape, n) = (:campaign, :tape, :n)),
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
                .bind("ended", utc(ended))
                .execute();
    }

    /** Another go for a row that surely was not sent; in a campaign that has ended there is none. */
    private void again(int attempts, Duration delay, String code, String message, @Nullable String replaced) {
        if (view.status() == CampaignStatus.CANCELLED && replaced == null) {
            settle("skipped", null, "cancelled", "The campaign was cancelled.", null);
        } else if (view.status().ended()) {
            settle("failed", null, code, message, replaced);
        } else {
            if (replaced != null) {
                reopen(replaced);
            }
            Update due = handle.createUpdate(
                    """
                    insert into due (campaign_id, tape, n, due_at, attempts, dispatch_id, error_code)
                    values (:campaign, :tape, :n, :dueAt, :attempts, :dispatch, :code) on conflict do nothing""");
            bindRow(due)
                    .bind("dueAt", utc(view.now().plus(delay)))
                    .bind("attempts", attempts)
                    .bind("code", code)
                    .execute();
        }
    }

    /** The row had been settled as unconfirmed, and now surely was not sent. */
    private void reopen(String replaced) {
        Update reopen = handle.createUpdate(
                """
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

    private void suppress(Outcome.Rejected rejected) {
        handle.createUpdate(
                        """
                insert into suppression (phone, reason, source, created_at)
                values (:phone, :reason, :source, clock_now()) on conflict (phone) do nothing""")
                .bind("phone", dispatch.phone())
                .bind("reason", "refused with code " + rejected.code())
                .bind("source", "sender " + dispatch.lane().sender())
                .execute();
    }

    private void uploadAgain(Outcome.MediaGone gone) {
        Optional<Boolean> renewed = handle.createQuery(
                        """
                select p.renewed from publication p join campaign c on c.media_sha256 = p.sha256
                where c.campaign_id = :campaign and p.account_key = :account and p.reference = :reference
                for update of p""")
                .bind("campaign", dispatch.lane().campaign().value())
                .bind("account", dispatch.account().value())
                .bind("reference", dispatch.uploadedMedia())
                .mapTo(Boolean.class)
                .findOne();
        if (renewed.isEmpty() && dispatch.uploadedMedia() != null) {
            return; // another send has already seen to it
        }
        if (renewed.orElse(true)) {
            trip("The vendor cannot use the media (%s): %s".formatted(gone.code(), gone.message()));
            return;
        }
        handle.createUpdate(
                        """
                update publication set reference = null, renewed = true
                where account_key = :account and reference = :reference""")
                .bind("account", dispatch.account().value())
                .bind("reference", dispatch.uploadedMedia())
                .execute();
    }

    static void block(Handle handle, LaneId lane, String reason) {
        handle.createUpdate(
                        """
                with blocked as (
                    update account set blocked_reason = :reason, version = version + 1
                    where account_key = (select account_key from sender where sender_id = :sender)
                      and blocked_reason is null
                    returning account_key)
                insert into campaign_log (campaign_id, at, actor, event, detail)
                select l.campaign_id, clock_now(), 'drumbeat', 'sender_blocked', :sender || ': ' || :reason
                from blocked, lane l where l.sender_id = :sender and not l.ended""")
                .bind("sender", lane.sender().value())
                .bind("reason", reason)
                .execute();
    }

    /** A late outcome is no news for the breakers: they look at what happens now. */
    private void count(@Nullable String replaced, java.util.function.UnaryOperator<FailureWindow> change) {
        if (replaced != null) {
            return;
        }
        Watched watched = handle.createQuery(
                        """
                select w.outcomes, w.alike_code, w.alike_count,
                       (c.spec #>> '{autoPause,failureRate}')::float8 as rate,
                       (c.spec #>> '{autoPause,window}')::int as length
                from failure_window w join campaign c using (campaign_id)
                where campaign_id = :campaign for update of w""")
                .bind("campaign", dispatch.lane().campaign().value())
                .map((row, context) -> {
                    double rate = row.getDouble("rate");
                    AutoPause autoPause = row.wasNull() ? null : new AutoPause(rate, row.getInt("length"));
                    return new Watched(
                            new FailureWindow(
                                    row.getString("outcomes"), row.getString("alike_code"), row.getInt("alike_count")),
                            autoPause);
                })
                .one();
        FailureWindow window = change.apply(watched.window());
        Optional<String> reason = window.trips(watched.autoPause());
        handle.createUpdate(
                        """
                update failure_window set outcomes = :outcomes, alike_code = :code, alike_count = :count,
                       tripped = coalesce(tripped, :reason)
                where campaign_id = :campaign""")
                .bind("campaign", dispatch.lane().campaign().value())
                .bind("outcomes", window.keptFor(watched.autoPause()))
                .bind("code", window.alikeCode())
                .bind("count", window.alikeCount())
                .bind("reason", reason.orElse(null))
                .execute();
        breakersHaveWork |= reason.isPresent();
    }

    private record Watched(FailureWindow window, @Nullable AutoPause autoPause) {}

    private void trip(String reason) {
        handle.createUpdate(
                        "update failure_window set tripped = coalesce(tripped, :reason) where campaign_id = :campaign")
                .bind("campaign", dispatch.lane().campaign().value())
                .bind("reason", reason)
                .execute();
        breakersHaveWork = true;
    }

    private static boolean surelyNotSent(Outcome outcome) {
        return !(outcome instanceof Outcome.Accepted
                || outcome instanceof Outcome.Rejected
                || outcome instanceof Outcome.Unconfirmed);
    }

    private void giveCapBack(OffsetDateTime minute) {
        handle.createUpdate(
                        """
                update cap_use set sends = sends - 1
                where account_key = :account and minute = :minute and sends > 0""")
                .bind("account", dispatch.account().value())
                .bind("minute", minute)
                .execute();
    }

    /** Only the dispatch that holds the slot ends it; any other may at most move the next slot later. */
    private void endSlot(Outcome outcome) {
        int trouble = trouble(outcome);
        Instant next = nextSlot(outcome, trouble);
        handle.createUpdate(
                        """
                update account set
                    due_at = case when held_by = :dispatch and not :rate then :next
                                  else greatest(due_at, :next) end,
                    lease_until = case when held_by = :dispatch then null else lease_until end,
                    held_by = nullif(held_by, :dispatch),
                    trouble = :trouble, trouble_reason = :reason
                where account_key = :account""")
                .bind("account", dispatch.account().value())
                .bind("dispatch", dispatch.id())
                .bind("rate", isRate())
                .bind("next", utc(next))
                .bind("trouble", trouble)
                .bind("reason", trouble == 0 ? null : reason(outcome))
                .execute();
        if (!(outcome instanceof Outcome.GivenBack)) {
            ownPace();
        }
    }

    private void freeSlot() {
        handle.createUpdate(
                        """
                update account set held_by = null, lease_until = null,
                       due_at = greatest(due_at, clock_now() + :pauseMillis * interval '1 ms')
                where account_key = :account and held_by = :dispatch""")
                .bind("account", dispatch.account().value())
                .bind("dispatch", dispatch.id())
                .bind("pauseMillis", pause().toMillis())
                .execute();
    }

    private int trouble(Outcome outcome) {
        if (outcome instanceof Outcome.AccountBusy || outcome instanceof Outcome.Unconfirmed) {
            return troubleSoFar() + 1;
        }
        return outcome instanceof Outcome.GivenBack ? troubleSoFar() : 0;
    }

    private int troubleSoFar() {
        return handle.createQuery("select trouble from account where account_key = :account")
                .bind("account", dispatch.account().value())
                .mapTo(Integer.class)
                .findOne()
                .orElse(0);
    }

    private Instant nextSlot(Outcome outcome, int trouble) {
        if (outcome instanceof Outcome.GivenBack) {
            return view.now();
        }
        Instant paced = ended.plus(pause());
        if (outcome instanceof Outcome.AccountBusy busy) {
            return later(paced, view.now().plus(backOff.after(trouble, busy.retryAfter())));
        }
        if (outcome instanceof Outcome.Unconfirmed && trouble >= UNCONFIRMED_IN_A_ROW) {
            return later(paced, view.now().plus(backOff.after(trouble - 1, null)));
        }
        return isRate() ? view.dueAt() : paced;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static String reason(Outcome outcome) {
        if (outcome instanceof Outcome.AccountBusy busy) {
            return busy.message();
        }
        return outcome instanceof Outcome.Unconfirmed unconfirmed ? unconfirmed.message() : "";
    }

    /** A campaign's own slower pause, from the end of this send. */
    private void ownPace() {
        if (view.campaignPacing() instanceof Pacing.Delay own) {
            handle.createUpdate(
                            """
                    update lane set not_before = greatest(not_before, :notBefore)
                    where campaign_id = :campaign and sender_id = :sender""")
                    .bind("campaign", dispatch.lane().campaign().value())
                    .bind("sender", dispatch.lane().sender().value())
                    .bind("notBefore", utc(ended.plus(pauses.draw(own))))
                    .execute();
        }
    }

    private void notBefore(Instant next) {
        handle.createUpdate("update account set due_at = greatest(due_at, :next) where account_key = :account")
                .bind("account", dispatch.account().value())
                .bind("next", utc(next))
                .execute();
    }

    private Duration pause() {
        return view.pacing().fold(pauses::draw, rate -> Duration.ZERO);
    }

    private boolean isRate() {
        return view.pacing() instanceof Pacing.Rate;
    }

    /** Also when the lane comes back, for the reconciler. */
    private Duration untilNextSlot() {
        OffsetDateTime next = handle.createQuery(
                        """
                update lane l set next_at = greatest(a.due_at, l.not_before), touched_at = clock_now()
                from account a
                where l.campaign_id = :campaign and l.sender_id = :sender and a.account_key = :account
                returning l.next_at""")
                .bind("campaign", dispatch.lane().campaign().value())
                .bind("sender", dispatch.lane().sender().value())
                .bind("account", dispatch.account().value())
                .mapTo(OffsetDateTime.class)
                .one();
        Duration left = Duration.between(view.now(), next.toInstant());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
