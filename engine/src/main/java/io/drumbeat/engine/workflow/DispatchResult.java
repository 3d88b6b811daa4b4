package io.drumbeat.engine.workflow;

import org.jspecify.annotations.Nullable;

/**
 * What a dispatch activity tells its lane: never a phone, a caption or a token.
 *
 * @param delayMillis until the lane should come again; null: until it is woken
 * @param row the line in the file of the recipient that was sent to last; null: none was
 * @param outcome what became of that, in a word or two; of several recipients, how many came to what, and their lines;
 *     null: nothing was sent
 * @param reason why the lane waits, in plain words; null: only its pace
 */
public record DispatchResult(
        Kind kind,
        @Nullable Long delayMillis,
        @Nullable Long row,
        @Nullable String outcome,
        @Nullable String reason) {

    /** What it came to. */
    public enum Kind {
        /** At least one recipient has its outcome, and the lane goes on. */
        SETTLED,
        /** The slot is further away than an activity waits. */
        NOT_YET,
        /** Nothing to send now, but there may be later. */
        IDLE,
        /** The gate is shut. */
        GATED,
        /** The media must be published first. */
        UNPUBLISHED,
        /** Nothing of the campaign is left, or it has ended. */
        EXHAUSTED
    }

    /** An answer about no recipient. */
    public static DispatchResult without(Kind kind, @Nullable Long delayMillis, @Nullable String reason) {
        return new DispatchResult(kind, delayMillis, null, null, reason);
    }
}
