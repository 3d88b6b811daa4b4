package io.drumbeat.engine.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a publish activity tells its lane.
 *
 * @param delayMillis until it should be tried again, where it should
 * @param reason why there is nothing published, in plain words; null where there is
 */
public record PublishResult(
        Kind kind, long delayMillis, @Nullable String reason) {

    /** The lane's next send finds its media at the vendor, or needs none there. */
    public static PublishResult done() {
        return new PublishResult(Kind.DONE, 0, null);
    }

    /** It did not work this time, or somebody else is at it: to be tried again after {@code delay}. */
    public static PublishResult again(String reason, Duration delay) {
        return new PublishResult(Kind.AGAIN, delay.toMillis(), reason);
    }

    /** The vendor refuses the sender. */
    public static PublishResult blocked(String reason) {
        return new PublishResult(Kind.BLOCKED, 0, reason);
    }

    /** This media cannot be had, or not be sent by this sender. */
    public static PublishResult unpublishable(String reason) {
        return new PublishResult(Kind.UNPUBLISHABLE, 0, reason);
    }

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
