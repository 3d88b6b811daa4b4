package io.drumbeat.engine.tracing;

import io.drumbeat.campaigns.sender.SenderId;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls of one sender's vendor; how they went over HTTP, {@code VendorHttp} adds. */
final class VendorSpans {
    private final Tracer tracer;
    private final String vendor;
    private final SenderId sender;

    VendorSpans(Tracer tracer, String vendor, SenderId sender) {
        this.tracer = tracer;
        this.vendor = vendor;
        this.sender = sender;
    }

    /**
     * {@code call}, as a span.
     *
     * @param what it does, in a word
     * @param error the code of what went wrong; null where nothing did
     */
    <T> T around(String what, Supplier<T> call, Function<T, @Nullable String> error) {
        Span span = begin(what);
        try {
            T result = Context.current().with(span).wrapSupplier(call).get();
            String wrong = error.apply(result);
            if (wrong != null) {
                Tracing.failed(span, wrong);
            }
            return result;
        } catch (RuntimeException failed) {
            Tracing.failed(span, failed);
            throw failed;
        } finally {
            span.end();
        }
    }

    Span begin(String what) {
        return tracer.spanBuilder(what + " " + vendor)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(SpanNames.GATEWAY, vendor)
                .setAttribute(SpanNames.SENDER, sender.value())
                .startSpan();
    }
}
