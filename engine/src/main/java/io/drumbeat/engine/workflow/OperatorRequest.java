package io.drumbeat.engine.workflow;

import org.jspecify.annotations.Nullable;

/**
 * What an operator may say with a signal from the Temporal side.
 *
 * @param reason for the campaign's log; null: not said
 * @param by who asks; null: not said
 */
public record OperatorRequest(
        @Nullable String reason, @Nullable String by) {}
