package io.drumbeat.engine.activity;

import io.drumbeat.engine.workflow.DispatchResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What comes next in a stint: its result, or a wait and then another question.
 *
 * @param result null: it goes on
 * @param turn whether it waits for the end of others' sends, which may come sooner than {@code delay}
 */
record Step(@Nullable DispatchResult result, Duration delay, boolean turn) {

    static Step end(DispatchResult result) {
        return new Step(result, Duration.ZERO, false);
    }

    static Step again(Duration delay, boolean turn) {
        return new Step(null, delay, turn);
    }
}
