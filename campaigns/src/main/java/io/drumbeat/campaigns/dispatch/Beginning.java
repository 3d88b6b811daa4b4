package io.drumbeat.campaigns.dispatch;

import static io.drumbeat.campaigns.dispatch.DispatchRows.locked;

import io.drumbeat.campaigns.campaign.Campaign.WaitingFor.Why;
import io.drumbeat.campaigns.campaign.Unsettled;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One transaction of {@link DispatchStore#ask} or {@link DispatchStore#begin}: locks, then reads, then writes. */
final class Beginning {

    /** An answer further away than this gives the lane's block back: another lane could send it. */
    static final Duration FAR = Duration.ofSeconds(10);

    /** What a send may still take once its deadline has passed. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** How late a slot of a rate may be and still be caught up. */
    private static final Duration LATE = Duration.ofMillis(100);

    /** When a lane without a row looks again for one that another lane may give back. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /** How long publishing may take before the reconciler looks after the lane. */
    private static final Duration PUBLISHING = Duration.ofMinutes(5);

    private final Handle handle;
    private final LaneId lane;
    private final Means means;
    private final LaneView view;
    private final Tape tape;

    Beginning(Handle handle, LaneId lane, Means means) {
        this.handle = handle;
        this.lane = lane;
        this.means = means;
        this.view = locked(handle, lane);
        this.tape = new Tape(handle, lane, view.account().pacing());
    }

    Turn ask() {
        // What it writes are hints, and rows that go back: a crash that forgets them costs another question.
        handle.execute("set local synchronous_commit = off");
        return answer(refusal().orElseGet(Turn.Ready::new));
    }

    /**
     * Empty where {@code dispatch} was begun by a call whose answer was lost, and must not be sent any more: it has been
     * settled since, or its sender has another account by now.
     */
    Optional<Turn> begin(UUID dispatch) {
        Begun begun = begun(dispatch);
        if (begun.row() == null) {
            return begun.settled() ? Optional.empty() : Optional.of(takeNext(dispatch));
        }
        return Objects.equals(begun.account(), view.account().key())
                        && view.objection(means).isEmpty()
                ? Optional.of(new Turn.Taken(dispatch(dispatch, begun.row())))
                : Optional.empty();
    }

    private Turn takeNext(UUID dispatch) {
        Optional<Turn> refusal = refusal().or(this::capped);
        if (refusal.isPresent()) {
            return answer(refusal.get());
        }
        return tape.next(view.block())
                .<Turn>map(row -> new Turn.Taken(take(row, dispatch)))
                .orElseGet(() -> answer(tape.goesOn() ? new Turn.NotYet(Duration.ZERO, null) : nothingToSend()));
    }

    private Optional<Turn> refusal() {
        return view.refusal(means).or(this::fileOnItsWay);
    }

    /** Any send of the account may be the one that brings the media: one at a time (docs/protocol.md#one-upload). */
    private Optional<Turn> fileOnItsWay() {
        return view.carriesFile(means.way()) && firstSend().mayBeOn()
                ? Optional.of(new Turn.NotYet(LaneView.A_FILE, null, true))
                : Optional.empty();
    }

    private FirstSend firstSend() {
        return new FirstSend(handle, lane, account());
    }

    private Optional<Turn> capped() {
        if (view.account().dailyCap() == null) {
            return Optional.empty();
        }
        return handle.createQuery("""
                update account set capped_until =
                    (select min(minute) + interval '24 hours 1 minute' from cap_use
                      where account_key = :account and minute > clock_now() - interval '24 hours 1 minute')
                where account_key = :account and :cap <=
                    (select coalesce(sum(sends), 0) from cap_use
                      where account_key = :account and minute > clock_now() - interval '24 hours 1 minute')
                returning capped_until""")
                .bind("account", account())
                .bind("cap", view.account().dailyCap())
                .mapTo(Instant.class)
                .findOne()
                .map(until -> Turn.Gated.capped(Duration.between(view.now(), until)));
    }

    private Turn nothingToSend() {
        Optional<Instant> due = handle.createQuery("select min(due_at) from due where campaign_id = :campaign")
                .bind("campaign", lane.campaign())
                .mapTo(Instant.class)
                .findOne();
        Duration untilDue = due.map(at -> Duration.between(view.now(), at)).orElse(LOOK_AGAIN);
        boolean othersMayGiveBack = handle.createQuery("""
                select %s from campaign c where c.campaign_id = :campaign""".formatted(Unsettled.WITH_LANES))
                .bind("campaign", lane.campaign())
                .mapTo(Boolean.class)
                .one();
        if (due.isEmpty() && !othersMayGiveBack) {
            return new Turn.Exhausted();
        }
        Duration delay = othersMayGiveBack && untilDue.compareTo(LOOK_AGAIN) > 0 ? LOOK_AGAIN : untilDue;
        return new Turn.Idle(delay.isNegative() ? Duration.ZERO : delay);
    }

    /** Remembers what the lane was told, so that others know whether it waits and the reconciler when it is overdue. */
    private Turn answer(Turn turn) {
        Told told = turn.fold(new WhatIsRemembered());
        if (told.givesBack()) {
            tape.giveBack();
        }
        handle.createUpdate("""
                update lane set touched_at = :now, heard = :news,
                       asked_at = case when :asks then :now::timestamptz end, next_at = :nextAt, waits_for = :why,
                       wait_reason = coalesce(:reason, case when waits_for = :why then wait_reason end)
                where campaign_id = :campaign and sender_id = :sender""")
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .bind("now", view.now())
                .bind("news", view.news())
                .bind("asks", told.asks())
                .bind("why", told.why() == null ? null : told.why().name().toLowerCase(Locale.ROOT))
                .bind("reason", told.reason())
                .bind("nextAt", told.delay() == null ? null : view.now().plus(told.delay()))
                .execute();
        return turn;
    }

    /**
     * What is remembered of an answer.
     *
     * @param asks whether it waits for a slot of its account
     * @param delay null: it waits to be woken
     * @param why what it waits for, null where campaign, account and time tell
     * @param reason of that; null: what was the reason while it waited for the same
     */
    private record Told(
            boolean asks,
            boolean givesBack,
            @Nullable Duration delay,
            @Nullable Why why,
            @Nullable String reason) {

        Told(boolean asks, boolean givesBack, @Nullable Duration delay, @Nullable Why why) {
            this(asks, givesBack, delay, why, null);
        }
    }

    private static final class WhatIsRemembered implements Turn.Reader<Told> {
        @Override
        public Told taken(Turn.Taken turn) {
            throw new IllegalStateException("a row that was taken is remembered in the journal");
        }

        @Override
        public Told ready(Turn.Ready turn) {
            return new Told(true, false, Duration.ZERO, null);
        }

        @Override
        public Told notYet(Turn.NotYet turn) {
            return new Told(true, turn.delay().compareTo(FAR) > 0, turn.delay(), turn.turn() ? Why.TURN : null);
        }

        @Override
        public Told idle(Turn.Idle turn) {
            return new Told(false, true, turn.delay(), Why.ROWS);
        }

        @Override
        public Told gated(Turn.Gated turn) {
            return turn.why() == Turn.Gated.Why.DISAGREES
                    ? new Told(false, true, turn.delay(), Why.BLOCKED, turn.reason())
                    : new Told(false, true, turn.delay(), null);
        }

        @Override
        public Told unpublished(Turn.Unpublished turn) {
            return new Told(false, true, PUBLISHING, Why.PUBLISHING);
        }

        @Override
        public Told exhausted(Turn.Exhausted turn) {
            return new Told(false, true, null, null);
        }
    }

    private Dispatch take(Tape.Row row, UUID dispatch) {
        Instant now = view.now();
        Instant lease = now.plus(
                        view.carriesFile(means.way())
                                ? firstSend().longest()
                                : view.account().timeout())
                .plus(GRACE);
        boolean rate = view.account().pacing() instanceof Pacing.Rate;
        handle.createUpdate("""
                with line as (
                    insert into journal (dispatch_id, campaign_id, tape, n, sender_id, account_key, attempt,
                                         worker, begun_at, lease_until)
                    values (:dispatch, :campaign, :tape, :n, :sender, :account, :attempt, :worker, :now, :lease)),
                slot as (
                    update account set held_by = :dispatch, held_since = :now, lease_until = :slotLease, capped_until = null,
                           due_at = case when :rate then :rateSlot else due_at end
                    where account_key = :account),
                use as (
                    insert into cap_use (account_key, minute, sends)
                    values (:account, date_trunc('minute', :now::timestamptz), 1)
                    on conflict (account_key, minute) do update set sends = cap_use.sends + 1)
                update lane set served_at = :now, asked_at = null, touched_at = :now, next_at = :lease, waits_for = null,
                       wait_reason = null, heard = :news, not_before = greatest(not_before, :notBefore)
                where campaign_id = :campaign and sender_id = :sender""")
                .bind("dispatch", dispatch)
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .bind("account", account())
                .bind("tape", row.tape())
                .bind("n", row.n())
                .bind("attempt", row.attempt())
                .bind("worker", means.worker())
                .bind("now", now)
                .bind("lease", lease)
                .bind("slotLease", lease.plus(Pauses.longest(view.account().pacing())))
                .bind("rate", rate)
                .bind("rateSlot", nextOfRate(now))
                .bind("news", view.news())
                .bind("notBefore", notBefore(now))
                .execute();
        return dispatch(dispatch, row);
    }

    /** Slots of a rate are evenly spread from the last one on; one that is too late is dropped, never caught up. */
    private Instant nextOfRate(Instant now) {
        Instant due = view.account().slot().dueAt();
        Instant slot = due.isBefore(now.minus(LATE)) ? now : due;
        return slot.plus(Pauses.longest(view.account().pacing()));
    }

    /** A campaign's own slower rate; its own slower pause is known when the send has ended. */
    private Instant notBefore(Instant now) {
        Pacing own = view.campaign().pacing();
        return own == null ? Instant.EPOCH : own.fold(delay -> Instant.EPOCH, rate -> now.plus(rate.interval()));
    }

    /**
     * What an earlier call with the same dispatch came to.
     *
     * @param row what it took and still has; null: nothing
     * @param account by which it took that; null: nothing
     * @param settled whether it took one that has been settled since
     */
    private record Begun(Tape.@Nullable Row row, @Nullable AccountKey account, boolean settled) {}

    private Begun begun(UUID dispatch) {
        return handle.createQuery("""
                select j.tape, j.n, j.account_key, r.line, r.phone, r.variables, j.attempt,
                       exists (select from past_dispatch where dispatch_id = :dispatch) as settled
                from (values (0)) one left join journal j on j.dispatch_id = :dispatch
                left join recipient r using (campaign_id, tape, n)""")
                .bind("dispatch", dispatch)
                .map((row, context) -> new Begun(
                        row.getObject("n") == null ? null : Tape.Row.of(row, row.getInt("attempt")),
                        AccountKey.ofNullable(row.getString("account_key")),
                        row.getBoolean("settled")))
                .one();
    }

    private Dispatch dispatch(UUID id, Tape.Row row) {
        return row.dispatch(
                id,
                lane,
                account(),
                means.way() == MediaWay.LINK ? null : view.account().reference());
    }

    private AccountKey account() {
        return Objects.requireNonNull(view.account().key());
    }
}
