package io.drumbeat.engine.workflow;

import org.jspecify.annotations.Nullable;

/**
 * Why a lane sends nothing more.
 *
 * @param reason why its media cannot be published: it waits to be woken; null where it is exhausted and has ended
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
