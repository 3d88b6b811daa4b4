package io.drumbeat.engine.workflow;

import org.jspecify.annotations.Nullable;

/**
 * What a publish activity tells its lane.
 *
 * @param delayMillis until it should be tried again, where it should
 * @param reason why there is nothing published, in plain words; null where there is
 */
public record PublishResult(
        Kind kind, long delayMillis, @Nullable String reason) {

    /** What it came to. */
    public enum Kind {
        /** The media is there. */
        DONE,
        /** Somebody else is uploading it, or the vendor has trouble. */
        AGAIN,
        /** The sender is blocked until an operator resumes it. */
        BLOCKED,
        /** It cannot be published at this sender. */
        UNPUBLISHABLE
    }
}
