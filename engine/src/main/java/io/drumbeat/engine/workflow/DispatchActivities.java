package io.drumbeat.engine.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Sends. */
@ActivityInterface
public interface DispatchActivities {

    /**
     * Waits for the lane's slot and sends to its next recipient, where it may, and to more of them where one each would be
     * more activities than the installation allows itself.
     *
     * @param hintMillis how far away the slot is thought to be, at most ten seconds
     */
    @ActivityMethod(name = "Dispatch")
    DispatchResult dispatch(LaneRef lane, long hintMillis);
}
