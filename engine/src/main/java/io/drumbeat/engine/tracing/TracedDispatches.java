package io.drumbeat.engine.tracing;

import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.campaigns.dispatch.LaneId;
import io.drumbeat.campaigns.dispatch.Means;
import io.drumbeat.campaigns.dispatch.Turn;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Two spans around the sends of a group. Lanes that ask, and begin nobody, ask up to a hundred times a second: no spans. */
final class TracedDispatches implements DispatchStore {
    private final DispatchStore store;
    private final Tracer tracer;

    TracedDispatches(DispatchStore store, Tracer tracer) {
        this.store = store;
        this.tracer = tracer;
    }

    @Override
    public Turn begin(LaneId lane, Means means, List<UUID> dispatches) {
        Instant began = Instant.now();
        Turn turn = store.begin(lane, means, dispatches);
        if (turn instanceof Turn.Taken taken) {
            tracer.spanBuilder("begin")
                    .setStartTimestamp(began)
                    .setAttribute(SpanNames.SENDS, (long) taken.begun().size())
                    .startSpan()
                    .end();
        }
        return turn;
    }

    @Override
    public Settlement finish(List<Ended> group) {
        Span span = tracer.spanBuilder("finish")
                .setAttribute(SpanNames.SENDS, (long) group.size())
                .startSpan();
        try {
            return store.finish(group);
        } catch (RuntimeException failed) {
            Tracing.failed(span, failed);
            throw failed;
        } finally {
            span.end();
        }
    }

    @Override
    public Turn ask(LaneId lane, Means means) {
        return store.ask(lane, means);
    }

    @Override
    public int runningLanes() {
        return store.runningLanes();
    }

    @Override
    public void notReached(LaneId lane, Means means, String message) {
        store.notReached(lane, means, message);
    }

    @Override
    public void leave(LaneId lane) {
        store.leave(lane);
    }
}
