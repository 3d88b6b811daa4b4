package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.Turn;
import io.drumbeat.engine.workflow.DispatchResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What comes next in a stint: its result, or a wait and then another question.
 *
 * @param result null: it goes on
 * @param queued the lane's place where it waits for others, who may be done sooner than {@code delay}; null: only the time
 *     counts
 */
record Step(@Nullable DispatchResult result, Duration delay, Turn.@Nullable Queued queued) {

    static Step end(DispatchResult result) {
        return new Step(result, Duration.ZERO, null);
    }

    static Step again(Duration delay) {
        return new Step(null, delay, null);
    }
}
