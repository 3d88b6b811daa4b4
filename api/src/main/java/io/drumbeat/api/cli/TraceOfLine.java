package io.drumbeat.api.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.MDC;

/** Gives a line that is written within a span that is kept the ids by which it is found: {@code trace_id} and {@code span_id}. */
public final class TraceOfLine extends Filter<ILoggingEvent> {

    @Override
    public FilterReply decide(ILoggingEvent line) {
        SpanContext span = Span.current().getSpanContext();
        if (span.isSampled() && line instanceof LoggingEvent fresh) {
            Map<String, String> given = MDC.getCopyOfContextMap();
            Map<String, String> more = given == null ? new HashMap<>() : new HashMap<>(given);
            more.put("trace_id", span.getTraceId());
            more.put("span_id", span.getSpanId());
            fresh.setMDCPropertyMap(more);
        }
        return FilterReply.NEUTRAL;
    }
}
