package io.drumbeat.engine.tracing;

import io.opentelemetry.api.trace.Tracer;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;

/** Spans of what a worker runs. They change no history but for headers, which no replay compares. */
final class TracedWorker extends WorkerInterceptorBase {
    private final Tracer tracer;
    private final SignalSpans signals;

    TracedWorker(Tracer tracer, SignalSpans signals) {
        this.signals = signals;
        this.tracer = tracer;
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new TracedWorkflow(next, tracer, signals);
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new TracedActivity(next, tracer);
    }
}
