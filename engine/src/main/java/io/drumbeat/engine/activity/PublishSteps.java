package io.drumbeat.engine.activity;

import io.drumbeat.engine.workflow.LaneRef;
import io.drumbeat.engine.workflow.PublishActivities;
import io.drumbeat.engine.workflow.PublishResult;
import io.drumbeat.engine.workflow.PublishResult.Kind;

/** Lets lanes publish. */
public final class PublishSteps implements PublishActivities {

    private final Publisher publisher;

    public PublishSteps(Publisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public PublishResult publish(LaneRef lane) {
        return publisher.ensure(lane.lane()).fold(new AsResult());
    }

    private static final class AsResult implements Publisher.Reader<PublishResult> {
        @Override
        public PublishResult done(Publisher.Done result) {
            return new PublishResult(Kind.DONE, 0, null);
        }

        @Override
        public PublishResult busy(Publisher.Busy result) {
            return new PublishResult(
                    Kind.AGAIN, result.delay().toMillis(), "another process is fetching or uploading the media");
        }

        @Override
        public PublishResult blocked(Publisher.Blocked result) {
            return new PublishResult(Kind.BLOCKED, 0, result.reason());
        }

        @Override
        public PublishResult unpublishable(Publisher.Unpublishable result) {
            return new PublishResult(Kind.UNPUBLISHABLE, 0, result.reason());
        }

        @Override
        public PublishResult again(Publisher.Again result) {
            return new PublishResult(Kind.AGAIN, result.delay().toMillis(), result.reason());
        }
    }
}
