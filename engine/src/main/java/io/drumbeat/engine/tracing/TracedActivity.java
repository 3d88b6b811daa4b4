package io.drumbeat.engine.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.api.common.v1.Payload;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An activity as a span: within the one that its header names, or the first of a trace that is linked to it. */
final class TracedActivity extends ActivityInboundCallsInterceptorBase {
    private final Tracer tracer;
    private @Nullable ActivityInfo info;

    TracedActivity(ActivityInboundCallsInterceptor next, Tracer tracer) {
        super(next);
        this.tracer = tracer;
    }

    @Override
    public void init(ActivityExecutionContext context) {
        this.info = context.getInfo();
        super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
        ActivityInfo activity = Objects.requireNonNull(info, "init comes first");
        if (activity.isLocal()) {
            return super.execute(input); // a glance for what is shown, every few seconds
        }
        Span span = begin(activity, input.getHeader().getValues());
        try {
            return Context.root()
                    .with(span)
                    .wrapSupplier(() -> super.execute(input))
                    .get();
        } catch (ActivityCompletionException cancelled) {
            throw cancelled;
        } catch (RuntimeException failed) {
            Tracing.failed(span, failed);
            throw failed;
        } finally {
            span.end();
        }
    }

    private Span begin(ActivityInfo activity, Map<String, Payload> header) {
        SpanContext parent = TraceHeader.read(header, TraceHeader.PARENT);
        SpanContext link = TraceHeader.read(header, TraceHeader.LINK);
        SpanBuilder span = tracer.spanBuilder("RunActivity:" + activity.getActivityType())
                .setParent(Context.root().with(Span.wrap(parent)))
                .setAttribute(SpanNames.WORKFLOW_ID, activity.getWorkflowId())
                .setAttribute(SpanNames.RUN_ID, activity.getWorkflowRunId());
        if (link.isValid()) {
            span.addLink(link);
        }
        return span.startSpan();
    }
}
