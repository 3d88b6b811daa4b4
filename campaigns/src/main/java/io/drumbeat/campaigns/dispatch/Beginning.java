package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.campaign.Campaign.WaitingFor.Why;
import io.drumbeat.campaigns.campaign.control.Unsettled;
import io.drumbeat.campaigns.database.Replies;
import io.drumbeat.campaigns.database.Times;
import io.drumbeat.campaigns.media.MediaWay;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.sender.AccountKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One transaction of {@link DispatchStore#ask} or {@link DispatchStore#begin}: locks, then reads, then writes. */
final class Beginning {

    /** An answer further away than this gives the lane's block back: another lane could send it. */
    static final Duration FAR = Duration.ofSeconds(10);

    /** How long publishing may take before the reconciler looks after the lane. */
    private static final Duration PUBLISHING = Duration.ofMinutes(5);

    private static final String ANYTHING_LEFT =
            "select %s from campaign c where c.campaign_id = :campaign".formatted(Unsettled.ANY);

    /** What an ask writes are hints, and rows that go back: a crash that forgets them costs another question. */
    private static final String NOT_DURABLE = "select set_config('synchronous_commit', 'off', true)";

    private static final String BEGUN_BEFORE = """
            select exists (select from journal where dispatch_id = any (:dispatches))
                or exists (select from past_dispatch where dispatch_id = any (:dispatches))""";

    private static final DispatchRows.Also<Boolean> LEFT =
            new DispatchRows.Also<>(Replies.together(NOT_DURABLE, ANYTHING_LEFT), UnaryOperator.identity(), replies -> {
                replies.skip(1);
                return replies.first((row, context) -> row.getBoolean(1)).orElseThrow();
            });

    private final Handle handle;
    private final LaneId lane;
    private final Means means;
    private final LaneView view;
    private final Tape tape;

    private Beginning(Handle handle, LaneId lane, Means means, LaneView view, List<Candidate> next) {
        this.handle = handle;
        this.lane = lane;
        this.means = means;
        this.view = view;
        this.tape = new Tape(handle, lane, view, next);
    }

    static Turn ask(Handle handle, LaneId lane, Means means) {
        DispatchRows.Locked<LaneView, Boolean> locked = DispatchRows.locked(handle, lane, LEFT);
        return new Beginning(handle, lane, means, locked.view(), List.of()).ask(locked.also());
    }

    private Turn ask(boolean anythingLeft) {
        Turn open = anythingLeft ? refusal().orElseGet(Turn.Ready::new) : new Turn.Exhausted();
        return answer(view.campaign().refusal().orElse(open));
    }

    /**
     * Takes the next recipients, at most one for each of {@code dispatches}. Empty where these were begun by a call whose
     * answer was lost, and must not be sent any more: one of them has been settled since, or their sender has another
     * account by now.
     */
    static Optional<Turn> begin(Handle handle, LaneId lane, Means means, List<UUID> dispatches) {
        DispatchRows.Locked<LaneView, Found> locked = DispatchRows.locked(
                handle,
                lane,
                new DispatchRows.Also<>(
                        Replies.together(BEGUN_BEFORE, Candidates.NEXT_OF_BLOCK),
                        query -> query.bindArray("dispatches", UUID.class, dispatches)
                                .bind("most", dispatches.size()),
                        Found::read));
        Beginning beginning =
                new Beginning(handle, lane, means, locked.view(), locked.also().next());
        return locked.also().begunBefore() ? beginning.again(dispatches) : Optional.of(beginning.takeNext(dispatches));
    }

    /**
     * What a begin asks for with its locks.
     *
     * @param begunBefore whether any of its dispatches was begun by an earlier call
     * @param next what the lane's block has next
     */
    private record Found(boolean begunBefore, List<Candidate> next) {

        static Found read(Replies replies) {
            boolean begunBefore =
                    replies.first((row, context) -> row.getBoolean(1)).orElseThrow();
            return new Found(begunBefore, replies.list((row, context) -> Candidate.untried(row)));
        }
    }

    private Optional<Turn> again(List<UUID> dispatches) {
        List<Before> before = before(dispatches);
        boolean stand = view.objection(means).isEmpty()
                && before.stream()
                        .allMatch(one ->
                                Objects.equals(one.account(), view.account().key()));
        return stand
                ? Optional.of(new Turn.Taken(before.stream().map(this::again).toList()))
                : Optional.empty();
    }

    private Turn takeNext(List<UUID> dispatches) {
        Optional<Turn> shut = view.campaign().refusal();
        if (shut.isPresent()) {
            return answer(shut.get());
        }
        Turn turn = refusal().orElseGet(() -> next(dispatches));
        boolean left = turn instanceof Turn.Taken || tape.block() != null || anythingLeft();
        return turn instanceof Turn.Taken ? turn : answer(left ? turn : new Turn.Exhausted());
    }

    private Turn next(List<UUID> dispatches) {
        Slots slots = view.slots();
        long most = Math.min(dispatches.size(), Math.min(slots.many(), view.room(means.way())));
        if (most == 0) {
            return new Turn.NotYet(Slots.ANYBODYS.plus(view.afterOthers()), null, view.queued(true));
        }
        DailyCap cap = new DailyCap(handle, view.account());
        long left = Math.min(Math.min(most, view.untilRest()), cap.left());
        if (left == 0) {
            return Turn.Gated.capped(Duration.between(view.now(), cap.reached()));
        }
        String portfolio = view.account().portfolio();
        return portfolio == null
                ? take(dispatches, tape.next((int) left), slots)
                : ofPortfolio(portfolio, dispatches, (int) left, slots);
    }

    private Turn ofPortfolio(String portfolio, List<UUID> dispatches, int most, Slots slots) {
        Places places = new Places(handle, portfolio);
        long left = places.lock();
        if (left > 0) {
            return take(dispatches, tape.next((int) Math.min(most, left)), slots);
        }
        List<Tape.Row> rows = tape.nextFree(most, portfolio);
        return rows.isEmpty() && tape.needsPlace()
                ? Turn.Gated.full(portfolio, places.untilOneIsFree())
                : take(dispatches, rows, slots);
    }

    private Turn take(List<UUID> dispatches, List<Tape.Row> rows, Slots slots) {
        if (rows.isEmpty()) {
            return tape.goesOn()
                    ? new Turn.NotYet(Duration.ZERO, null)
                    : new RowsToCome(handle, lane, view.now()).turn();
        }
        return begin(dispatches.subList(0, rows.size()), rows, slots);
    }

    private Turn begin(List<UUID> dispatches, List<Tape.Row> rows, Slots slots) {
        List<Instant> starts = slots.begin(rows.size());
        new Taking(handle, lane, view, account())
                .write(
                        dispatches,
                        rows,
                        starts,
                        view.account().pacing() instanceof Pacing.Rate
                                ? slots.after(rows.size())
                                : view.account().slot().dueAt(),
                        view.carriesFile(means.way())
                                ? firstSend().longest()
                                : view.account().timeout(),
                        tape.block(),
                        means);
        return new Turn.Taken(IntStream.range(0, rows.size())
                .mapToObj(i -> begun(dispatches.get(i), rows.get(i), starts.get(i)))
                .toList());
    }

    private Optional<Turn> refusal() {
        return view.refusal(means).or(this::fileOnItsWay);
    }

    /** Any send of the account may be the one that brings the media: one at a time (docs/protocol.md#one-upload). */
    private Optional<Turn> fileOnItsWay() {
        return view.carriesFile(means.way()) && firstSend().mayBeOn()
                ? Optional.of(new Turn.NotYet(LaneView.A_FILE, null, view.queued(true)))
                : Optional.empty();
    }

    private FirstSend firstSend() {
        return new FirstSend(handle, lane, account());
    }

    private boolean anythingLeft() {
        return handle.createQuery(ANYTHING_LEFT)
                .bind("campaign", lane.campaign())
                .mapTo(Boolean.class)
                .one();
    }

    /** Remembers what the lane was told, so that others know whether it waits and the reconciler when it is overdue. */
    private Turn answer(Turn turn) {
        Remembered remembered = turn.fold(new ToRemember());
        if (remembered.givesBack()) {
            tape.giveBack();
        }
        Blocks.bind(tape.block(), handle.createUpdate("""
                update lane set block_tape = :tape, block_lo = :lo, block_hi = :hi, touched_at = :now, heard = :news,
                       asked_at = case when :asks then :now::timestamptz end, next_at = :nextAt, waits_for = :why,
                       wait_reason = coalesce(:reason, case when waits_for = :why then wait_reason end)
                where campaign_id = :campaign and sender_id = :sender"""))
                .bind("campaign", lane.campaign())
                .bind("sender", lane.sender())
                .bind("now", view.now())
                .bind("news", view.news())
                .bind("asks", remembered.asks())
                .bind(
                        "why",
                        remembered.why() == null
                                ? null
                                : remembered.why().name().toLowerCase(Locale.ROOT))
                .bind("reason", remembered.reason())
                .bind("nextAt", remembered.delay() == null ? null : view.now().plus(remembered.delay()))
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
    private record Remembered(
            boolean asks,
            boolean givesBack,
            @Nullable Duration delay,
            @Nullable Why why,
            @Nullable String reason) {

        Remembered(boolean asks, boolean givesBack, @Nullable Duration delay, @Nullable Why why) {
            this(asks, givesBack, delay, why, null);
        }
    }

    private static final class ToRemember implements Turn.Visitor<Remembered> {
        @Override
        public Remembered taken(Turn.Taken turn) {
            throw new IllegalStateException("a row that was taken is remembered in the journal");
        }

        @Override
        public Remembered ready(Turn.Ready turn) {
            return new Remembered(true, false, Duration.ZERO, null);
        }

        @Override
        public Remembered notYet(Turn.NotYet turn) {
            return new Remembered(
                    true, turn.delay().compareTo(FAR) > 0, turn.delay(), turn.queued() == null ? null : Why.TURN);
        }

        @Override
        public Remembered idle(Turn.Idle turn) {
            return new Remembered(false, true, turn.delay(), turn.asleep() ? Why.QUIET : Why.ROWS);
        }

        @Override
        public Remembered gated(Turn.Gated turn) {
            return switch (turn.why()) {
                case DISAGREES -> new Remembered(false, true, turn.delay(), Why.BLOCKED, turn.reason());
                case QUIET -> new Remembered(false, true, turn.delay(), Why.QUIET);
                case FULL -> new Remembered(false, true, turn.delay(), Why.CAP, turn.reason());
                case PAUSED, BLOCKED, CAPPED -> new Remembered(false, true, turn.delay(), null);
            };
        }

        @Override
        public Remembered unpublished(Turn.Unpublished turn) {
            return new Remembered(false, true, PUBLISHING, Why.PUBLISHING);
        }

        @Override
        public Remembered exhausted(Turn.Exhausted turn) {
            return new Remembered(false, true, null, null);
        }
    }

    /**
     * What an earlier call took for one of the same dispatches; all else is null where it has been settled since.
     */
    private record Before(
            UUID dispatch,
            @Nullable AccountKey account,
            Tape.@Nullable Row row,
            @Nullable Instant start) {}

    private List<Before> before(List<UUID> dispatches) {
        return handle.createQuery("""
                select d.id, j.account_key, j.begun_at, j.tape, j.n, j.attempt,
                       r.line, r.phone, r.variables
                from unnest(:dispatches) d (id)
                left join journal j on j.dispatch_id = d.id
                left join past_dispatch p on p.dispatch_id = d.id
                left join recipient r on (r.campaign_id, r.tape, r.n) = (j.campaign_id, j.tape, j.n)
                where j.dispatch_id is not null or p.dispatch_id is not null
                order by j.begun_at""")
                .bindArray("dispatches", UUID.class, dispatches)
                .map((row, context) -> new Before(
                        row.getObject("id", UUID.class),
                        AccountKey.ofNullable(row.getString("account_key")),
                        row.getObject("n") == null ? null : Tape.Row.of(row, row.getInt("attempt")),
                        Times.readNullable(row, "begun_at")))
                .list();
    }

    private Turn.Begun again(Before before) {
        return begun(before.dispatch(), Objects.requireNonNull(before.row()), Objects.requireNonNull(before.start()));
    }

    private Turn.Begun begun(UUID id, Tape.Row row, Instant start) {
        String media = means.way() == MediaWay.LINK ? null : view.account().reference();
        Duration startsIn = Duration.between(view.now(), start);
        return new Turn.Begun(
                row.dispatch(id, lane, account(), media), startsIn.isNegative() ? Duration.ZERO : startsIn);
    }

    private AccountKey account() {
        return Objects.requireNonNull(view.account().key());
    }
}
