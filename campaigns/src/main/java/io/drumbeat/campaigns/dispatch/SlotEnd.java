package io.drumbeat.campaigns.dispatch;

import io.drumbeat.campaigns.pacing.BackOff;
import io.drumbeat.campaigns.pacing.Pacing;
import io.drumbeat.campaigns.pacing.Pauses;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The end of a slot: when its account may send next. */
final class SlotEnd {

    /** The first unconfirmed is bad luck; from the second in a row on the vendor is sick. */
    private static final int UNCONFIRMED_IN_A_ROW = 2;

    private final Handle handle;
    private final Dispatch dispatch;
    private final LaneView view;
    private final Instant ended;
    private final Pauses pauses;
    private final BackOff backOff;
    private boolean capAgain;

    /** @param ended when the send ended, by the database's clock */
    SlotEnd(Handle handle, Dispatch dispatch, LaneView view, Instant ended, Pauses pauses, BackOff backOff) {
        this.handle = handle;
        this.dispatch = dispatch;
        this.view = view;
        this.ended = ended;
        this.pauses = pauses;
        this.backOff = backOff;
    }

    /**
     * Only the dispatch that holds the slot ends it; any other may at most move the next slot later.
     *
     * @param begun when the send began
     */
    void by(Outcome outcome, Instant begun) {
        int trouble = trouble(outcome);
        Instant paced = paced(outcome);
        Instant next = backOff(outcome, trouble)
                .map(wait -> later(paced, view.now().plus(wait)))
                .orElse(paced);
        String reason = next.isAfter(paced) ? ((Failure) outcome).message() : null;
        handle.createUpdate("""
                update account set
                    due_at = case when held_by = :dispatch and not :rate then :next
                                  else greatest(due_at, :next) end,
                    lease_until = case when held_by = :dispatch then null else lease_until end,
                    held_by = nullif(held_by, :dispatch),
                    trouble = :trouble,
                    trouble_reason = case when :stays then trouble_reason else :reason end,
                    usual_send_millis = coalesce(0.8 * usual_send_millis + 0.2 * :sendMillis, :sendMillis,
                                                 usual_send_millis)
                where account_key = :account""")
                .bind("account", dispatch.account())
                .bind("dispatch", dispatch.id())
                .bind("rate", isRate())
                .bind("next", next)
                .bind("trouble", trouble)
                .bind("sendMillis", sendMillis(outcome, begun))
                .bind("stays", outcome instanceof Outcome.GivenBack)
                .bind("reason", reason)
                .execute();
        if (!(outcome instanceof Outcome.GivenBack)) {
            ownPace();
        }
        if (reason != null && Duration.between(view.now(), next).compareTo(Beginning.FAR) > 0) {
            // What stops an account for so short that its lanes keep their rows is no news.
            Spell.begins(handle, dispatch.account(), reason, next);
        } else if (trouble == 0 && view.account().inTrouble() && outcome.kind() != Outcome.Kind.SENDER_BLOCKED) {
            Spell.ends(handle, dispatch.account());
        }
    }

    /** Its process died: the account goes on after a pause, as if the send had ended now. */
    void byCrash() {
        handle.createUpdate("""
                update account set held_by = null, lease_until = null,
                       due_at = greatest(due_at, clock_now() + :pauseMillis * interval '1 ms')
                where account_key = :account and held_by = :dispatch""")
                .bind("account", dispatch.account())
                .bind("dispatch", dispatch.id())
                .bind("pauseMillis", pause().toMillis())
                .execute();
    }

    /** A send ended whose slot was no longer its own: the pause runs from its end all the same. */
    void late(Outcome outcome) {
        if (outcome instanceof Outcome.GivenBack) {
            return;
        }
        handle.createUpdate("update account set due_at = greatest(due_at, :next) where account_key = :account")
                .bind("account", dispatch.account())
                .bind("next", ended.plus(pause()))
                .execute();
    }

    /** For a send that surely was not one; {@code begun} is when it took its count. */
    void giveCapBack(Instant begun) {
        handle.createUpdate("""
                update cap_use set sends = sends - 1
                where account_key = :account and minute = :minute and sends > 0""")
                .bind("account", dispatch.account())
                .bind("minute", begun.truncatedTo(ChronoUnit.MINUTES))
                .execute();
        // Lanes that were told that the cap is reached would come back only tomorrow.
        capAgain = handle.createUpdate("""
                update account set capped_until = null, version = version + 1
                where account_key = :account and capped_until is not null""").bind("account", dispatch.account()).execute() > 0;
    }

    /** Whether an account whose cap was reached may send again. */
    boolean hasCapAgain() {
        return capAgain;
    }

    /** Null: it was none. */
    private @Nullable Double sendMillis(Outcome outcome, Instant begun) {
        return outcome instanceof Outcome.GivenBack
                ? null
                : (double) Math.max(0, Duration.between(begun, ended).toMillis());
    }

    private int trouble(Outcome outcome) {
        if (outcome instanceof Outcome.AccountBusy || outcome instanceof Outcome.Unconfirmed) {
            return troubleSoFar() + 1;
        }
        return outcome instanceof Outcome.GivenBack ? troubleSoFar() : 0;
    }

    private int troubleSoFar() {
        return handle.createQuery("select trouble from account where account_key = :account")
                .bind("account", dispatch.account())
                .mapTo(Integer.class)
                .findOne()
                .orElse(0);
    }

    /** By its pace alone. */
    private Instant paced(Outcome outcome) {
        if (outcome instanceof Outcome.GivenBack) {
            return view.now();
        }
        return isRate() ? later(ended, view.account().slot().dueAt()) : ended.plus(pause());
    }

    /** What the vendor's trouble lets it wait for; empty where there is none. */
    private Optional<Duration> backOff(Outcome outcome, int trouble) {
        if (outcome instanceof Outcome.AccountBusy busy) {
            return Optional.of(backOff.after(trouble, busy.retryAfter()));
        }
        return outcome instanceof Outcome.Unconfirmed && trouble >= UNCONFIRMED_IN_A_ROW
                ? Optional.of(backOff.after(trouble - 1, null))
                : Optional.empty();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** A campaign's own slower pause, from the end of this send. */
    private void ownPace() {
        if (view.campaign().pacing() instanceof Pacing.Delay own) {
            handle.createUpdate("""
                    update lane set not_before = greatest(not_before, :notBefore)
                    where campaign_id = :campaign and sender_id = :sender""")
                    .bind("campaign", dispatch.lane().campaign())
                    .bind("sender", dispatch.lane().sender())
                    .bind("notBefore", ended.plus(pauses.draw(own)))
                    .execute();
        }
    }

    private Duration pause() {
        return view.account().pacing().fold(pauses::draw, rate -> Duration.ZERO);
    }

    private boolean isRate() {
        return view.account().pacing() instanceof Pacing.Rate;
    }
}
