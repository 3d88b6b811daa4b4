package io.drumbeat.engine.tracing;

import io.opentelemetry.api.trace.SpanContext;
import io.temporal.api.common.v1.Payload;
import java.util.Map;

/**
 * The span that a workflow was woken by. What it does upon that belongs to that span's trace; what it goes on to do, for days
 * perhaps, to traces of their own, linked to it: a trace of a million sends could neither be sampled nor looked at. A replay
 * comes to the same.
 */
final class Cause {

    /** As many as a lane needs for its first send: it is told that the media must be published, publishes it, and sends. */
    private static final int ACTIVITIES = 3;

    private SpanContext span = SpanContext.getInvalid();
    private int activitiesLeft;

    /** The workflow was woken by {@code span}; nothing changes where that is none. */
    void is(SpanContext span) {
        if (span.isValid()) {
            this.span = span;
            this.activitiesLeft = ACTIVITIES;
        }
    }

    /** An earlier run was. */
    void was(SpanContext span) {
        if (span.isValid()) {
            this.span = span;
        }
    }

    /** The span whose trace goes on; invalid where none does. */
    SpanContext current() {
        return activitiesLeft > 0 ? span : SpanContext.getInvalid();
    }

    /** For what is called now and is no activity. */
    Map<String, Payload> header() {
        return current().isValid() ? TraceHeader.write(span, TraceHeader.PARENT) : link();
    }

    /** For an activity that is called now. */
    Map<String, Payload> activitysHeader() {
        Map<String, Payload> header = header();
        activitiesLeft--;
        return header;
    }

    /** For the next run. */
    Map<String, Payload> link() {
        return TraceHeader.write(span, TraceHeader.LINK);
    }
}
