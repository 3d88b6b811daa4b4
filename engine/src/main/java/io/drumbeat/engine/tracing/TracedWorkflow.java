package io.drumbeat.engine.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.temporal.workflow.unsafe.WorkflowUnsafe;

/**
 * A workflow's spans: one where it is started and one for each signal, of no length, since a workflow may last for weeks and in
 * several processes; and what it calls, it tells {@link Cause}.
 */
final class TracedWorkflow extends WorkflowInboundCallsInterceptorBase {
    private final Tracer tracer;
    private final SignalSpans signals;
    private final Cause cause = new Cause();

    TracedWorkflow(WorkflowInboundCallsInterceptor next, Tracer tracer, SignalSpans signals) {
        super(next);
        this.tracer = tracer;
        this.signals = signals;
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor calls) {
        super.init(new Calls(calls, cause, signals));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
        cause.was(TraceHeader.read(input.getHeader().getValues(), TraceHeader.LINK));
        SpanContext by = told("RunWorkflow:" + Workflow.getInfo().getWorkflowType(), parent(input.getHeader()));
        if (!cause.current().isValid()) { // signals that came before this line came later than the start
            cause.is(by);
        }
        return super.execute(input);
    }

    @Override
    public void handleSignal(SignalInput input) {
        SpanContext by = parent(input.getHeader());
        cause.is(told(
                "HandleSignal:" + input.getSignalName(),
                by.isValid() ? by : signals.arrived(Workflow.getInfo().getWorkflowId())));
        super.handleSignal(input);
    }

    private static SpanContext parent(Header header) {
        return TraceHeader.read(header.getValues(), TraceHeader.PARENT);
    }

    /** A span within {@code by}, which stands for it where it is none, or was told before. */
    private SpanContext told(String name, SpanContext by) {
        if (!by.isValid() || WorkflowUnsafe.isReplaying()) {
            return by;
        }
        WorkflowInfo workflow = Workflow.getInfo();
        Span span = tracer.spanBuilder(name)
                .setParent(Context.root().with(Span.wrap(by)))
                .setAttribute(SpanNames.WORKFLOW_ID, workflow.getWorkflowId())
                .setAttribute(SpanNames.RUN_ID, workflow.getRunId())
                .startSpan();
        span.end();
        return span.getSpanContext();
    }

    private static final class Calls extends WorkflowOutboundCallsInterceptorBase {
        private final Cause cause;
        private final SignalSpans signals;

        Calls(WorkflowOutboundCallsInterceptor next, Cause cause, SignalSpans signals) {
            super(next);
            this.signals = signals;
            this.cause = cause;
        }

        @Override
        public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
            input.getHeader().getValues().putAll(cause.activitysHeader());
            return super.executeActivity(input);
        }

        @Override
        public <R> ChildWorkflowOutput<R> executeChildWorkflow(ChildWorkflowInput<R> input) {
            input.getHeader().getValues().putAll(cause.header());
            return super.executeChildWorkflow(input);
        }

        @Override
        public SignalExternalOutput signalExternalWorkflow(SignalExternalInput input) {
            input.getHeader().getValues().putAll(cause.header());
            signals.sent(input.getExecution().getWorkflowId(), cause.current());
            return super.signalExternalWorkflow(input);
        }

        @Override
        public void continueAsNew(ContinueAsNewInput input) {
            input.getHeader().getValues().putAll(cause.link());
            super.continueAsNew(input);
        }
    }
}
