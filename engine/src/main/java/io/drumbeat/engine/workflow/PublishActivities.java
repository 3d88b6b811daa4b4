package io.drumbeat.engine.workflow;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Publishes. */
@ActivityInterface
public interface PublishActivities {

    /** Makes the campaign's media usable at the lane's account, where it is not yet. */
    @ActivityMethod(name = "Publish")
    PublishResult publish(LaneRef lane);
}
