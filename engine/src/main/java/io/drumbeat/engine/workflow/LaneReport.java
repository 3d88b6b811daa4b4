package io.drumbeat.engine.workflow;

import org.jspecify.annotations.Nullable;

/**
 * Why a lane has ended.
 *
 * @param reason why its media cannot be published; null where it is exhausted
 */
public record LaneReport(String sender, @Nullable String reason) {

    /** Nothing of the campaign is pending, due or in flight. */
    public static LaneReport exhausted(String sender) {
        return new LaneReport(sender, null);
    }

    /** The media cannot be published at its sender. */
    public static LaneReport unpublishable(String sender, String reason) {
        return new LaneReport(sender, reason);
    }
}
