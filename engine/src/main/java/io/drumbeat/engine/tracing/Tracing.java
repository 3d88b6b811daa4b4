package io.drumbeat.engine.tracing;

import io.drumbeat.campaigns.dispatch.DispatchStore;
import io.drumbeat.engine.sender.ConnectedSender;
import io.drumbeat.engine.sender.ConnectedSenders;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.temporal.common.interceptors.WorkerInterceptor;
import java.util.concurrent.Executor;

/**
 * Wraps what works so that its spans are told to OpenTelemetry. Nothing is wrapped while it is off. No span has a phone, a
 * text, a token or an address with any of them.
 */
public final class Tracing {

    /** Nobody asks for traces. */
    public static final Tracing OFF = new Tracing(OpenTelemetry.noop(), false, new SignalSpans(false));

    private final OpenTelemetry telemetry;
    private final Tracer tracer;
    private final boolean on;
    private final SignalSpans signals;

    private Tracing(OpenTelemetry telemetry, boolean on, SignalSpans signals) {
        this.telemetry = telemetry;
        this.tracer = telemetry.getTracer("io.drumbeat");
        this.on = on;
        this.signals = signals;
    }

    /** Spans go to {@code telemetry}, as long as that is open. */
    public static Tracing to(OpenTelemetry telemetry) {
        return new Tracing(telemetry, true, new SignalSpans(false));
    }

    /** The same, for a process with Temporal's server within it, where signals lose their headers. */
    public Tracing withTemporalWithin() {
        return on ? new Tracing(telemetry, true, new SignalSpans(true)) : this;
    }

    /** Whether anybody asks for traces. */
    public boolean isOn() {
        return on;
    }

    /** Where spans go; propagators say what callers' headers mean. */
    public OpenTelemetry telemetry() {
        return telemetry;
    }

    /** What begins spans. */
    public Tracer tracer() {
        return tracer;
    }

    /** The senders, each call of their vendors a span. */
    public ConnectedSenders around(ConnectedSenders senders) {
        return on
                ? new ConnectedSenders(senders.all().stream().map(this::traced).toList())
                : senders;
    }

    private ConnectedSender traced(ConnectedSender sender) {
        return new ConnectedSender(
                sender.sender(),
                sender.access(),
                sender.type(),
                new TracedGateway(
                        sender.gateway(), new VendorSpans(tracer, sender.type().name(), sender.id())));
    }

    /** The store, each begin that takes recipients and each finish a span. */
    public DispatchStore around(DispatchStore dispatches) {
        return on ? new TracedDispatches(dispatches, tracer) : dispatches;
    }

    /** The threads, what they are given in the span of whoever gives it. */
    public Executor around(Executor threads) {
        return on ? Context.taskWrapping(threads) : threads;
    }

    /** What a worker needs so that workflows and activities are spans. */
    public WorkerInterceptor[] ofWorker() {
        return on ? new WorkerInterceptor[] {new TracedWorker(tracer, signals)} : new WorkerInterceptor[0];
    }

    /**
     * A call that signals the workflow {@code id}: a span within that of whoever asks for it now, however much later it is made.
     * What nobody asks for, such as what is repeated to be sure, is none.
     */
    public Runnable signal(String name, String id, Runnable call) {
        Context asking = Context.current();
        if (!on || !Span.fromContext(asking).getSpanContext().isValid()) {
            return call;
        }
        return () -> {
            Span span = tracer.spanBuilder(name)
                    .setSpanKind(SpanKind.CLIENT)
                    .setParent(asking)
                    .startSpan();
            signals.sent(id, span.getSpanContext());
            try {
                asking.with(span).wrap(call).run();
            } catch (RuntimeException failed) {
                failed(span, failed);
                throw failed;
            } finally {
                span.end();
            }
        };
    }

    /** Marks {@code span} as failed, without the words of {@code failure}: they may be anybody's. */
    static void failed(Span span, Throwable failure) {
        failed(span, failure.getClass().getName());
    }

    static void failed(Span span, String type) {
        span.setStatus(StatusCode.ERROR).setAttribute(SpanNames.ERROR_TYPE, type);
    }
}
