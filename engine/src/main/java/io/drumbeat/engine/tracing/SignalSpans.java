package io.drumbeat.engine.tracing;

import io.opentelemetry.api.trace.SpanContext;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Spans on their way to workflows that they signal. Temporal's server within the process drops the headers of signals: there, they
 * go this way, and elsewhere none does. Safe to use from many threads.
 */
final class SignalSpans {

    /** More than are ever on their way; those of workflows that had ended are pushed out. */
    private static final int MOST = 1_000;

    private final boolean needed;
    private final Map<String, SpanContext> byWorkflow = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SpanContext> eldest) {
            return size() > MOST;
        }
    });

    SignalSpans(boolean needed) {
        this.needed = needed;
    }

    /** The workflow {@code id} is about to be signalled within {@code span}. */
    void sent(String id, SpanContext span) {
        if (needed && span.isValid()) {
            byWorkflow.put(id, span);
        }
    }

    /** The span within which the workflow {@code id} was signalled, once; invalid where nobody has said. */
    SpanContext arrived(String id) {
        @Nullable SpanContext span = byWorkflow.remove(id);
        return span == null ? SpanContext.getInvalid() : span;
    }
}
