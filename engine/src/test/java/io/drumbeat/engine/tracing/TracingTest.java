package io.drumbeat.engine.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.drumbeat.engine.sender.ConnectedSenders;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.temporal.api.common.v1.Payload;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** What traces cost and carry; what they tell, {@code TracesTest} of the API sees. */
class TracingTest {

    private static final SpanContext SPAN = SpanContext.createFromRemoteParent(
            "0af7651916cd43dd8448eb211c80319c",
            "b7ad6b7169203331",
            TraceFlags.getSampled(),
            TraceState.builder().put("vendor", "anything").build());

    @Test
    void shouldWrapNothingWhenNobodyAsksForTraces() {
        ConnectedSenders senders = new ConnectedSenders(List.of());
        Executor threads = Runnable::run;
        Runnable call = () -> {};

        assertThat(Tracing.OFF.isOn()).isFalse();
        assertThat(Tracing.OFF.withTemporalWithin()).isSameAs(Tracing.OFF);
        assertThat(Tracing.OFF.around(senders)).isSameAs(senders);
        assertThat(Tracing.OFF.around(threads)).isSameAs(threads);
        assertThat(Tracing.OFF.signal("a signal", "campaign-1", call)).isSameAs(call);
        assertThat(Tracing.OFF.ofWorker()).isEmpty();
        assertThat(new TraceHeader().serializeContext(new TraceHeader().getCurrentContext()))
                .isEmpty();
    }

    @Test
    void shouldGiveTemporalNothingThatACallerMadeUp() {
        Map<String, Payload> header = TraceHeader.write(SPAN, TraceHeader.PARENT);

        assertThat(header).containsOnlyKeys("traceparent");
        assertThat(header.values())
                .extracting(payload -> payload.getData().toStringUtf8())
                .containsExactly("\"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\"");
        assertThat(TraceHeader.read(header, TraceHeader.PARENT).getTraceId()).isEqualTo(SPAN.getTraceId());
        assertThat(TraceHeader.read(header, TraceHeader.LINK).isValid()).isFalse();
    }

    @Test
    void shouldLinkWhatAWorkflowGoesOnToDo() {
        Cause cause = new Cause();
        assertThat(cause.activitysHeader()).isEmpty();

        cause.is(SPAN);
        for (int i = 0; i < 3; i++) {
            assertThat(cause.header()).containsOnlyKeys("traceparent");
            assertThat(cause.activitysHeader()).containsOnlyKeys("traceparent");
        }
        assertThat(cause.activitysHeader()).containsOnlyKeys("tracelink");
        assertThat(cause.header()).containsOnlyKeys("tracelink");

        cause.is(SpanContext.getInvalid());
        assertThat(cause.header()).containsOnlyKeys("tracelink");
        cause.is(SPAN);
        assertThat(cause.header()).containsOnlyKeys("traceparent");
    }

    @Test
    void shouldLinkTheNextRunToWhatWokeTheOneBefore() {
        Cause before = new Cause();
        before.is(SPAN);
        Cause next = new Cause();

        next.was(TraceHeader.read(before.link(), TraceHeader.LINK));

        assertThat(next.current().isValid()).isFalse();
        assertThat(next.activitysHeader()).containsOnlyKeys("tracelink");
    }

    @Test
    void shouldKeepSpansOfSignalsOnlyWhereTheirHeadersAreLost() {
        SignalSpans elsewhere = new SignalSpans(false);
        elsewhere.sent("campaign-1", SPAN);
        assertThat(elsewhere.arrived("campaign-1").isValid()).isFalse();

        SignalSpans within = new SignalSpans(true);
        within.sent("campaign-1", SPAN);
        assertThat(within.arrived("campaign-1")).isEqualTo(SPAN);
        assertThat(within.arrived("campaign-1").isValid()).as("once").isFalse();
        for (int i = 0; i < 1_001; i++) {
            within.sent("campaign-" + i, SPAN);
        }
        assertThat(within.arrived("campaign-0").isValid()).as("no end of them").isFalse();
    }
}
