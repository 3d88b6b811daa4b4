package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.outcome.Outcome;
import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Pauses;
import io.drumbeat.campaigns.pacing.Rest;
import io.drumbeat.campaigns.pacing.Slowdown;
import io.drumbeat.campaigns.sender.AccountKey;
import io.drumbeat.campaigns.sender.CapMinutes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The end of sends: when their account may send next, and how fast. */
final class SlotEnd {

    /** The first unconfirmed is bad luck; from the second in a row on the vendor is sick. */
    private static final int UNCONFIRMED_IN_A_ROW = 2;

    /** How long a send takes where nobody knows. */
    private static final Duration SOME_SEND = Duration.ofMillis(100);

    /** Writes the account's row; returns nothing. */
    static final String ACCOUNT = """
            update account set due_at = :dueAt,
                since_rest = case when :rested then 0 else greatest(0, since_rest - :notSent) end,
                lease_until = case when held_by = any (:over) then null else lease_until end,
                held_by = case when held_by = any (:over) then null else held_by end,
                trouble = :trouble, backed_off_at = :backedOffAt,
                trouble_reason = case when :stays then trouble_reason else :reason end,
                slowed_rate = coalesce(:slowedRate, slowed_rate), slowed_at = coalesce(:slowedAt, slowed_at),
                usual_send_millis = coalesce(0.8 * usual_send_millis + 0.2 * :took, :took, usual_send_millis)
            where account_key = :account""";

    private static final String GIVE_MINUTE_BACK = """
            update cap_use set sends = sends - 1
            where account_key = :account and minute = :minute and sends > 0""";

    private final Handle handle;
    private final AccountKey account;
    private final AccountPace view;
    private final Instant now;
    private final Pauses pauses;
    private final BackOff backOff;
    private final List<UUID> over = new ArrayList<>();
    private final List<Long> tookMillis = new ArrayList<>();

    private Instant dueAt;
    private Instant movedTo = Instant.MIN;
    private int trouble;
    private Instant backedOffAt;
    private @Nullable String reason;
    private boolean reasonStays = true;
    private boolean isWell;
    private @Nullable Slowdown slowdown;
    private @Nullable Instant lastEnd;
    private boolean capAgain;
    private boolean rested;
    private int notSent;

    /** @param view of {@code account}, read under its lock at {@code now} */
    SlotEnd(Handle handle, AccountKey account, AccountPace view, Instant now, Pauses pauses, BackOff backOff) {
        this.handle = handle;
        this.account = account;
        this.view = view;
        this.now = now;
        this.pauses = pauses;
        this.backOff = backOff;
        this.dueAt = view.slot().dueAt();
        this.trouble = view.slot().failures();
        this.backedOffAt = view.slot().backedOffAt();
    }

    /**
     * A send ended as {@code outcome} says. Only the dispatch that holds the slot ends it; any other may at most move the
     * next slot later.
     *
     * @param begun when it began
     * @param ended when it ended, by the database's clock
     */
    void by(UUID dispatch, Outcome outcome, Instant begun, Instant ended) {
        over.add(dispatch);
        boolean holds = dispatch.equals(view.slot().heldBy());
        if (outcome instanceof Outcome.GivenBack) {
            notSent++;
            pacedFrom(now, holds);
            return;
        }
        tookMillis.add(Math.max(0, Duration.between(begun, ended).toMillis()));
        lastEnd = lastEnd == null ? ended : later(lastEnd, ended);
        rested |= holds;
        pacedFrom(ended.plus(pause()), holds);
        reasonStays = false;
        if (begun.isBefore(backedOffAt)) {
            return; // begun before the account backed off: it says nothing new
        }
        if (outcome instanceof Outcome.AccountBusy busy) {
            busy(busy);
        } else if (outcome instanceof Outcome.Unconfirmed unconfirmed) {
            trouble++;
            if (trouble >= UNCONFIRMED_IN_A_ROW) {
                stop(backOff.after(trouble - 1, null), unconfirmed.message());
            }
        } else {
            trouble = 0;
            isWell |= outcome.kind() != Outcome.Kind.SENDER_BLOCKED;
        }
    }

    /** Too many for a rate: it goes slower. All else stops: a delay, a vendor that is away or has said for how long. */
    private void busy(Outcome.AccountBusy busy) {
        boolean tooMany = busy.retryAfter() == null && !busy.code().equals(Outcome.AccountBusy.NOT_REACHED);
        if (tooMany && view.pacing() instanceof Pacing.Rate rate) {
            slowdown = Slowdown.halving(speed(rate), now);
            backedOffAt = later(now, view.slot().dueAt());
        } else {
            trouble++;
            stop(backOff.after(trouble, busy.retryAfter()), busy.message());
        }
    }

