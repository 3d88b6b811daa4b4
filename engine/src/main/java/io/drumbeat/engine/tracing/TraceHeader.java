package io.drumbeat.engine.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.context.ContextPropagator;
import io.temporal.common.converter.GlobalDataConverter;
import java.util.HashMap;
import java.util.Map;

/**
 * A span in the headers of Temporal's calls, as the W3C writes it: ids and a flag, nothing that a caller could put there. As a
 * propagator it gives a workflow that is started the current one.
 */
public final class TraceHeader implements ContextPropagator {

    /** Of a call that belongs to the span. */
    static final String PARENT = "traceparent";

    /** Of a call that follows from it, in a trace of its own. */
    static final String LINK = "tracelink";

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<String> ITSELF = (value, key) -> key.equals(PARENT) ? value : null;

    /** Invalid where {@code header} has none by that name. */
    static SpanContext read(Map<String, Payload> header, String name) {
        Payload payload = header.get(name);
        if (payload == null) {
            return SpanContext.getInvalid();
        }
        String text = GlobalDataConverter.get().fromPayload(payload, String.class, String.class);
        return Span.fromContext(W3C.extract(Context.root(), text, ITSELF)).getSpanContext();
    }

    /** Nothing where {@code span} is none. */
    static Map<String, Payload> write(SpanContext span, String name) {
        Map<String, Payload> header = new HashMap<>();
        W3C.inject(Context.root().with(Span.wrap(span)), header, (carrier, key, value) -> {
            if (key.equals(PARENT) && carrier != null) {
                GlobalDataConverter.get().toPayload(value).ifPresent(payload -> carrier.put(name, payload));
            }
        });
        return header;
    }

    @Override
    public String getName() {
        return PARENT;
    }

    @Override
    public Object getCurrentContext() {
        return Span.current().getSpanContext();
    }

    @Override
    public Map<String, Payload> serializeContext(Object span) {
        return write((SpanContext) span, PARENT);
    }

    @Override
    public Object deserializeContext(Map<String, Payload> header) {
        return read(header, PARENT);
    }

    /** Only for whoever starts a workflow: in a worker, {@code TracedWorker} does it. */
    @Override
    public void setCurrentContext(Object span) {
        throw new UnsupportedOperationException("workers have TracedWorker");
    }
}
