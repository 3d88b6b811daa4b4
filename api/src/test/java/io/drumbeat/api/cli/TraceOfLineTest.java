package io.drumbeat.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TraceOfLineTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        context.stop();
    }

    /** The line as the configuration writes it, but into memory. */
    private String line(String configuration, TraceFlags flags) throws Exception {
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(Logging.class.getResource(configuration));
        var stderr = (ConsoleAppender<ILoggingEvent>)
                context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender("stderr");
        OutputStreamAppender<ILoggingEvent> memory = new OutputStreamAppender<>();
        memory.setContext(context);
        memory.setEncoder(stderr.getEncoder());
        memory.setOutputStream(written);
        stderr.getCopyOfAttachedFiltersList().forEach(memory::addFilter);
        memory.start();
        context.getLogger("io.drumbeat").addAppender(memory);
        context.getLogger("io.drumbeat").setAdditive(false);
        SpanContext span = SpanContext.create(TRACE, SPAN, flags, TraceState.getDefault());
        Context.root()
                .with(Span.wrap(span))
                .wrap(() -> context.getLogger("io.drumbeat.Test").warn("said"))
                .run();
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void shouldNameTheTraceWhenTheLineIsText() throws Exception {
        assertThat(line("/logback.xml", TraceFlags.getSampled())).endsWith("Test - said trace_id=" + TRACE + "\n");
    }

    @Test
    void shouldNameTheTraceWhenTheLineIsJson() throws Exception {
        assertThat(line("logback-json.xml", TraceFlags.getSampled()))
                .contains("\"trace_id\":\"" + TRACE + "\"")
                .contains("\"span_id\":\"" + SPAN + "\"");
    }

    @Test
    void shouldNameNoTraceWhenItIsNotKept() throws Exception {
        assertThat(line("/logback.xml", TraceFlags.getDefault())).endsWith("Test - said\n");
    }
}