    /** One without a limit is as fast as its sends are short. */
    private double speed(Pacing.Rate rate) {
        Duration send = view.slot().aSend().isZero() ? SOME_SEND : view.slot().aSend();
        return Math.min(rate.perSecond(), rate.maxInFlight() * 1e9 / send.toNanos());
    }

    private void stop(Duration wait, String why) {
        Instant again = now.plus(wait);
        if (again.isAfter(dueAt)) {
            dueAt = again;
            reason = why;
        }
        backedOffAt = later(now, view.slot().dueAt());
    }

    private void pacedFrom(Instant next, boolean holds) {
        if (view.pacing() instanceof Pacing.Rate) {
            return; // begin has set it
        }
        if (holds) {
            dueAt = later(next, movedTo);
        } else {
            movedTo = later(next, movedTo);
            dueAt = later(dueAt, next);
        }
    }

    /** The vendor was not reached, by a send that took nobody. */
    void notReached(String message) {
        trouble++;
        reasonStays = false;
        stop(backOff.after(trouble, null), message);
    }

    /** A process died with {@code dispatch} on: the account goes on after a pause, as if the send had ended now. */
    void byCrash(UUID dispatch) {
        over.add(dispatch);
        if (dispatch.equals(view.slot().heldBy())) {
            rested = true;
            dueAt = later(dueAt, now.plus(pause()));
        }
    }

    /** A send ended whose slot was no longer its own: the pause runs from its end all the same. */
    void late(Outcome outcome, Instant ended) {
        if (!(outcome instanceof Outcome.GivenBack)) {
            dueAt = later(dueAt, ended.plus(pause()));
        }
    }

    /** For a send that surely was not one; {@code begun} is when it took its count. */
    void giveCapBack(Instant begun) {
        if (giveCapBack(GIVE_MINUTE_BACK, begun) == 0) {
            giveCapBack(CapMinutes.GIVE_BACK_OF_HOUR, begun); // its minute has been put to others meanwhile
        }
        // Lanes that were told that the cap is reached would come back only tomorrow.
        capAgain |= handle.createUpdate("""
                update account set capped_until = null, version = version + 1
                where account_key = :account and capped_until is not null""").bind("account", account).execute() > 0;
    }

    private int giveCapBack(String statement, Instant begun) {
        return handle.createUpdate(statement)
                .bind("account", account)
                .bind("minute", begun.truncatedTo(ChronoUnit.MINUTES))
                .execute();
    }

    /** Whether an account whose cap was reached may send again. */
    boolean hasCapAgain() {
        return capAgain;
    }

    /** When the last of the sends ended that were some; null: none was. */
    @Nullable
    Instant lastEnd() {
        return lastEnd;
    }

    /** When the account's next slot is. */
    Instant dueAt() {
        return dueAt;
    }

    /** Binds what {@link #ACCOUNT} names. */
    <S extends SqlStatement<S>> S bind(S statement) {
        OptionalDouble took = tookMillis.stream().mapToLong(Long::longValue).average();
        return statement
                .bind("account", account)
                .bind("dueAt", dueAt)
                .bind(
                        "rested",
                        rested && !Rest.due(view.pacing(), view.sinceRest()).isZero())
                .bind("notSent", notSent)
                .bindArray("over", UUID.class, over)
                .bind("trouble", trouble)
                .bind("backedOffAt", backedOffAt)
                .bind("stays", reasonStays)
                .bind("reason", reason)
                .bind("slowedRate", slowdown == null ? null : slowdown.perSecond())
                .bind("slowedAt", slowdown == null ? null : slowdown.since())
                .bind("took", took.isPresent() ? took.getAsDouble() : null);
    }

    /** Tells campaigns of a spell of trouble that begins or ends, once {@link #ACCOUNT} is written. */
    void tell() {
        if (reason != null && Duration.between(now, dueAt).compareTo(Beginning.FAR) > 0) {
            // What stops an account for so short that its lanes keep their rows is no news.
            Spell.begins(handle, account, reason, dueAt);
        } else if (trouble == 0 && isWell && view.inTrouble()) {
            Spell.ends(handle, account);
        }
    }

    private Duration pause() {
        return view.pacing().fold(delay -> pauses.draw(delay, view.sinceRest()), rate -> Duration.ZERO);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
