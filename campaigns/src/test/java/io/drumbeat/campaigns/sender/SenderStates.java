package io.drumbeat.campaigns.sender;

import io.drumbeat.campaigns.sender.SenderStore.CapUse;
import io.drumbeat.campaigns.sender.SenderStore.Obstacles;

/** States of senders that nobody has stored. */
public final class SenderStates {

    private SenderStates() {}

    /** Nothing keeps it from sending. */
    public static SenderStore.State ready(Sender sender) {
        return new SenderStore.State(sender, Obstacles.NONE, CapUse.NONE, null, null, null, null);
    }
}
