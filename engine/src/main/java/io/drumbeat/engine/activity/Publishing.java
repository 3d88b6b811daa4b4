package io.drumbeat.engine.activity;

import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.engine.publish.Publisher;
import io.drumbeat.engine.workflow.LaneRef;
import io.drumbeat.engine.workflow.PublishActivities;
import io.drumbeat.engine.workflow.PublishResult;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The publish activity: a {@link Publisher} with a heartbeat around it. */
public final class Publishing implements PublishActivities {
    private final Failures failures = new Failures(Ticker.system());
    private final Function<LaneId, PublishResult> publisher;
    private final ScheduledExecutorService heartbeats;
    private final BooleanSupplier closing;

    /** {@code publisher} is {@link Publisher#ensure}; {@code heartbeats} are the threads that send heartbeats. */
    public Publishing(
            Function<LaneId, PublishResult> publisher, ScheduledExecutorService heartbeats, BooleanSupplier closing) {
        this.publisher = publisher;
        this.heartbeats = heartbeats;
        this.closing = closing;
    }

    @Override
    public PublishResult publish(LaneRef lane) {
        try (Heartbeat heartbeat = new Heartbeat(Activity.getExecutionContext(), heartbeats, closing, () -> null)) {
            PublishResult result = publisher.apply(lane.lane());
            heartbeat.check();
            return result;
        } catch (ActivityCompletionException passedOn) {
            throw passedOn;
        } catch (RuntimeException fault) {
            throw failures.of(fault);
        }
    }
}
