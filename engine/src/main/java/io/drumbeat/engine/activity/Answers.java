package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.engine.workflow.DispatchResult;
import io.drumbeat.engine.workflow.DispatchResult.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a stint makes of each answer that tells it to begin nothing now. */
class Answers implements Turn.Visitor<Step> {

    /** For a slot that is all but there it stays longer: a pause of just under the longest wait is one activity, not two. */
    private static final Duration LONGEST_STAY = Waiting.LONGEST.plusSeconds(1);

    private final Ticker ticker;
    private final long arrived;

    /** @param arrived when the stint began, in ticks */
    Answers(Ticker ticker, long arrived) {
        this.ticker = ticker;
        this.arrived = arrived;
    }

    @Override
    public Step taken(Turn.Taken turn) {
        throw new IllegalStateException("only begin takes a recipient");
    }

    @Override
    public Step ready(Turn.Ready turn) {
        throw new IllegalStateException("only ask says that it may begin");
    }

    @Override
    public Step notYet(Turn.NotYet turn) {
        Duration stay = ticker.since(arrived).plus(turn.delay());
        return stay.compareTo(LONGEST_STAY) > 0
                ? Step.end(DispatchResult.without(Kind.NOT_YET, turn.delay().toMillis(), turn.trouble()))
                : new Step(null, turn.delay(), turn.queued());
    }

    @Override
    public Step idle(Turn.Idle turn) {
        return Step.end(DispatchResult.without(Kind.IDLE, millis(turn.delay()), null));
    }

    @Override
    public Step gated(Turn.Gated turn) {
        return Step.end(DispatchResult.without(Kind.GATED, millis(turn.delay()), turn.reason()));
    }

    private static @Nullable Long millis(@Nullable Duration delay) {
        return delay == null ? null : delay.toMillis();
    }

    @Override
    public Step unpublished(Turn.Unpublished turn) {
        return Step.end(DispatchResult.without(Kind.UNPUBLISHED, null, null));
    }

    @Override
    public Step exhausted(Turn.Exhausted turn) {
        return Step.end(DispatchResult.without(Kind.EXHAUSTED, null, null));
    }
}
